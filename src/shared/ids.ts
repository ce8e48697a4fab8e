// Public identifiers: eight Crockford base-32 characters, the last one a check character (Luhn mod 32).
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function check(body: string): string {
  let factor = 2;
  let sum = 0;
  for (let i = body.length - 1; i >= 0; i--) {
    const add = factor * ALPHABET.indexOf(body.charAt(i));
    factor = factor === 2 ? 1 : 2;
    sum += Math.floor(add / 32) + (add % 32);
  }
  return ALPHABET.charAt((32 - (sum % 32)) % 32);
}

/** An id from 35 bits: the same number always gives the same id. */
export function idFrom(n: number): string {
  let body = '';
  let rest = Math.floor(n) % 2 ** 35;
  for (let i = 0; i < 7; i++) {
    body = ALPHABET.charAt(rest % 32) + body;
    rest = Math.floor(rest / 32);
  }
  return body + check(body);
}

/** A new id: seven characters of 35 random bits and a check character. */
export function newId(): string {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2));
  return idFrom((a % 2 ** 5) * 2 ** 30 + (b % 2 ** 30));
}

/** Eight characters of which the last one fits the others. */
export const isId = (text: string): boolean => /^[0-9A-HJKMNP-TV-Z]{8}$/.test(text) && check(text.slice(0, 7)) === text.charAt(7);
