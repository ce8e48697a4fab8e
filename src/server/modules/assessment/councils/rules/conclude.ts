// From the members' sheets to the council's result: quorum, spread, aggregate, gates. What the decision leaves open is a setting.
import type { Score } from '../../rules/score.ts';

export type Settings = {
  /** Share of all members that must have scored, the chair among them. */
  quorum: number;
  chairNeeded: boolean;
  /** Most points between two members; null = no limit. */
  spread: number | null;
  aggregate: 'mean' | 'median';
  /** Share of dossiers that other members score a second time, blind. */
  secondShare: number;
  /** Points between the two results beyond which the chair may order the council to score again. */
  secondLimit: number;
};
/** As councils' printed regulations have it; each council may set its own. */
export const DEFAULT_SETTINGS: Settings = {
  quorum: 0.75,
  chairNeeded: true,
  spread: 10,
  aggregate: 'mean',
  secondShare: 0.05,
  secondLimit: 5,
};

export type MemberSheet = { account: string; chair: boolean; score: Pick<Score, 'total' | 'gates' | 'stoppedBy'> };
export type Conclusion = {
  total: number;
  band: number;
  /** 1…5 by the council's total and gates, 0 when most members stop the dossier. */
  star: number;
  spread: number;
  sheets: number;
  missedGates: { criterion: string; star: number }[];
  stoppedBy: string[];
};
export type Finding =
  | { kind: 'no_quorum'; have: number; need: number; chairMissing: boolean }
  | { kind: 'too_far_apart'; spread: number; limit: number }
  | { kind: 'concluded'; result: Conclusion };

type Bands = readonly { star: number; from: number }[];

/** Total without rounding: sums of whole points over the number of sheets. */
function aggregate(totals: readonly number[], how: Settings['aggregate']): number {
  if (how === 'mean') return totals.reduce((a, b) => a + b, 0) / totals.length;
  const sorted = [...totals].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 ? (sorted[Math.floor(half)] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

/** A gate is met, and a knock-out stands, when more than half of the sheets say so: the reading of "the council agrees". */
export function conclude(sheets: readonly MemberSheet[], members: number, settings: Settings, bands: Bands): Finding {
  const need = Math.ceil(members * settings.quorum - 1e-9);
  const chairMissing = settings.chairNeeded && !sheets.some((s) => s.chair);
  if (sheets.length === 0 || sheets.length < need || chairMissing) return { kind: 'no_quorum', have: sheets.length, need, chairMissing };
  const totals = sheets.map((s) => s.score.total);
  const spread = Math.max(...totals) - Math.min(...totals);
  if (settings.spread !== null && spread > settings.spread) return { kind: 'too_far_apart', spread, limit: settings.spread };

  const most = (n: number) => n * 2 > sheets.length;
  const total = aggregate(totals, settings.aggregate);
  const band = bands.find((b) => total >= b.from)?.star ?? 0;
  const missedGates = (sheets[0]?.score.gates ?? [])
    .filter((_, i) => !most(sheets.filter((s) => s.score.gates[i]?.met).length))
    .map((g) => ({ criterion: g.criterion, star: g.star }));
  const stops = new Set(sheets.flatMap((s) => s.score.stoppedBy.map((k) => k.id)));
  const stoppedBy = [...stops].filter((id) => most(sheets.filter((s) => s.score.stoppedBy.some((k) => k.id === id)).length));
  const capped = Math.min(band, ...missedGates.map((g) => g.star - 1));
  return {
    kind: 'concluded',
    result: { total, band, star: stoppedBy.length > 0 ? 0 : capped, spread, sheets: sheets.length, missedGates, stoppedBy },
  };
}

/** Two decimals for paper, cut and never rounded up: 89.999 does not print as 90. */
export const printedTotal = (total: number): number => Math.floor(total * 100 + 1e-9) / 100;
