// Is a dossier complete before it is sent? (Điều 6, Phụ lục III: Mẫu 01, Mẫu 02 and the papers behind the answers.)
import type { Fault } from '#server/platform/errors.ts';
import type { Lang } from '#shared/lang.ts';
import { dossierWords } from '#shared/messages/dossiers.ts';
import type { Score } from '../../rules/score.ts';
import type { Sheet } from '../../rules/sheet.ts';

export const DETAILS = [
  'representative',
  'position',
  'address',
  'phone',
  'email',
  'specification',
  'licence',
  'history',
  'results',
  'changes',
  'plan',
  'pledge',
] as const;
export type Detail = (typeof DETAILS)[number];
const ALWAYS: readonly Detail[] = ['representative', 'address', 'phone', 'specification', 'results', 'plan', 'pledge'];

type Paper = { criterion: string; name: string; expiresOn: string | null };
type Filled = {
  kind: string;
  details: Record<string, string>;
  answers: Record<string, string>;
  notApplicable: Record<string, string>;
  knockouts: readonly string[];
  papers: readonly Paper[];
};

const needed = (path: string, vi: string, en: string): Fault => ({ path, code: 'required', message: { vi, en } });

/** The field as the form names it, without the star that marks it as needed. */
const nameOf = (field: Detail, lang: Lang): string => dossierWords(lang).details[field].replace(/ \*$/, '');

/** Every missing part by name: fields, answers, a paper for each gate that the sheet says is met, papers out of date. */
export function missingParts(sheet: Sheet, score: Score, filled: Filled, today: string): Fault[] {
  const faults: Fault[] = [];
  const fields = filled.kind === 'first' ? ALWAYS : [...ALWAYS, 'changes' as const];
  for (const field of fields)
    if (!filled.details[field]?.trim())
      faults.push(needed(`details.${field}`, `Còn thiếu mục “${nameOf(field, 'vi')}”.`, `“${nameOf(field, 'en')}” is missing.`));
  for (const c of sheet.criteria)
    if (!c.appliesIf && filled.answers[c.code] === undefined && filled.notApplicable[c.code] === undefined)
      faults.push(needed(`answers.${c.code}`, `Tiêu chí ${c.code} chưa được trả lời.`, `Criterion ${c.code} has no answer.`));
  if (filled.knockouts.length > 0 || score.stoppedBy.length > 0)
    faults.push({
      path: 'knockouts',
      code: 'stopped',
      message: { vi: 'Hồ sơ tự khai điều loại nên không nộp được.', en: 'The dossier states a knock-out itself and cannot be sent.' },
    });
  const proved = new Set(filled.papers.filter((p) => p.expiresOn === null || p.expiresOn >= today).map((p) => p.criterion));
  const gates = new Set(score.gates.filter((g) => g.met && g.star <= score.star && g.needPoints > 0).map((g) => g.criterion));
  for (const code of gates)
    if (!proved.has(code) && filled.notApplicable[code] === undefined)
      faults.push(needed(`evidence.${code}`, `Tiêu chí ${code} cần minh chứng còn hạn.`, `Criterion ${code} needs a paper in date.`));
  return faults;
}
