import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Head } from './page-cache.ts';

const OWN = new Set(['content-length', 'transfer-encoding', 'etag', 'connection', 'keep-alive', 'date', 'content-encoding']);
/** Shorter answers are not packed. */
export const WORTH_PACKING = 1000;

/** A view where there are bytes already: Buffer.from would copy them one by one. */
const bytesOf = (chunk: Uint8Array | string): Buffer =>
  typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);

/**
 * Holds an answer back until it is whole. A plain 200 that anybody may see is handed to `keep`, which gives its ETag; then it is sent,
 * packed quickly when the client takes gzip (the thorough packing comes with the second request).
 */
export function capture(res: ServerResponse, acceptEncoding: string | undefined, keep: (head: Head, body: Buffer) => string): void {
  const chunks: Buffer[] = [];
  const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => ServerResponse;
  const end = res.end.bind(res) as (...args: unknown[]) => ServerResponse;
  let status = 200;
  res.writeHead = ((code: number, ...rest: unknown[]) => {
    status = code;
    const headers = rest.find((r) => typeof r === 'object' && r !== null);
    if (Array.isArray(headers)) for (let i = 0; i < headers.length; i += 2) res.setHeader(String(headers[i]), String(headers[i + 1]));
    else if (headers) for (const [k, v] of Object.entries(headers)) if (v !== undefined) res.setHeader(k, v as string | string[]);
    return res;
  }) as typeof res.writeHead;
  res.flushHeaders = () => {};
  res.write = ((chunk: Uint8Array | string) => {
    chunks.push(bytesOf(chunk));
    return true;
  }) as typeof res.write;
  res.end = ((chunk?: unknown, ...rest: unknown[]) => {
    if (chunk && typeof chunk !== 'function') chunks.push(bytesOf(chunk as string));
    if (res.statusCode !== 200) status = res.statusCode;
    let body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    if (
      status === 200 &&
      !res.hasHeader('set-cookie') &&
      !res.hasHeader('content-encoding') &&
      !/no-store|private/.test(String(res.getHeader('cache-control') ?? ''))
    ) {
      const head: Head = [];
      for (const [name, value] of Object.entries(res.getHeaders()))
        if (value !== undefined && !OWN.has(name)) head.push(name, String(value));
      res.setHeader('etag', keep(head, body));
      if (acceptEncoding?.includes('gzip') && body.length > WORTH_PACKING) {
        body = gzipSync(body, { level: 1 });
        res.setHeader('content-encoding', 'gzip');
        res.setHeader('vary', 'Accept-Encoding');
      }
    }
    res.removeHeader('transfer-encoding');
    if (status !== 304 && status !== 204) res.setHeader('content-length', body.length);
    writeHead(status);
    return end(res.req.method === 'HEAD' || body.length === 0 ? undefined : body, ...rest.filter((r) => typeof r === 'function'));
  }) as typeof res.end;
}
