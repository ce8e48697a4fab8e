// One filled sheet → points, gates, star (QĐ 26/2026/QĐ-TTg, Điều 3.3 and the notes under the sheets of Phụ lục II).
import type { Sheet } from './sheet.ts';

/** What is claimed on a sheet, codes already resolved by readAnswers. */
export type Claims = {
  /** Option by criterion, −1 where unanswered. */
  choices: Int16Array;
  notApplicable: ReadonlySet<number>;
  knockouts: readonly string[];
};

export type GateResult = { criterion: string; star: 3 | 4 | 5; needPoints: number; havePoints: number; met: boolean };
export type Stop = { id: string; criterion?: string; article: string };
export type Score = {
  total: number;
  parts: { A: number; B: number; C: number };
  /** The star that the points alone would give. */
  band: number;
  /** 1…5 by points and gates, 0 when the sheet is stopped. */
  star: number;
  gates: GateResult[];
  stoppedBy: Stop[];
  rulesApplied: { ruleset: string; instrument: string; set: number; articles: string[] };
};

/** Points that count, criterion by criterion: unanswered, not applicable and unmet conditions give 0. */
export function pointsOf(sheet: Sheet, claims: Pick<Claims, 'choices' | 'notApplicable'>): Int16Array {
  const points = new Int16Array(sheet.criteria.length);
  for (let i = 0; i < points.length; i++) {
    const choice = claims.choices[i] ?? -1;
    const c = sheet.criteria[i];
    if (!c || choice < 0 || claims.notApplicable.has(i)) continue;
    // Conditions look back only, so the points they ask for are already known.
    if (c.appliesIf && (points[c.appliesIf.at] ?? 0) < c.appliesIf.minPoints) continue;
    points[i] = c.options[choice]?.points ?? 0;
  }
  return points;
}

/** Half-open bands: 90 and more is 5, 70 to under 90 is 4 … */
export const bandOf = (sheet: Sheet, total: number): number => sheet.bands.find((b) => total >= b.from)?.star ?? 0;

export function score(sheet: Sheet, claims: Claims): Score {
  const points = pointsOf(sheet, claims);
  const sums: [number, number, number] = [0, 0, 0];
  const stoppedBy: Stop[] = [];
  for (const id of claims.knockouts) {
    const k = sheet.knockouts.get(id);
    if (k) stoppedBy.push(k.criterion === undefined ? { id, article: k.article } : { id, criterion: k.criterion, article: k.article });
  }
  for (let i = 0; i < points.length; i++) {
    const c = sheet.criteria[i];
    if (!c) continue;
    sums[c.part] += points[i] ?? 0;
    if (c.zeroStops === undefined || points[i] !== 0 || (claims.choices[i] ?? -1) < 0) continue;
    // claimed as well: said once
    if (stoppedBy.some((s) => s.id === c.zeroStops && s.criterion === c.code)) continue;
    stoppedBy.push({ id: c.zeroStops, criterion: c.code, article: sheet.knockouts.get(c.zeroStops)?.article ?? '' });
  }
  const total = sums[0] + sums[1] + sums[2];
  const band = bandOf(sheet, total);
  let star = band;
  const gates = sheet.gates.map((g): GateResult => {
    const havePoints = points[g.at] ?? 0;
    const met = havePoints >= g.needPoints || claims.notApplicable.has(g.at);
    // A missed gate of star N caps the star at N − 1, whatever the higher gates say.
    if (!met && star >= g.star) star = g.star - 1;
    return { criterion: g.criterion, star: g.star, needPoints: g.needPoints, havePoints, met };
  });
  return {
    total,
    parts: { A: sums[0], B: sums[1], C: sums[2] },
    band,
    star: stoppedBy.length > 0 ? 0 : star,
    gates,
    stoppedBy,
    rulesApplied: { ruleset: sheet.ruleset, instrument: sheet.instrument, set: sheet.no, articles: sheet.articles },
  };
}
