// Krippendorff's alpha: agreement beyond chance, for any number of members, with gaps (K. Krippendorff, Content Analysis, ch. 11).
import { seeded } from './random.ts';

export type Metric = 'nominal' | 'ordinal' | 'interval' | 'ratio';
export type Agreement = {
  /** Undefined when nothing varies or no unit was scored twice: agreement then has no meaning. */
  alpha: number | undefined;
  /** Units with at least two values. */
  units: number;
  /** 95 % by resampling the units; undefined with too few of them. */
  interval: [number, number] | undefined;
};

const RESAMPLES = 200;
/** Below this many units an interval by resampling says little. */
const ENOUGH_UNITS = 20;

/** How often each value stands in a unit; units with fewer than two values say nothing about agreement. */
function countsOf(units: readonly (readonly number[])[]): { values: number[]; counts: Map<number, number>[] } {
  const paired = units.filter((u) => u.length > 1);
  const values = [...new Set(paired.flat())].sort((a, b) => a - b);
  const at = new Map(values.map((v, i) => [v, i]));
  const counts = paired.map((u) => {
    const c = new Map<number, number>();
    for (const v of u) c.set(at.get(v) ?? 0, (c.get(at.get(v) ?? 0) ?? 0) + 1);
    return c;
  });
  return { values, counts };
}

/** Squared distance of two values; the ordinal one depends on how many values lie between. */
function distances(values: readonly number[], totals: readonly number[], metric: Metric): (a: number, b: number) => number {
  const v = (i: number) => values[i] ?? 0;
  if (metric === 'nominal') return (a, b) => (a === b ? 0 : 1);
  if (metric === 'interval') return (a, b) => (v(a) - v(b)) ** 2;
  if (metric === 'ratio') return (a, b) => (v(a) + v(b) === 0 ? 0 : ((v(a) - v(b)) / (v(a) + v(b))) ** 2);
  const upTo: number[] = [0];
  for (const n of totals) upTo.push((upTo.at(-1) ?? 0) + n);
  return (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    const between = (upTo[high + 1] ?? 0) - (upTo[low] ?? 0);
    return (between - ((totals[low] ?? 0) + (totals[high] ?? 0)) / 2) ** 2;
  };
}

function alphaOf(values: readonly number[], counts: readonly ReadonlyMap<number, number>[], metric: Metric): number | undefined {
  const totals = new Array<number>(values.length).fill(0);
  let n = 0;
  for (const unit of counts)
    for (const [i, c] of unit) {
      totals[i] = (totals[i] ?? 0) + c;
      n += c;
    }
  const distance = distances(values, totals, metric);
  let observed = 0;
  for (const unit of counts) {
    const here = [...unit];
    const m = here.reduce((sum, [, c]) => sum + c, 0);
    for (let a = 0; a < here.length; a++)
      for (let b = a + 1; b < here.length; b++) {
        const [i, ci] = here[a] ?? [0, 0];
        const [j, cj] = here[b] ?? [0, 0];
        observed += (2 * ci * cj * distance(i, j)) / (m - 1);
      }
  }
  let expected = 0;
  for (let i = 0; i < values.length; i++)
    for (let j = i + 1; j < values.length; j++) expected += 2 * (totals[i] ?? 0) * (totals[j] ?? 0) * distance(i, j);
  if (expected === 0) return undefined;
  return 1 - ((n - 1) * observed) / expected;
}

/** `units`: the values given to each dossier, in no order; gaps simply leave a value out. 1 = one voice, 0 = as good as chance. */
export function agreement(units: readonly (readonly number[])[], metric: Metric, seed = 1): Agreement {
  const { values, counts } = countsOf(units);
  const alpha = alphaOf(values, counts, metric);
  if (alpha === undefined || counts.length < ENOUGH_UNITS) return { alpha, units: counts.length, interval: undefined };
  const next = seeded(seed);
  const drawn: number[] = [];
  for (let r = 0; r < RESAMPLES; r++) {
    const again = alphaOf(
      values,
      counts.map((_, __, all) => all[Math.floor(next() * all.length)] ?? new Map()),
      metric,
    );
    if (again !== undefined) drawn.push(again);
  }
  drawn.sort((a, b) => a - b);
  const point = (p: number) => drawn[Math.min(drawn.length - 1, Math.floor(p * drawn.length))] ?? alpha;
  return { alpha, units: counts.length, interval: [point(0.025), point(0.975)] };
}
