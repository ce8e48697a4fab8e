// The two calculators: stateless, every number made here, every unknown code named.
import { AppError, type Fault } from '#server/platform/errors.ts';
import { type Plan, planTo } from './rules/plan.ts';
import { readAnswers, readCriteria } from './rules/read-answers.ts';
import { type Score, score } from './rules/score.ts';
import type { Sheet } from './rules/sheet.ts';
import { findRuleset } from './rulesets/known.ts';
import type { PlanQuestion, ScoreQuestion } from './schema.ts';

const refuse = (faults: Fault[]): never => {
  throw new AppError('invalid', { vi: 'Phiếu chấm có chỗ chưa đúng.', en: 'The score sheet has faults.' }, faults);
};

function sheetOf(ruleset: string, set: number): Sheet {
  const known = findRuleset(ruleset);
  const sheet = known?.sheets.get(set);
  if (sheet) return sheet;
  const message = known
    ? { vi: `Không có phiếu của bộ ${set} trong ${known.instrument}.`, en: `There is no sheet of set ${set} under ${known.instrument}.` }
    : { vi: 'Không có bộ quy định này.', en: 'There is no such ruleset.' };
  return refuse([{ path: known ? 'set' : 'ruleset', code: 'unknown', message }]);
}

/** Points, gates and star of one sheet. */
export function scoreSheet(input: ScoreQuestion): Score {
  const sheet = sheetOf(input.ruleset, input.set);
  const { claims, faults } = readAnswers(sheet, input);
  if (faults.length > 0) refuse(faults);
  return score(sheet, claims);
}

/** The proved-smallest set of changes from the sheet to a star. */
export function planSheet(input: PlanQuestion): Plan {
  const sheet = sheetOf(input.ruleset, input.set);
  const { claims, faults } = readAnswers(sheet, input);
  const keep = readCriteria(sheet, input.keep ?? [], 'keep');
  if (faults.length + keep.faults.length > 0) refuse([...faults, ...keep.faults]);
  return planTo(sheet, claims, input.targetStar, keep.at);
}
