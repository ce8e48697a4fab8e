// Every word on a screen. `t(lang)` gives the catalogue of a language; Vietnamese is the source.
import type { Lang } from '../lang.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

/** Literal texts become `string`, so that another language may say it its own way. */
type Widen<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Widen<T[K]> };
export type Messages = Widen<typeof vi>;

const CATALOGUES: Record<Lang, Messages> = { vi, en };

export const t = (lang: Lang): Messages => CATALOGUES[lang];

/** 17.068 in Vietnamese, 17,068 in English; whole numbers and decimals. */
export function showNumber(n: number, lang: Lang): string {
  const [whole = '0', part] = String(n).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, lang === 'vi' ? '.' : ',');
  return part === undefined ? grouped : `${grouped}${lang === 'vi' ? ',' : '.'}${part}`;
}
