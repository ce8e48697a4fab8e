// How likely an inspection finds something worth finding: few plain points, each with its reason. Điều 9: periodic and surprise post-checks.
import { daysBetween } from '#shared/dates.ts';
import type { Group } from '#shared/vocabulary.ts';

export type RiskFacts = {
  productId: string;
  star: 3 | 4 | 5;
  group: Group | null;
  validFrom: string;
  extended: boolean;
  /** Reports of consumers not yet closed. */
  reports: number;
  openFindings: number;
  /** Day and outcome of the last inspection. */
  inspectedOn: string | null;
  hadFindings: boolean;
};
export type RiskReason = 'reports' | 'open_findings' | 'had_findings' | 'never_inspected' | 'long_ago' | 'eaten' | 'high_star' | 'extended';
export type Risk = { id: string; points: number; why: RiskReason[] };

const LONG = 540;

/** Points and reasons of one product on a day. Food, drink and herbal goods (groups I–III) are eaten, so they weigh more. */
export function riskOf(facts: RiskFacts, day: string): Risk {
  const points: [RiskReason, number][] = [
    ['reports', Math.min(facts.reports, 3) * 3],
    ['open_findings', facts.openFindings > 0 ? 4 : 0],
    ['had_findings', facts.hadFindings ? 2 : 0],
    ['never_inspected', facts.inspectedOn === null && daysBetween(facts.validFrom, day) > 365 ? 2 : 0],
    ['long_ago', facts.inspectedOn !== null && daysBetween(facts.inspectedOn, day) > LONG ? 1 : 0],
    ['eaten', facts.group === 'I' || facts.group === 'II' || facts.group === 'III' ? 1 : 0],
    ['high_star', facts.star >= 4 ? 1 : 0],
    ['extended', facts.extended ? 1 : 0],
  ];
  return { id: facts.productId, points: points.reduce((sum, [, n]) => sum + n, 0), why: points.filter(([, n]) => n > 0).map(([r]) => r) };
}
