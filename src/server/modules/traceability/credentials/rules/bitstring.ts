// W3C Bitstring Status List 1.0 §3: bit 0 is the left-most bit of the first byte; gzip, base64url, multibase 'u'.
import { gunzipSync, gzipSync } from 'node:zlib';

/** The least length the standard allows: a reader cannot tell which certificate another one asks about. */
export const LIST_BITS = 131_072;

export function encodeList(set: Iterable<number>): string {
  const bytes = Buffer.alloc(LIST_BITS / 8);
  for (const i of set) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (0x80 >> (i & 7));
  return `u${gzipSync(bytes, { level: 9 }).toString('base64url')}`;
}

/** The bytes of a list; undefined when it cannot be read, is too short or unpacks to more than 16 MB. */
export function decodeList(encoded: string): Buffer | undefined {
  if (!/^u[\w-]+$/.test(encoded)) return undefined;
  try {
    const bytes = gunzipSync(Buffer.from(encoded.slice(1), 'base64url'), { maxOutputLength: 16 << 20 });
    return bytes.length * 8 >= LIST_BITS ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined outside the list. */
export const bitAt = (bytes: Uint8Array, i: number): boolean | undefined =>
  Number.isInteger(i) && i >= 0 && i < bytes.length * 8 ? ((bytes[i >> 3] ?? 0) & (0x80 >> (i & 7))) !== 0 : undefined;
