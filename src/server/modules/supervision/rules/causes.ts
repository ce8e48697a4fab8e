// The causes of revocation as dated data (reference/revocation). QĐ 26/2026/QĐ-TTg điều 8.
import { addDays } from '#shared/dates.ts';
import qd26 from '../../../../../reference/revocation/qd26-2026.json' with { type: 'json' };

export const CAUSES = ['false_dossier', 'criteria_not_met', 'law_breach', 'mark_misuse', 'stopped', 'authority'] as const;
export type Cause = (typeof CAUSES)[number];
/** What starts the clock: an authority's conclusion, or the commune's confirmation that production stopped. */
export type Ground = 'conclusion' | 'commune';
export type CauseRule = { key: Cause; point: string; ground: Ground; vi: string; en: string };
type RevocationRules = {
  instrument: string;
  article: string;
  from: string;
  days: number;
  decides: Record<'3' | '4' | '5', string>;
  causes: CauseRule[];
};

const ALL = [qd26 as RevocationRules];

/** The rules in force on a day; the oldest known ones before that. */
export const revocationRules = (day: string): RevocationRules => ALL.findLast((r) => r.from <= day) ?? (ALL[0] as RevocationRules);

/** The rule of a cause as it stands on a day: article, who decides, how long. */
export function causeRule(cause: Cause, day: string): CauseRule {
  const found = revocationRules(day).causes.find((c) => c.key === cause);
  if (!found) throw new Error(`no cause ${cause} on ${day}`);
  return found;
}

/** As it stands beside the ended recognition, with the article. */
export function causeText(cause: Cause, day: string): string {
  const { point, vi } = causeRule(cause, day);
  const { article, instrument } = revocationRules(day);
  return `${vi} (điểm ${point} ${article} QĐ ${instrument})`;
}

/** The last day for the decision: counted from the conclusion or the confirmation. */
export const decisionDue = (basisOn: string): string => addDays(basisOn, revocationRules(basisOn).days);
