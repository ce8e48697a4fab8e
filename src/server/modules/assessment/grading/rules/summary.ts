// All that the page on grading says, from what the councils did: numbers with their uncertainty, silence where there are too few.
import type { Scorings, SheetRow } from '../queries/read-scorings.ts';
import { type Agreement, agreement } from './alpha.ts';
import { type Bunching, bunching } from './bunching.ts';
import { holm, meanOf, tPoint, twoSided } from './normal.ts';
import { severity } from './severity.ts';

/** Nobody is named on fewer sheets than this, and no council is compared on fewer dossiers. */
export const ENOUGH_SHEETS = 10;
export const THRESHOLDS = [50, 70, 90] as const;

export type Leaning = {
  name: string;
  council: string;
  unit: string;
  /** Points above (+, lenient) or below (−, strict) the others; `low`…`high` holds the truth 95 times of a hundred. */
  lean: number;
  error: number;
  low: number;
  high: number;
  sheets: number;
  /** Adjusted for how many were looked at (Holm). */
  p: number;
  differs: boolean;
  parts: { lean: number; error: number }[];
};
export type Difference = { n: number; mean: number; low: number | undefined; high: number | undefined };
export type Grading = {
  counts: { hearings: number; sheets: number; members: number; councils: number };
  severity:
    | {
        spread: { members: number; councils: number; noise: number };
        dossiers: number;
        members: Leaning[];
        /** With fewer sheets than it takes. */
        unnamed: number;
        councils: Leaning[];
        /** Councils without a common dossier with any other. */
        apart: number;
        groups: number;
      }
    | undefined;
  agreement: { of: 'total' | 'A' | 'B' | 'C' | 'star'; metric: 'interval' | 'ordinal'; found: Agreement }[];
  bunching: (Bunching & { adjusted: number | undefined; piles: boolean })[];
  histogram: { from: number; n: number }[];
  rescoring: { hearings: number; moved: Difference; spreadBefore: number; spreadAfter: number } | undefined;
  second: { drawn: number; compared: number; waived: number; ordered: number; difference: Difference; absolute: number; otherStar: number };
};

const LEVEL = 0.05;

/** Those of the second scoring sit apart: to the model they are a panel of their own. */
const panelOf = (s: SheetRow) => (s.second ? `${s.council} 2` : s.council);

function difference(values: readonly number[]): Difference {
  const { n, mean, error } = meanOf(values);
  const half = error === undefined ? undefined : error * tPoint(n - 1);
  return { n, mean, low: half === undefined ? undefined : mean - half, high: half === undefined ? undefined : mean + half };
}

export function summarise({ sheets, results, seconds }: Scorings): Grading {
  const first = sheets.filter((s) => s.round === 1);
  const byHearing = Map.groupBy(first, (s) => s.hearing);
  return {
    counts: {
      hearings: results.length,
      sheets: sheets.length,
      members: new Set(sheets.map((s) => s.account)).size,
      councils: new Set(sheets.map((s) => s.council)).size,
    },
    severity: leanings(first),
    agreement: agreements([...byHearing.values()]),
    bunching: piles(results.map((r) => r.total)),
    histogram: Array.from({ length: 50 }, (_, i) => ({
      from: i * 2,
      n: results.filter((r) => r.total >= i * 2 && (r.total < i * 2 + 2 || (i === 49 && r.total === 100))).length,
    })),
    rescoring: rescorings(sheets, results.filter((r) => r.rounds > 1).length),
    second: {
      drawn: results.filter((r) => r.drawn).length,
      compared: seconds.filter((s) => s.firstTotal !== null).length,
      waived: seconds.filter((s) => s.state === 'waived').length,
      ordered: results.filter((r) => r.ordered).length,
      difference: difference(differencesOf(seconds)),
      absolute: meanOf(differencesOf(seconds).map(Math.abs)).mean,
      otherStar: seconds.filter((s) => s.firstStar !== null && s.firstStar !== s.secondStar).length,
    },
  };
}

const differencesOf = (seconds: Scorings['seconds']) =>
  seconds.flatMap((s) => (s.firstTotal === null || s.secondTotal === null ? [] : [s.secondTotal - s.firstTotal]));

