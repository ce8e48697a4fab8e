// Does a value fit its application identifier? Character sets, lengths, check digits, dates.
import { isDay } from '#shared/dates.ts';
import { COUNTRIES, CURRENCIES, LETTERS } from './countries.ts';
import { isCoupon, isOffer } from './coupons.ts';
import type { Check, Identifier, Part } from './identifiers.ts';

const SET_82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const SETS = { N: /^\d+$/, X: /^[!"%-?A-Z_a-z]+$/, Y: /^[#\-/0-9A-Z]+$/, Z: /^[A-Za-z0-9_-]+={0,2}$/ };
const SET_32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];

/** The GS1 check digit of a body without it: weights 3, 1, 3, … from the right, modulo 10. */
export function checkDigit(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i++) sum += Number(body.charAt(body.length - 1 - i)) * (i % 2 === 0 ? 3 : 1);
  return String((10 - (sum % 10)) % 10);
}
export const hasCheckDigit = (digits: string): boolean => /^\d{2,}$/.test(digits) && checkDigit(digits.slice(0, -1)) === digits.at(-1);

/** The two check characters of a Global Model Number: prime weights from the right, modulo 1021, two digits of base 32. */
function gmnChecks(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i++) sum += SET_82.indexOf(body.charAt(body.length - 1 - i)) * (PRIMES[i] ?? 0);
  const rest = sum % 1021;
  return SET_32.charAt(rest >> 5) + SET_32.charAt(rest & 31);
}

/** YYMMDD. Whichever century is meant, its leap years are those of 2000 to 2099. Day 00 (the month as a whole) where allowed. */
function isDate(text: string, zeroDay: boolean): boolean {
  const day = text.slice(4, 6);
  return isDay(`20${text.slice(0, 2)}-${text.slice(2, 4)}-${day === '00' && zeroDay ? '01' : day}`);
}
const isTime = (t: string) => Number(t.slice(0, 2)) < 24 && Number(t.slice(2, 4) || 0) < 60;

function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{7,30}$/.test(text) || !LETTERS.has(text.slice(0, 2))) return false;
  let rest = 0;
  for (const c of text.slice(4) + text.slice(0, 4)) for (const d of String(Number.parseInt(c, 36))) rest = (rest * 10 + Number(d)) % 97;
  return rest === 1;
}

const CHECKS: Record<Check, (v: string) => boolean> = {
  csum: hasCheckDigit,
  // a company prefix has at least four digits; keys of a fixed length are digits anyway
  prefix: (v) => /^\d{4}/.test(v),
  date0: (v) => isDate(v, true),
  date: (v) => isDate(v, false),
  hhmm: isTime,
  currency: (v) => CURRENCIES.has(v),
  country: (v) => COUNTRIES.has(v),
  // 999: more than one country
  country9: (v) => v === '999' || COUNTRIES.has(v),
  countries: (v) => v.length % 3 === 0 && v.match(/.../g)?.every((c) => COUNTRIES.has(c)) === true,
  alpha2: (v) => LETTERS.has(v),
  percent: (v) => !/%(?![0-9A-Fa-f]{2})/.test(v),
  yesno: (v) => v === '0' || v === '1',
  nonzero: (v) => /[1-9]/.test(v),
  zero: (v) => v === '0',
  piece: (v) => !v.startsWith('00') && !v.endsWith('00') && v.slice(0, 2) <= v.slice(2),
  noleadingzero: (v) => v === '0' || !v.startsWith('0'),
  gmn: (v) => v.length > 2 && gmnChecks(v.slice(0, -2)) === v.slice(-2),
  iban: isIban,
  minus: (v) => v === '-',
  latitude: (v) => Number(v) <= 1_800_000_000,
  longitude: (v) => Number(v) <= 3_600_000_000,
  hour: (v) => isDate(v.slice(0, 6), false) && Number(v.slice(6)) < 24,
  minsec: (v) => (v.length === 2 || v.length === 4) && Number(v.slice(0, 2)) < 60 && Number(v.slice(2) || 0) < 60,
  winding: (v) => /^[019]$/.test(v),
  day8: (v) => isDay(`${v.slice(0, 4)}-${v.slice(4, 6)}-${v.slice(6)}`),
  // ISO/IEC 5218
  sex: (v) => /^[0129]$/.test(v),
  // carriers that ICCBBA numbered, and those for local use
  medium: (v) => /^(?:0[1-9]|10|[89]\d)$/.test(v),
  sequence: (v) => /^[1-9]\/[1-9]$/.test(v) && v.charAt(0) <= v.charAt(2),
  importer: (v) => /^[\w-]$/.test(v),
  nondigit: (v) => /\D/.test(v),
  coupon: isCoupon,
  offer: isOffer,
};

const fitsPart = (part: Part, v: string): boolean =>
  v.length >= part.min && v.length <= part.max && SETS[part.set].test(v) && part.checks.every((c) => CHECKS[c](v));

/** True when the whole value is used up by the parts, each in its own form. */
export function isValue(identifier: Identifier, value: string): boolean {
  let rest = value;
  for (const part of identifier.parts) {
    if (rest === '' && part.optional) return true;
    const mine = rest.slice(0, part.max);
    if (!fitsPart(part, mine)) return false;
    rest = rest.slice(mine.length);
  }
  return rest === '';
}
