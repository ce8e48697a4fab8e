import { stringify } from 'csv-stringify/sync';
import type { GradingView } from './queries/get-grading.ts';

const HEAD = ['kind', 'name', 'council', 'unit', 'estimate', 'error', 'low', 'high', 'expected', 'n', 'p_adjusted', 'differs'] as const;
type Row = Partial<Record<(typeof HEAD)[number], string | number | boolean | undefined>>;

const round = (x: number | undefined) => (x === undefined ? undefined : Math.round(x * 10_000) / 10_000);
/** A cell that a spreadsheet would run as a formula is kept as text. */
const safe = (x: string) => (/^[=+\-@\t\r]/.test(x) ? `'${x}` : x);

function rowsOf(g: GradingView): Row[] {
  const leans = (kind: string, all: NonNullable<GradingView['severity']>['members']): Row[] =>
    all.flatMap((l) => [
      {
        kind,
        name: l.name,
        council: l.council,
        unit: l.unit,
        estimate: l.lean,
        error: l.error,
        low: l.low,
        high: l.high,
        n: l.sheets,
        p_adjusted: l.p,
        differs: l.differs,
      },
      ...l.parts.map((p, i) => ({
        kind: `${kind}_part_${'ABC'[i]}`,
        name: l.name,
        council: l.council,
        unit: l.unit,
        estimate: p.lean,
        error: p.error,
        low: p.lean - 1.96 * p.error,
        high: p.lean + 1.96 * p.error,
        n: l.sheets,
      })),
    ]);
  const d = g.second.difference;
  const m = g.rescoring?.moved;
  return [
    ...leans('member_lean', g.severity?.members ?? []),
    ...leans('council_lean', g.severity?.councils ?? []),
    ...g.agreement.map((a) => ({
      kind: `alpha_${a.metric}`,
      name: a.of,
      estimate: a.found.alpha,
      low: a.found.interval?.[0],
      high: a.found.interval?.[1],
      n: a.found.units,
    })),
    ...g.bunching.map((b) => ({
      kind: 'share_above_threshold',
      name: String(b.threshold),
      estimate: b.above + b.below > 0 ? b.above / (b.above + b.below) : undefined,
      expected: b.expected,
      n: b.above + b.below,
      p_adjusted: b.adjusted,
      differs: b.piles,
    })),
    { kind: 'second_minus_first', estimate: d.mean, low: d.low, high: d.high, n: d.n },
    ...(m ? [{ kind: 'last_minus_first_round', estimate: m.mean, low: m.low, high: m.high, n: m.n }] : []),
  ];
}

/** The page on grading as one long table: a line per estimate, with its error, how many it stands on, and what it is. */
export function gradingCsv(g: GradingView): string {
  const lines = rowsOf(g).map((row) =>
    HEAD.map((h) => {
      const value = row[h];
      return typeof value === 'number' ? round(value) : typeof value === 'string' ? safe(value) : value === undefined ? '' : String(value);
    }),
  );
  return `\uFEFF${stringify([[...HEAD], ...lines])}`;
}
