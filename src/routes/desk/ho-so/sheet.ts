// A criteria set in one language, and a sheet as a form sends it.
import { findSet } from '#server/modules/assessment/index.ts';
import { type Bilingual, notFound } from '#server/platform/errors.ts';
import type { Lang } from '#shared/lang.ts';
import { CRITERION, readSheet } from '../../(public)/tu-cham/filled-sheet.ts';

type Read<T> = T extends Bilingual ? string : T extends (infer U)[] ? Read<U>[] : T extends object ? { [K in keyof T]: Read<T[K]> } : T;

/** Every pair of words becomes the one of the language. */
function inLang<T>(value: T, lang: Lang): Read<T> {
  const read = (x: unknown): unknown => {
    if (Array.isArray(x)) return x.map(read);
    if (!x || typeof x !== 'object') return x;
    if ('vi' in x && 'en' in x) return (x as Bilingual)[lang];
    return Object.fromEntries(Object.entries(x).map(([k, v]) => [k, read(v)]));
  };
  return read(value) as Read<T>;
}

export function setIn(lang: Lang, ruleset: string, no: number) {
  const set = findSet(ruleset, no);
  if (!set) throw notFound('set', { vi: 'bộ tiêu chí', en: 'criteria set' });
  return inLang(set, lang);
}
export type SetIn = ReturnType<typeof setIn>;

/** Criteria of a set with their titles, in printed order. */
export const criteriaOf = (set: SetIn) =>
  set.parts.flatMap((p) =>
    p.sections.flatMap((s) => s.criteria.map((c) => ({ code: c.code, title: c.within ? `${c.within.title}: ${c.title}` : c.title }))),
  );

/** The answers of a form; whatever else it carries is not read here. */
export function sheetFrom(form: FormData) {
  const params = new URLSearchParams();
  for (const [name, value] of form) if (typeof value === 'string') params.append(name, value);
  const { answers, notApplicable, knockouts } = readSheet(params);
  return { answers, notApplicable, knockouts };
}

const OF_SHEET = (name: string) => CRITERION.test(name) || name.startsWith('na-') || name === 'ko';
/** What a form carries beyond a sheet and the fields named: a total, an average, somebody else's name. */
export const beyondSheet = (form: FormData, named: readonly string[]): Record<string, string> =>
  Object.fromEntries([...form].flatMap(([k, v]) => (OF_SHEET(k) || named.includes(k) || typeof v !== 'string' ? [] : [[k, v]])));
