// Which criteria govern an assessment (QĐ 26/2026/QĐ-TTg, Điều 11 and 12).
import { addDays } from '#shared/dates.ts';
import type { RulesetData } from '../rulesets/data.ts';

export const KINDS = ['first', 'upgrade', 'reassessment'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * The ruleset for an assessment held on `day`. A dossier filed under the ruleset before (`filedOn`) is finished under it
 * within the days its kind is allowed; afterwards, and without a filing day, the ruleset in force on the day holds.
 */
export function rulesetOn<R extends RulesetData>(rulesets: readonly R[], day: string, kind: Kind, filedOn: string = day): R | undefined {
  const inOrder = [...rulesets].sort((a, b) => (a.from < b.from ? -1 : 1));
  // The newest that has begun: the one before it lives on only for what the transition names.
  const current = inOrder.findLastIndex((r) => r.from <= day);
  const now = inOrder[current];
  const before = inOrder[current - 1];
  if (now?.transition && before && filedOn < now.from && day <= addDays(now.from, now.transition[kind])) return before;
  return now && (now.until === null || day <= now.until) ? now : undefined;
}
