// The weight or volume of a package, as it is typed: '500g', '0,5 kg', '1 lít'.
import type { Dictionary } from './dictionary.ts';
import { termOf } from './joined.ts';

/** How a size may stand in a name: a number before one of these units, as index words. */
export type Size = { number: number; units: number[] }[];

const WRITTEN = /(?<![\p{L}\d.,])(\d{1,5}(?:[.,]\d{1,3})?)\s*(kg|kilo|kí|ký|ki|ky|g|gr|gram|gam|ml|cc|l|lít|lit)(?![\p{L}\d])/iu;
const LARGE = 1000;
const UNITS = { solid: { small: ['g', 'gr', 'gram', 'gam'], large: ['kg'] }, liquid: { small: ['ml'], large: ['l', 'lit'] } };

/** The size in a text of more than that, and the text without it. */
export function sizeIn(dictionary: Dictionary, text: string): { text: string; size: Size } | undefined {
  const [found, number, unit] = WRITTEN.exec(text) ?? [];
  if (found === undefined || number === undefined || unit === undefined) return undefined;
  const rest = text.replace(found, ' ');
  if (!/\p{L}{2}/u.test(rest)) return undefined;
  const { small, large } = /^(?:ml|cc|l)/i.test(unit) ? UNITS.liquid : UNITS.solid;
  const amount = Math.round(Number(number.replace(',', '.')) * (/^(?:k|l)/i.test(unit) ? LARGE : 1));
  const of = (value: number, units: string[]) => ({
    number: Number.isInteger(value) ? termOf(dictionary, String(value)) : -1,
    units: units.map((u) => termOf(dictionary, u)).filter((term) => term >= 0),
  });
  return { text: rest, size: [of(amount, small), of(amount / LARGE, large)].filter((way) => way.number >= 0) };
}
