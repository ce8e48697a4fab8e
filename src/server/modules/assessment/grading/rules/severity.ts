// How strict is each member and each council? A score is the dossier's quality plus the council's lean plus the member's lean plus noise:
//   score = quality(dossier) + lean(council) + lean(member within council) + noise
// Qualities are free (no two dossiers need be alike), leans are drawn towards 0 as far as the data are thin (normal, restricted maximum
// likelihood), and every lean carries the standard error of a prediction. Leans compare only those who are linked by common dossiers;
// councils without a common dossier have no comparison, and none is made up.

import { cholesky, logDeterminant, solve } from './cholesky.ts';
import { connected, type Linked } from './connected.ts';

/** One member's sheet for one dossier. */
export type Rating = { dossier: string; council: string; member: string; score: number; parts?: readonly number[] };
export type Lean = {
  id: string;
  council: string;
  /** Points above (+: lenient) or below (−: strict) the others: members against their council, councils against those they are linked with. */
  lean: number;
  error: number;
  sheets: number;
  /** The same for each part of the sheet, in its points; with the total's ratio of leans to noise. */
  parts: { lean: number; error: number }[];
};
export type Severity = {
  members: Lean[];
  /** Only councils that share a dossier, directly or through others, with another one. */
  councils: (Lean & { group: number })[];
  /** Sets of councils that can be compared with each other. */
  groups: number;
  ratings: number;
  dossiers: number;
  /** Standard deviations in points: between members, between councils, and of what is left. */
  spread: { members: number; councils: number; noise: number };
};

type Block = { members: string[]; councils: string[]; a: Float64Array; r: Float64Array[]; n: number; counts: Map<string, number> };

const memberKey = (r: Rating) => `${r.council}\u0000${r.member}`;

