import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { fault } from '#server/platform/errors.ts';
import { addMonths, dayOf, isDay } from '#shared/dates.ts';
import { refuseIf } from '../../request.ts';
import { type Grading, summarise } from '../rules/summary.ts';
import { readScorings } from './read-scorings.ts';

export type GradingQuestion = {
  /** VN or a province. */
  unit: string;
  from?: string | undefined;
  until?: string | undefined;
};
export type GradingView = Grading & { unit: string; from: string; until: string };

const KEPT = 40;
/** The summary of the nation costs a noticeable part of a second: the same scorings are counted once. */
const kept = new Map<string, { mark: string; grading: Grading }>();

/** How the councils of a unit graded in a period (the last twelve months when none is named), for whoever may see it. */
export async function getGrading(ctx: Ctx, question: GradingQuestion, ground: Ground): Promise<GradingView> {
  const today = dayOf(ctx.now);
  assertMay(ground, ctx.actor, 'view_grading', { unit: question.unit }, today);
  const until = question.until ?? today;
  const from = question.from ?? (isDay(until) ? addMonths(until, -12) : until);
  refuseIf(
    isDay(from) && isDay(until) && from <= until ? [] : [fault('from', 'invalid', 'Khoảng ngày không đúng.', 'The period does not fit.')],
  );
  const period = { unit: question.unit, from, until };
  const scorings = await readScorings(ctx.db, period);
  const key = `${question.unit} ${from} ${until}`;
  const mark = [
    scorings.sheets.length,
    scorings.results.length,
    scorings.seconds.length,
    scorings.sheets.reduce((sum, s) => sum + s.total * s.round, 0),
    scorings.results.map((r) => `${r.hearing}${r.rounds}${r.ordered}`).join(),
  ].join(' ');
  const before = kept.get(key);
  const grading = before?.mark === mark ? before.grading : summarise(scorings);
  kept.delete(key);
  kept.set(key, { mark, grading });
  for (const old of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(old);
  }
  return { ...period, ...grading };
}