function leanings(first: readonly SheetRow[]): Grading['severity'] {
  const found = severity(
    first.map((s) => ({
      dossier: s.dossier,
      council: panelOf(s),
      member: s.account,
      score: s.total,
      parts: [s.parts.A, s.parts.B, s.parts.C],
    })),
  );
  if (!found) return undefined;
  const people = new Map(first.map((s) => [`${panelOf(s)} ${s.account}`, s]));
  const panels = new Map(first.map((s) => [panelOf(s), s]));
  const said = (all: typeof found.members, rowOf: (l: (typeof all)[number]) => SheetRow | undefined): Leaning[] => {
    const ps = holm(all.map((l) => twoSided(l.lean, l.error)));
    return all
      .map((l, i): Leaning => {
        const row = rowOf(l);
        const p = ps[i] ?? 1;
        return {
          name: row?.name ?? '',
          council: row ? row.councilName : '',
          unit: row?.unit ?? '',
          lean: l.lean,
          error: l.error,
          low: l.lean - 1.96 * l.error,
          high: l.lean + 1.96 * l.error,
          sheets: l.sheets,
          p,
          differs: p < LEVEL,
          parts: l.parts,
        };
      })
      .sort((a, b) => Math.abs(b.lean) / (b.error || 1) - Math.abs(a.lean) / (a.error || 1) || a.name.localeCompare(b.name, 'vi'));
  };
  const named = found.members.filter((m) => m.sheets >= ENOUGH_SHEETS);
  const councils = found.councils.filter((c) => c.sheets >= ENOUGH_SHEETS);
  return {
    spread: found.spread,
    dossiers: found.dossiers,
    members: said(named, (l) => people.get(`${l.council} ${l.id}`)),
    unnamed: found.members.length - named.length,
    councils: said(councils, (l) => {
      const row = panels.get(l.id);
      return row && { ...row, name: row.second ? `${row.councilName} (2)` : row.councilName };
    }),
    apart: panels.size - found.councils.length,
    groups: found.groups,
  };
}

function agreements(hearings: readonly SheetRow[][]): Grading['agreement'] {
  const of = (what: (s: SheetRow) => number, metric: 'interval' | 'ordinal') =>
    agreement(
      hearings.map((rows) => rows.map(what)),
      metric,
    );
  return [
    { of: 'total', metric: 'interval', found: of((s) => s.total, 'interval') },
    { of: 'A', metric: 'interval', found: of((s) => s.parts.A, 'interval') },
    { of: 'B', metric: 'interval', found: of((s) => s.parts.B, 'interval') },
    { of: 'C', metric: 'interval', found: of((s) => s.parts.C, 'interval') },
    { of: 'star', metric: 'ordinal', found: of((s) => s.star, 'ordinal') },
  ];
}

/** The three thresholds are read together, so their p-values are adjusted together. */
function piles(totals: readonly number[]): Grading['bunching'] {
  const found = THRESHOLDS.map((t) => bunching(totals, t));
  const tested = found.filter((b) => b.p !== undefined);
  const adjusted = holm(tested.map((b) => b.p ?? 1));
  return found.map((b) => {
    const at = tested.indexOf(b);
    const p = at < 0 ? undefined : adjusted[at];
    return { ...b, adjusted: p, piles: p !== undefined && p < LEVEL };
  });
}

/** What a discussion did: how far each member's total moved from the first round to the last, and how the members drew together. */
function rescorings(sheets: readonly SheetRow[], hearings: number): Grading['rescoring'] {
  const moved: number[] = [];
  const before: number[] = [];
  const after: number[] = [];
  for (const rows of Map.groupBy(sheets, (s) => s.hearing).values()) {
    const last = Math.max(...rows.map((s) => s.round));
    if (last === 1) continue;
    const [a, b] = [rows.filter((s) => s.round === 1), rows.filter((s) => s.round === last)];
    for (const s of b) {
      const was = a.find((x) => x.account === s.account);
      if (was) moved.push(s.total - was.total);
    }
    const range = (of: SheetRow[]) => Math.max(...of.map((s) => s.total)) - Math.min(...of.map((s) => s.total));
    if (a.length > 0) before.push(range(a));
    if (b.length > 0) after.push(range(b));
  }
  if (moved.length === 0) return undefined;
  return { hearings, moved: difference(moved), spreadBefore: meanOf(before).mean, spreadAfter: meanOf(after).mean };
}
