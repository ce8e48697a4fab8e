// The numbers of supply and of an offer, as people type them.
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
