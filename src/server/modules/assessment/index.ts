// The door of assessment: rulesets as data, the score of a sheet, the smallest plan to a star, the ruleset of a day.
import { rulesetOn as chooseRuleset, type Kind } from './rules/ruleset-on.ts';
import { RULESETS, type Ruleset } from './rulesets/known.ts';

export type { Change, Plan } from './rules/plan.ts';
export type { Kind } from './rules/ruleset-on.ts';
export type { GateResult, Score } from './rules/score.ts';
export type { Ruleset } from './rulesets/known.ts';
export { findSet, listRulesets, type RulesetView, type SetView } from './rulesets/view.ts';
export type { PlanQuestion, ScoreQuestion } from './schema.ts';
export { planSheet, scoreSheet } from './score-sheet.ts';

/** The ruleset that governs an assessment on a day; `filedOn` when the dossier was handed in earlier. */
export const rulesetOn = (day: string, kind: Kind, filedOn?: string): Ruleset | undefined => chooseRuleset(RULESETS, day, kind, filedOn);

/** The sheets used for rehearsal and new dossiers. */
export const LIVE_RULESET = 'QD26-2026';
