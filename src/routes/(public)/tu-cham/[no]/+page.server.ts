import { error, redirect } from '@sveltejs/kit';
import { findSet, planSheet, type SetView, scoreSheet, sheetsOn } from '#server/modules/assessment/index.ts';
import { AppError, type Bilingual } from '#server/platform/errors.ts';
import { type Lang, localPath } from '#shared/lang.ts';
import { missing } from '../../asking.ts';
import { type FilledSheet, isBlank, readSheet, writeSheet } from '../filled-sheet.ts';
import type { PageServerLoad } from './$types';

/** Longer than any honest sheet. */
const MAX_QUERY = 8_000;

export const load: PageServerLoad = ({ locals: { app, lang }, params, url }) => {
  const ruleset = sheetsOn(app.catalogue.day);
  const set = /^[1-9]\d?$/.test(params.no) ? findSet(ruleset, Number(params.no)) : undefined;
  if (!set) return missing(lang, { vi: 'bộ tiêu chí', en: 'criteria set' });
  if (url.search.length > MAX_QUERY)
    error(422, { message: lang === 'vi' ? 'Địa chỉ quá dài.' : 'The address is too long.', code: 'invalid' });
  const sheet = readSheet(url.searchParams);
  // A form sends its empty fields too: the address worth keeping and passing on has none.
  const path = localPath(`/tu-cham/${set.no}`, lang);
  if ([...url.searchParams.values()].includes('')) redirect(303, `${path}?${writeSheet(sheet)}`);
  return { set: inLang(set, lang), sheet, path, ...(isBlank(sheet) ? {} : judge(ruleset, set, sheet, lang)) };
};

type Read<T> = T extends Bilingual ? string : T extends (infer U)[] ? Read<U>[] : T extends object ? { [K in keyof T]: Read<T[K]> } : T;
/** Every pair of words becomes the one of the language. */
function inLang<T>(value: T, lang: Lang): Read<T> {
  const read = (x: unknown): unknown => {
    if (Array.isArray(x)) return x.map(read);
    if (!x || typeof x !== 'object') return x;
    if ('vi' in x && 'en' in x) return x[lang];
    return Object.fromEntries(Object.entries(x).map(([k, v]) => [k, read(v)]));
  };
  return read(value) as Read<T>;
}

/** The score of the sheet and the smallest plan to the star aimed for, or what has to be mended first. */
function judge(ruleset: string, set: SetView, sheet: FilledSheet, lang: Lang) {
  const body = {
    ruleset,
    set: set.no,
    answers: sheet.answers,
    notApplicable: sheet.notApplicable,
    knockouts: sheet.knockouts,
  };
  try {
    const score = scoreSheet(body);
    const target = sheet.target ?? (score.star >= 5 ? undefined : Math.max(3, score.star + 1));
    return { score, target, plan: target === undefined ? undefined : planSheet({ ...body, targetStar: target, keep: sheet.keep }) };
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    return { faults: fault.faults.map((f) => f.message[lang]) };
  }
}
