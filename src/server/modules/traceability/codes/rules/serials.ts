// Serial numbers that cannot be guessed: twelve Crockford characters, five for the running number and seven of a keyed check (HMAC-SHA-256).
import { createHmac } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const FORM = /^[0-9A-HJKMNP-TV-Z]{12}$/;
const NUMBER = 5;
const CHECK = 7;
/** The last number that five characters can write. */
export const LAST_NO = 32 ** NUMBER - 1;

function written(n: number, length: number): string {
  let text = '';
  for (let rest = n; text.length < length; rest = Math.floor(rest / 32)) text = ALPHABET.charAt(rest % 32) + text;
  return text;
}

/** The serial of a running number under a batch's key of 32 bytes. */
export function serialOf(key: Uint8Array, productId: string, no: number): string {
  const mac = createHmac('sha256', key).update(`${productId}.${no}`).digest();
  return written(no, NUMBER) + written(mac.readUIntBE(0, 6) % 32 ** CHECK, CHECK);
}

/** The running number a serial claims; undefined when it does not have the form of ours. */
export function numberOf(serial: string): number | undefined {
  if (!FORM.test(serial)) return undefined;
  let n = 0;
  for (const c of serial.slice(0, NUMBER)) n = n * 32 + ALPHABET.indexOf(c);
  return n;
}
