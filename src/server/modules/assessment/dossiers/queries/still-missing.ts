import type { Fault } from '#server/platform/errors.ts';
import { findRuleset } from '../../rulesets/known.ts';
import { scoreSheet } from '../../score-sheet.ts';
import { missingParts } from '../rules/completeness.ts';
import type { DossierView } from './get-dossier.ts';

/** What a draft still lacks before it can be sent: the same check as sending makes. */
export function stillMissing(d: DossierView, today: string): Fault[] {
  const sheet = findRuleset(d.ruleset)?.sheets.get(d.set);
  if (!sheet) return [];
  const { answers, notApplicable, knockouts } = d;
  return missingParts(sheet, scoreSheet({ ruleset: d.ruleset, set: d.set, answers, notApplicable, knockouts }), d, today);
}
