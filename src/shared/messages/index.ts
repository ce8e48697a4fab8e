// Every word on a screen. `t(lang)` gives the catalogue of a language; Vietnamese is the source.
import type { Lang } from '../lang.ts';
import { en } from './en.ts';
import { type Messages, vi } from './vi.ts';

export type { Messages } from './vi.ts';

const CATALOGUES: Record<Lang, Messages> = { vi, en };

export const t = (lang: Lang): Messages => CATALOGUES[lang];

/** 17.068 in Vietnamese, 17,068 in English; whole numbers and decimals. */
export function showNumber(n: number, lang: Lang): string {
  const [whole = '0', part] = String(n).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, lang === 'vi' ? '.' : ',');
  return part === undefined ? grouped : `${grouped}${lang === 'vi' ? ',' : '.'}${part}`;
}
