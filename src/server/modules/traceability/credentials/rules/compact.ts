// The compact code that a printed QR carries, for verifiers without a network: docs/offline-format.md is its description for others.
import { addDays, daysBetween } from '#shared/dates.ts';
import { idFrom } from '#shared/ids.ts';
import type { Star } from '#shared/vocabulary.ts';
import { isLow, SIGNATURE_BYTES } from './p256.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const VALUE = new Map([...ALPHABET].map((c, i) => [c, i]));
const VERSION = 1;
const BODY = 13;
const LENGTH = Math.ceil(((BODY + SIGNATURE_BYTES) * 8) / 5);
/** Days of codes and packages count from here. */
export const EPOCH = '2015-01-01';
/** Keeps these signatures apart from every other use of the same key. */
const DOMAIN = Buffer.from('sanvat-code-1\n');

/** What a code says. `authority`: 0 the ministry, else the province's code; `key`: which of its keys. */
export type Claim = {
  productId: string;
  validFrom: string;
  validUntil: string;
  star: Star;
  potentialFive: boolean;
  authority: number;
  key: number;
};
export type Code = { claim: Claim; body: Buffer; signature: Buffer };

export const base32 = {
  encode(bytes: Uint8Array): string {
    let text = '';
    let [held, bits] = [0, 0];
    for (const b of bytes) {
      held = ((held << 8) | b) & 0xfff;
      for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31];
    }
    return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text;
  },
  /** Undefined for a foreign character, and when the spare bits at the end are not zero: one spelling for each code. */
  decode(text: string): Buffer | undefined {
    const bytes: number[] = [];
    let [held, bits] = [0, 0];
    for (const c of text) {
      const v = VALUE.get(c);
      if (v === undefined) return undefined;
      held = ((held << 5) | v) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.push((held >> bits) & 255);
      }
    }
    return bits < 5 && (held & ((1 << bits) - 1)) === 0 ? Buffer.from(bytes) : undefined;
  },
};

const dayNumber = (day: string): number => {
  const n = daysBetween(EPOCH, day);
  if (n < 0 || n > 0xffff) throw new Error(`${day} does not fit a compact code`);
  return n;
};

/** The 13 bytes that say everything. */
export function packClaim(claim: Claim): Buffer {
  const body = Buffer.alloc(BODY);
  body[0] = VERSION;
  let id = 0n;
  for (const c of claim.productId.slice(0, 7)) id = id * 32n + BigInt(VALUE.get(c) ?? 0);
  body.writeUIntBE(Number(id), 1, 5);
  body.writeUInt16BE(dayNumber(claim.validFrom), 6);
  body.writeUInt16BE(dayNumber(claim.validUntil), 8);
  body[10] = claim.star | (claim.potentialFive ? 0x80 : 0);
  body[11] = claim.authority;
  body[12] = claim.key;
  return body;
}

/** What is signed for a body. */
export const codeInput = (body: Uint8Array): Buffer => Buffer.concat([DOMAIN, body]);
export const writeCode = (body: Uint8Array, signature: Uint8Array): string => base32.encode(Buffer.concat([body, signature]));

/** Undefined unless it is a code in its only spelling. The signature is not checked here. */
export function readCode(text: string): Code | undefined {
  if (text.length !== LENGTH) return undefined;
  const bytes = base32.decode(text);
  if (!bytes || bytes.length !== BODY + SIGNATURE_BYTES || bytes[0] !== VERSION) return undefined;
  const [body, signature] = [bytes.subarray(0, BODY), bytes.subarray(BODY)];
  const marks = body[10] ?? 0;
  const star = marks & 0x7f;
  const n = body.readUIntBE(1, 5);
  if ((star !== 3 && star !== 4 && star !== 5) || (marks > 0x7f && star !== 4) || n >= 2 ** 35 || !isLow(signature)) return undefined;
  const [from, until] = [body.readUInt16BE(6), body.readUInt16BE(8)];
  if (until < from) return undefined;
  return {
    body,
    signature,
    claim: {
      productId: idFrom(n),
      validFrom: addDays(EPOCH, from),
      validUntil: addDays(EPOCH, until),
      star,
      potentialFive: marks > 0x7f,
      authority: body[11] ?? 0,
      key: body[12] ?? 0,
    },
  };
}

/** The code within what was scanned or typed: the code alone, or our address with it. Any other address: undefined. */
export function codeWithin(text: string, origin: string): string | undefined {
  if (/^[0-9A-Z]+$/.test(text)) return text;
  for (const base of [`${origin}/C/`, `${origin.toUpperCase()}/C/`])
    if (text.startsWith(base) && /^[0-9A-Z]+$/.test(text.slice(base.length))) return text.slice(base.length);
  return undefined;
}
