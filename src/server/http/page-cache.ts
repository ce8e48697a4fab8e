// Ready answers in memory. They belong to one generation (the change number, which also rises at midnight): a newer one drops
// them all, so none is ever stale.
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Asked } from './asked.ts';

const br = promisify(brotliCompress);
const gz = promisify(gzip);
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_KEY = 1024;
const WORTH_PACKING = 1000;

type Variant = { head: string[]; body: Buffer };
type Entry = { etag: string; head: string[]; plain: Variant; br?: Variant; gzip?: Variant; packing: boolean; bytes: number };

/** Header names and values in one flat list, as writeHead takes them. */
export type Head = string[];

/** `edition` names the build and the units: an ETag is edition, generation and length. */
export function createPageCache(generation: () => number, edition: () => string) {
  let entries = new Map<string, Entry>();
  let current = -1;
  let printed = '';
  const seen = new Int32Array(1 << 15);
  let bytes = 0;
  let hashed = { key: '', generation: -1, hash: 0 };

  /** A key is asked for twice in a row: whether it was seen, and for its ETag. */
  const hashFor = (key: string, madeIn: number): number => {
    if (key !== hashed.key || madeIn !== hashed.generation) hashed = { key, generation: madeIn, hash: hashOf(key, madeIn) };
    return hashed.hash;
  };

  const renew = (): number => {
    const now = generation();
    if (now !== current || edition() !== printed) {
      current = now;
      printed = edition();
      entries = new Map();
      bytes = 0;
    }
    return current;
  };

  /** Answers from memory; false when it is not there. */
  function serve(key: string, asked: Asked, res: ServerResponse, headOnly: boolean): boolean {
    renew();
    const entry = entries.get(key);
    if (!entry) return false;
    if (isSame(asked.ifNoneMatch, entry.etag)) {
      res.writeHead(304, entry.head);
      res.end();
      return true;
    }
    let variant = entry.plain;
    if (asked.encoding !== undefined && entry.plain.body.length > WORTH_PACKING) {
      if (!entry.packing) void pack(entry);
      if (entry.br && asked.encoding.includes('br')) variant = entry.br;
      else if (entry.gzip && asked.encoding.includes('gzip')) variant = entry.gzip;
    }
    res.writeHead(200, variant.head);
    res.end(headOnly ? undefined : variant.body);
    return true;
  }

  /**
   * Keeps an answer made while `madeIn` was the generation; `head` without lengths and encodings. Returns its ETag, which `version` helps to
   * name where one address may have several answers within a generation.
   */
  function keep(key: string, madeIn: number, head: Head, body: Buffer, version = ''): string {
    const etag = etagOf(key + version, madeIn, body.length);
    renew();
    if (madeIn !== current || key.length > MAX_KEY || body.length > MAX_BYTES / 8) return etag;
    const shared = [...withVary(head), 'etag', etag];
    const entry: Entry = {
      etag,
      head: shared,
      plain: variantOf(shared, body),
      packing: false,
      bytes: body.length * 1.5 + key.length + 600,
    };
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
    return etag;
  }

  /** Forgets one answer, or all of them. */
  function drop(key?: string): void {
    const entry = key === undefined ? undefined : entries.get(key);
    if (key === undefined) current = -1;
    else if (entry && entries.delete(key)) bytes -= entry.bytes;
  }

  /** True from the second time on that a key is asked for (or when another key shares its place): what is cheap to make is kept only then. */
  function seenBefore(key: string): boolean {
    const h = hashFor(key, current);
    const place = (h >>> 8) % seen.length;
    if (seen[place] === h) return true;
    seen[place] = h;
    return false;
  }

  const etagOf = (key: string, madeIn: number, length: number) =>
    `"${edition()}.${(hashFor(key, madeIn) >>> 0).toString(36)}.${length.toString(36)}"`;

  return { serve, keep, drop, etagOf, seenBefore, generation: renew };
}

/** FNV-1a over the key, begun with the generation: the language and the address are part of the key. */
function hashOf(key: string, generation: number): number {
  let h = generation ^ 0x811c9dc5;
  for (let i = 0; i < key.length; i++) h = Math.imul(h ^ key.charCodeAt(i), 16_777_619);
  return h | 0;
}

/** If-None-Match may be a list, weak (a proxy that packs weakens ETags) or `*`. */
export const isSame = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined && (ifNoneMatch === etag || ifNoneMatch.trim() === '*' || ifNoneMatch.includes(etag));

/** The answer's own Vary and Accept-Encoding, once. */
export function withVary(head: Head): Head {
  const rest: Head = [];
  let own = '';
  for (let i = 0; i < head.length; i += 2) {
    if (head[i]?.toLowerCase() === 'vary') own = head[i + 1] ?? '';
    else rest.push(head[i] ?? '', head[i + 1] ?? '');
  }
  rest.push('vary', own && !/accept-encoding/i.test(own) ? `${own}, Accept-Encoding` : own || 'Accept-Encoding');
  return rest;
}

function variantOf(head: Head, body: Buffer, encoding?: string): Variant {
  return { head: [...head, ...(encoding ? ['content-encoding', encoding] : []), 'content-length', String(body.length)], body };
}

/** Once somebody asks a second time, and off the path of any request: the next visitors get the small form. */
async function pack(entry: Entry): Promise<void> {
  entry.packing = true;
  const { body } = entry.plain;
  const [small, smaller] = await Promise.all([
    gz(body, { level: 6 }),
    br(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
  ]);
  entry.gzip = variantOf(entry.head, small, 'gzip');
  entry.br = variantOf(entry.head, smaller, 'br');
}
