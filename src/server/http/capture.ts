import type { ServerResponse } from 'node:http';
import type { Head } from './page-cache.ts';

const OWN = new Set(['content-length', 'transfer-encoding', 'etag', 'connection', 'keep-alive', 'date', 'content-encoding']);

/** Listens to an answer while it is written and hands the whole of it over when it is a plain 200 that anybody may see. */
export function capture(res: ServerResponse, done: (head: Head, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const write = res.write.bind(res) as (...args: unknown[]) => boolean;
  const end = res.end.bind(res) as (...args: unknown[]) => ServerResponse;
  res.write = ((chunk: Uint8Array | string, ...rest: unknown[]) => {
    chunks.push(Buffer.from(chunk as string));
    return write(chunk, ...rest);
  }) as typeof res.write;
  res.end = ((chunk?: unknown, ...rest: unknown[]) => {
    if (chunk && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as string));
    if (
      res.statusCode === 200 &&
      !res.hasHeader('set-cookie') &&
      !res.hasHeader('content-encoding') &&
      !/no-store|private/.test(String(res.getHeader('cache-control') ?? ''))
    ) {
      const head: Head = [];
      for (const [name, value] of Object.entries(res.getHeaders()))
        if (value !== undefined && !OWN.has(name)) head.push(name, String(value));
      done(head, Buffer.concat(chunks));
    }
    return end(chunk, ...rest);
  }) as typeof res.end;
}
