// The inside of North American coupons: (8110) by the guideline for DataBar coupons, (8112) by the positive offer file.
import { isDay } from '#shared/dates.ts';

const DIGITS = '0123456789';

/** Reads from the left; `false` when what is asked for is not there. */
function reader(text: string) {
  let at = 0;
  const take = (n: number): string | undefined => {
    const part = text.slice(at, at + n);
    at += n;
    return part.length === n ? part : undefined;
  };
  return {
    /** So many digits. */
    some: (n: number) => take(n) !== undefined,
    /** One digit out of these. */
    one: (among: string) => among.includes(take(1) ?? '-'),
    /** A digit that says how many follow, counted from `least`. */
    counted(among: string, least: number): boolean {
      const n = take(1) ?? '-';
      return among.includes(n) && take(Number(n) + least) !== undefined;
    },
    date: () => take(6) ?? '',
    /** The mark of an optional field: taken when it is next. */
    next(mark: string): boolean {
      const there = text[at] === mark;
      if (there) at++;
      return there;
    },
    ended: () => at === text.length,
  };
}
/** YYMMDD; years from 51 on lie in the century before. */
const dayOf = (text: string) => `${text.slice(0, 2) < '51' ? '20' : '19'}${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4)}`;

export function isCoupon(text: string): boolean {
  if (!/^\d+$/.test(text)) return false;
  const { some, one, counted, date, next, ended } = reader(text);
  const purchase = () => counted('12345', 0) && one('012349') && some(3);
  const company = () => next('9') || counted('0123456', 6);
  if (!(counted('0123456', 6) && some(6) && counted('12345', 0) && purchase())) return false;
  if (next('1') && !(one('0123') && purchase() && company())) return false;
  if (next('2') && !(purchase() && company())) return false;
  const ends = next('3') ? dayOf(date()) : undefined;
  const starts = next('4') ? dayOf(date()) : undefined;
  if ((ends !== undefined && !isDay(ends)) || (starts !== undefined && !isDay(starts))) return false;
  if (ends !== undefined && starts !== undefined && ends < starts) return false;
  if (next('5') && !counted(DIGITS, 6)) return false;
  if (next('6') && !counted('1234567', 6)) return false;
  if (next('9') && !(one('01256') && one('012') && one(DIGITS) && one('01'))) return false;
  return ended();
}

export function isOffer(text: string): boolean {
  if (!/^\d+$/.test(text)) return false;
  const { some, one, counted, ended } = reader(text);
  return one('01') && counted('0123456', 6) && some(6) && counted(DIGITS, 6) && ended();
}
