// Ready answers in memory. They belong to one generation (change number and local day): a newer one drops them all, so none is ever stale.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const br = promisify(brotliCompress);
const gz = promisify(gzip);
const MAX_BYTES = 96 * 1024 * 1024;
const MAX_KEY = 1024;

type Variant = { head: string[]; body: Buffer };
type Entry = { etag: string; head: string[]; plain: Variant; br?: Variant; gzip?: Variant; bytes: number };

/** Header names and values in one flat list, as writeHead takes them. */
export type Head = string[];

export type PageCache = ReturnType<typeof createPageCache>;

export function createPageCache(generation: () => string) {
  let entries = new Map<string, Entry>();
  let current = '';
  let bytes = 0;

  const renew = (): string => {
    const now = generation();
    if (now !== current) {
      current = now;
      entries = new Map();
      bytes = 0;
    }
    return current;
  };

  /** Answers from memory; false when it is not there. */
  function serve(key: string, req: IncomingMessage, res: ServerResponse): boolean {
    renew();
    const entry = entries.get(key);
    if (!entry) return false;
    if (req.headers['if-none-match'] === entry.etag) {
      res.writeHead(304, entry.head);
      res.end();
      return true;
    }
    const accepts = req.headers['accept-encoding'];
    const variant =
      (typeof accepts === 'string' &&
        ((entry.br && accepts.includes('br') && entry.br) || (entry.gzip && accepts.includes('gzip') && entry.gzip))) ||
      entry.plain;
    res.writeHead(200, variant.head);
    res.end(req.method === 'HEAD' ? undefined : variant.body);
    return true;
  }

  /** Keeps an answer made while `madeIn` was the generation; `head` without lengths and encodings. */
  function keep(key: string, madeIn: string, head: Head, body: Buffer): string {
    const etag = `"${createHash('sha1').update(madeIn).update(body).digest('base64url')}"`;
    renew();
    if (madeIn !== current || key.length > MAX_KEY || body.length > MAX_BYTES / 8) return etag;
    const shared = [...head, 'etag', etag, 'vary', varyOf(head)];
    const entry: Entry = { etag, head: shared, plain: variant(shared, body), bytes: body.length * 2 + key.length + 600 };
    const before = entries.get(key);
    if (before) bytes -= before.bytes;
    entries.delete(key);
    entries.set(key, entry);
    bytes += entry.bytes;
    for (const [oldest, e] of entries) {
      if (bytes <= MAX_BYTES) break;
      entries.delete(oldest);
      bytes -= e.bytes;
    }
    if (body.length > 1000) void compress(entry, shared, body);
    return etag;
  }

  return { serve, keep, generation: renew, size: () => ({ entries: entries.size, bytes }) };
}

const varyOf = (head: Head): string => {
  const at = head.findIndex((h, i) => i % 2 === 0 && h.toLowerCase() === 'vary');
  const own = at < 0 ? '' : (head[at + 1] ?? '');
  if (at >= 0) head.splice(at, 2);
  return own ? `${own}, Accept-Encoding` : 'Accept-Encoding';
};

function variant(head: Head, body: Buffer, encoding?: string): Variant {
  return { head: [...head, ...(encoding ? ['content-encoding', encoding] : []), 'content-length', String(body.length)], body };
}

/** Off the path of any request: the next visitors get the small form. */
async function compress(entry: Entry, head: Head, body: Buffer): Promise<void> {
  const [small, smaller] = await Promise.all([
    gz(body, { level: 6 }),
    br(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
  ]);
  entry.gzip = variant(head, small, 'gzip');
  entry.br = variant(head, smaller, 'br');
}
