// What cannot be: more out of a process than went in, more shipped than was made. Warnings, because scales and papers err.
import type { Bilingual } from '#server/platform/errors.ts';
import { convert, rounded } from './units.ts';

export type Warning = { code: 'yield' | 'overdrawn' | 'unit'; lot: string; message: Bilingual };
type Amount = { lot: string; quantity: number; unit: string };

/**
 * Most mass that may come out per mass put in. Our own assumption, no article of law: 1.2 leaves room for salt, sugar and moisture;
 * drinks (group II) are mostly water that nobody weighs in.
 */
export const PLAUSIBLE_YIELD = { usual: 1.2, drinks: 12 } as const;

const FORMATS = {
  vi: new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 3 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 }),
};
const shown = (n: number, lang: 'vi' | 'en') => FORMATS[lang].format(n);
const SHORT: Record<string, string> = { KGM: 'kg', GRM: 'g', LTR: 'l', MLT: 'ml' };
/** The code of a lot as printed, out of its key. */
const codeOf = (lot: string) => lot.split('/').at(-1) ?? lot;

const sum = (all: readonly Amount[], unit: string): number | undefined => {
  let total = 0;
  for (const a of all) {
    const n = convert(a.quantity, a.unit, unit);
    if (n === undefined) return undefined;
    total += n;
  }
  return total;
};

/** Compares mass with mass; says nothing where inputs and outputs are counted in other kinds of units. */
export function yieldWarning(inputs: readonly Amount[], outputs: readonly Amount[], group: string | null): Warning | undefined {
  const lot = outputs[0]?.lot;
  const [put, got] = [sum(inputs, 'KGM'), sum(outputs, 'KGM')];
  if (lot === undefined || put === undefined || got === undefined || put === 0) return undefined;
  const most = group === 'II' ? PLAUSIBLE_YIELD.drinks : PLAUSIBLE_YIELD.usual;
  if (got <= put * most) return undefined;
  const [a, b] = [rounded(got), rounded(put)];
  return {
    code: 'yield',
    lot,
    message: {
      vi: `Ra ${shown(a, 'vi')} kg từ ${shown(b, 'vi')} kg nguyên liệu: nhiều hơn mức hợp lý (tối đa ${shown(most, 'vi')} lần). Xem lại số lượng.`,
      en: `${shown(a, 'en')} kg came out of ${shown(b, 'en')} kg of material: more than is plausible (at most ${shown(most, 'en')} times). Check the amounts.`,
    },
  };
}

/** Somebody sent or used more than they had. */
export const overdrawn = (lot: string, left: number, unit: string): Warning => ({
  code: 'overdrawn',
  lot,
  message: {
    vi: `Lô ${codeOf(lot)}: đã xuất hoặc dùng nhiều hơn số có, thiếu ${shown(rounded(-left), 'vi')} ${SHORT[unit] ?? unit}.`,
    en: `Lot ${codeOf(lot)}: more was sent or used than there was, ${shown(rounded(-left), 'en')} ${SHORT[unit] ?? unit} too much.`,
  },
});
export const unitWarning = (lot: string, from: string, to: string): Warning => ({
  code: 'unit',
  lot,
  message: {
    vi: `Đơn vị ${from} không đổi được sang ${to} của lô; lượng này không tính vào tồn.`,
    en: `Unit ${from} cannot be turned into the lot’s ${to}; this amount is not counted.`,
  },
});