/** Sums of products after each dossier's own mean is taken out: the dossier's quality is free, so only differences within it speak. */
function blockOf(ratings: readonly Rating[], scores: readonly ((r: Rating) => number)[]): { block: Block; squares: number[] } {
  const members = [...new Set(ratings.map(memberKey))].sort();
  const councils = [...new Set(ratings.map((r) => r.council))].sort();
  const n = members.length + councils.length;
  const at = new Map([...members, ...councils].map((key, i) => [key, i]));
  const a = new Float64Array(n * n);
  const r = scores.map(() => new Float64Array(n));
  const squares = scores.map(() => 0);
  const counts = new Map<string, number>();
  const byDossier = Map.groupBy(ratings, (x) => x.dossier);
  for (const rows of byDossier.values()) {
    const means = scores.map((of) => rows.reduce((sum, x) => sum + of(x), 0) / rows.length);
    const weight = new Map<number, number>();
    for (const x of rows)
      for (const key of [memberKey(x), x.council]) {
        const i = at.get(key) ?? 0;
        weight.set(i, (weight.get(i) ?? 0) + 1);
        scores.forEach((of, s) => {
          const column = r[s] as Float64Array;
          column[i] = (column[i] as number) + of(x) - (means[s] as number);
        });
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    for (const x of rows) {
      scores.forEach((of, s) => {
        squares[s] = (squares[s] as number) + (of(x) - (means[s] as number)) ** 2;
      });
      const [m, c] = [at.get(memberKey(x)) ?? 0, at.get(x.council) ?? 0];
      for (const [i, j] of [
        [m, m],
        [m, c],
        [c, m],
        [c, c],
      ] as const)
        a[i * n + j] = (a[i * n + j] as number) + 1;
    }
    for (const [i, wi] of weight) for (const [j, wj] of weight) a[i * n + j] = (a[i * n + j] as number) - (wi * wj) / rows.length;
  }
  return { block: { members, councils, a, r, n, counts }, squares };
}

const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

/** Penalised system for the ratios noise² / spread² of members and of councils. */
function penalised(block: Block, member: number, council: number): Float64Array {
  const a = Float64Array.from(block.a);
  for (let i = 0; i < block.n; i++) a[i * block.n + i] = (a[i * block.n + i] as number) + (i < block.members.length ? member : council);
  return a;
}

type Fit = { deviance: number; noise: number; triangles: Float64Array[] };

/** Restricted likelihood with the noise profiled out; `free` = ratings − dossiers. */
function fitted(blocks: readonly Block[], squares: number, free: number, member: number, council: number): Fit | undefined {
  let explained = 0;
  let logs = 0;
  const triangles: Float64Array[] = [];
  for (const block of blocks) {
    const l = cholesky(penalised(block, member, council), block.n);
    if (!l) return undefined;
    explained += product(solve(l, block.n, block.r[0] as Float64Array), block.r[0] as Float64Array);
    logs += logDeterminant(l, block.n) - block.members.length * Math.log(member) - block.councils.length * Math.log(council);
    triangles.push(l);
  }
  const noise = Math.max((squares - explained) / free, 1e-9);
  return { deviance: free * Math.log(noise) + logs, noise, triangles };
}

/** The point between two ends where f is least (golden section; f has one valley here). */
function least(f: (x: number) => number, low: number, high: number, steps: number): number {
  const g = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [c, d] = [b - g * (b - a), a + g * (b - a)];
  let [fc, fd] = [f(c), f(d)];
  for (let i = 0; i < steps; i++)
    if (fc < fd) {
      [b, d, fd] = [d, c, fc];
      c = b - g * (b - a);
      fc = f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + g * (b - a);
      fd = f(d);
    }
  return (a + b) / 2;
}

/** Standard error of weights·u around the truth, in units of the noise. */
const errorOf = (l: Float64Array, n: number, weights: Float64Array): number =>
  Math.sqrt(Math.max(0, product(weights, solve(l, n, weights))));

/** Undefined when nothing can be said: no dossier was scored by two members, or there is no noise to learn from. */
export function severity(all: readonly Rating[]): Severity | undefined {
  const scored = Map.groupBy(all, (r) => r.dossier);
  const ratings = all.filter((r) => (scored.get(r.dossier)?.length ?? 0) > 1);
  const links: Linked[] = ratings.map((r) => ({ left: r.dossier, right: memberKey(r) }));
  const components = connected(links);
  const byComponent = Map.groupBy(ratings, (r) => components.get(memberKey(r)) ?? 0);
  const scores = [(r: Rating) => r.score, ...[0, 1, 2].map((k) => (r: Rating) => r.parts?.[k] ?? 0)];
  const parts = [...byComponent.values()].map((rows) => blockOf(rows, scores));
  const dossiers = new Set(ratings.map((r) => r.dossier)).size;
  const free = ratings.length - dossiers;
  const squaresOf = (s: number) => parts.reduce((sum, p) => sum + (p.squares[s] ?? 0), 0);
  const squares = squaresOf(0);
  const blocks = parts.map((p) => p.block);
  const leans = blocks.reduce((sum, b) => sum + b.members.length - 1, 0);
  if (free <= leans || squares <= 0) return undefined;

  const several = blocks.some((b) => b.councils.length > 1);
  // logarithms of noise² / spread²: from leans thirty times the noise to none at all; one council alone has no lean of its own
  let [member, council] = [0, several ? 0 : 12];
  const deviance = (m: number, c: number) => fitted(blocks, squares, free, Math.exp(m), Math.exp(c))?.deviance ?? Number.POSITIVE_INFINITY;
  for (let round = 0; round < (several ? 3 : 1); round++) {
    const [m, c] = [member, council];
    member = least((x) => deviance(x, c), -7, 12, 12);
    if (several) council = least((x) => deviance(member, x), -7, 12, 12);
    if (Math.abs(member - m) + Math.abs(council - c) < 0.05) break;
  }
  const best = fitted(blocks, squares, free, Math.exp(member), Math.exp(council));
  if (!best) return undefined;

  // the parts share the total's triangle; their own noise follows from what is left of them
  const solutions = blocks.map((b, k) => b.r.map((r) => solve(best.triangles[k] as Float64Array, b.n, r)));
  const noises = scores.map((_, s) => {
    const explained = blocks.reduce((sum, b, k) => sum + product(solutions[k]?.[s] as Float64Array, b.r[s] as Float64Array), 0);
    return Math.sqrt(Math.max((squaresOf(s) - explained) / free, 0));
  });
  const members: Lean[] = [];
  const councils: Severity['councils'] = [];
  let groups = 0;
  blocks.forEach((block, b) => {
    const { n } = block;
    const l = best.triangles[b] as Float64Array;
    const said = (weights: Float64Array) => {
      const unit = errorOf(l, n, weights);
      const [total, ...rest] = scores.map((_, s) => ({
        lean: product(weights, solutions[b]?.[s] as Float64Array),
        error: unit * (noises[s] as number),
      }));
      return { lean: total?.lean ?? 0, error: total?.error ?? 0, parts: rest };
    };
    /** Against the mean of a set of columns. */
    const against = (i: number, of: readonly number[]) => {
      const w = new Float64Array(n);
      for (const j of of) w[j] = -1 / of.length;
      w[i] = (w[i] as number) + 1;
      return said(w);
    };
    const seats = Map.groupBy(block.members.keys(), (i) => (block.members[i] ?? '').split('\u0000')[0] ?? '');
    for (const [name, columns] of seats)
      if (columns.length > 1)
        for (const i of columns) {
          const key = block.members[i] ?? '';
          members.push({ id: key.split('\u0000')[1] ?? '', council: name, ...against(i, columns), sheets: block.counts.get(key) ?? 0 });
        }
    if (block.councils.length < 2) return;
    // a council is what it does as a whole: its own lean and the mean of its members'
    const whole = block.councils.map((name, k) => {
      const w = new Float64Array(n);
      w[block.members.length + k] = 1;
      const columns = seats.get(name) ?? [];
      for (const i of columns) w[i] = 1 / columns.length;
      return w;
    });
    const mean = new Float64Array(n);
    for (const w of whole) for (let i = 0; i < n; i++) mean[i] = (mean[i] as number) + (w[i] as number) / whole.length;
    block.councils.forEach((name, k) => {
      const w = Float64Array.from(whole[k] ?? mean, (x, i) => x - (mean[i] as number));
      councils.push({
        id: name,
        council: name,
        group: groups,
        ...said(w),
        sheets: block.counts.get(name) ?? 0,
      });
    });
    groups++;
  });
  return {
    members,
    councils,
    groups,
    ratings: ratings.length,
    dossiers,
    spread: {
      members: Math.sqrt(best.noise / Math.exp(member)),
      councils: several ? Math.sqrt(best.noise / Math.exp(council)) : 0,
      noise: Math.sqrt(best.noise),
    },
  };
}
