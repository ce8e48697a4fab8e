// The numbers of supply and of an offer, as people type them.
import { refused } from '#server/platform/errors.ts';
import { text } from './dang-nhap/session.ts';

/** '1,5' as well as '1.5'; nothing typed is 0. */
export const numberOf = (typed: string): number => Number(typed.trim().replace(',', '.') || 0);

/** The same of a field that has to be filled in: an empty one is no number. */
export const numberIn = (form: FormData, name: string): number => {
  const typed = text(form, name).trim();
  return typed === '' ? Number.NaN : numberOf(typed);
};

/** What supply and an offer say alike: price, least lot, step. */
export const termsIn = (form: FormData) => ({
  unitPrice: numberIn(form, 'unitPrice'),
  minLot: numberOf(text(form, 'minLot')),
  lotStep: text(form, 'lotStep').trim() === '' ? null : numberOf(text(form, 'lotStep')),
});

/** Fields `<prefix><key>` with a number in them: amounts by month, by delivery. */
export const amountsIn = (form: FormData, prefix: string): Record<string, number> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      name.startsWith(prefix) && typeof value === 'string' && value.trim() !== '' ? [[name.slice(prefix.length), numberOf(value)]] : [],
    ),
  );

/** Months one by one; `each` says the same for every month from `first` to `last` and goes before them. Refused: an end before its start. */
export function monthsIn(form: FormData, months: readonly string[]): Record<string, number> {
  const [each, first, last] = [text(form, 'each').trim(), text(form, 'first'), text(form, 'last')];
  if (each !== '' && last < first)
    throw refused('last', 'Tháng cuối đứng trước tháng đầu.', 'The last month comes before the first.', 'order');
  const inside = each === '' ? [] : months.filter((m) => m >= first && m <= last);
  return { ...amountsIn(form, 'm-'), ...Object.fromEntries(inside.map((m) => [m, numberOf(each)])) };
}
