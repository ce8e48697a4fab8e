// Sheets of the sample: answers worth about so many points, each member with an own hand.
import { findRuleset } from '../rulesets/known.ts';
import { scoreSheet } from '../score-sheet.ts';

export const RULESET = 'QD26-2026';

/** Answers with a total at or just under `points`: options are lowered in an order of the caller's, gates of the star last. */
export function sheetNear(set: number, points: number, next: () => number): Record<string, string> {
  const sheet = findRuleset(RULESET)?.sheets.get(set);
  if (!sheet) throw new Error(`no set ${set}`);
  const star = points >= 90 ? 5 : points >= 70 ? 4 : 3;
  const gated = new Set(sheet.gates.filter((g) => g.star <= star).map((g) => g.at));
  const parents = new Set(sheet.criteria.flatMap((c) => (c.appliesIf ? [c.appliesIf.at] : [])));
  const chosen = sheet.criteria.map((c) => c.options.reduce((best, o, i) => (o.points > (c.options[best]?.points ?? 0) ? i : best), 0));
  const points_ = (at: number) => sheet.criteria[at]?.options[chosen[at] ?? 0]?.points ?? 0;
  let total = sheet.criteria.reduce((sum, _, i) => sum + points_(i), 0);
  const floorOf = (at: number) => Math.max(0, ...sheet.gates.filter((g) => g.at === at && g.star <= star).map((g) => g.needPoints));
  const order = sheet.criteria.map((_, i) => ({ i, key: (gated.has(i) || parents.has(i) ? 1 : 0) + next() })).sort((a, b) => a.key - b.key);
  // several rounds of one step each, so that no criterion falls to nothing at once
  for (let round = 0; round < 6 && total > points; round++)
    for (const { i } of order) {
      if (total <= points) break;
      const have = points_(i);
      const c = sheet.criteria[i];
      const below = (c?.options ?? [])
        .map((o, k) => ({ k, points: o.points }))
        .filter((o) => o.points < have && o.points >= floorOf(i) && (!parents.has(i) || o.points > 0))
        .sort((a, b) => b.points - a.points)[0];
      if (!below) continue;
      chosen[i] = below.k;
      total -= have - below.points;
    }
  return Object.fromEntries(sheet.criteria.map((c, i) => [c.code, c.options[chosen[i] ?? 0]?.id ?? '']));
}

export const scoreOf = (set: number, answers: Record<string, string>) => scoreSheet({ ruleset: RULESET, set, answers });
