// The few distributions the grading page needs.

/** P(Z ≤ z) of the standard normal, to about 1e-7 (Abramowitz & Stegun 26.2.17). */
export function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}

/** Two-sided p-value of an estimate against 0. */
export const twoSided = (estimate: number, error: number): number =>
  error > 0 ? Math.min(1, 2 * (1 - normalBelow(Math.abs(estimate) / error))) : 1;

/** P(X ≥ k) for X ~ Binomial(n, p), summed in logarithms. */
export function binomialAtLeast(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let log = n * Math.log(1 - p); // P(X = 0)
  const odds = Math.log(p) - Math.log(1 - p);
  let sum = 0;
  for (let i = 1; i <= n; i++) {
    log += Math.log(n - i + 1) - Math.log(i) + odds;
    if (i >= k) sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/** Adjusted p-values so that all of them may be read together (Holm): those that matter keep their order. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(ps.length).fill(1);
  let before = 0;
  order.forEach(({ p, i }, rank) => {
    before = Math.max(before, Math.min(1, p * (ps.length - rank)));
    adjusted[i] = before;
  });
  return adjusted;
}

/** Mean, its standard error and how many; the error is undefined below two. */
export function meanOf(values: readonly number[]): { n: number; mean: number; error: number | undefined } {
  const n = values.length;
  const mean = n === 0 ? 0 : values.reduce((a, b) => a + b, 0) / n;
  if (n < 2) return { n, mean, error: undefined };
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { n, mean, error: Math.sqrt(squares / (n - 1) / n) };
}

/** 97.5 % point of Student's t: exact for the first degrees of freedom that matter, then Cornish–Fisher. */
export function tPoint(df: number): number {
  const first = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
  const z = 1.959964;
  return first[df - 1] ?? z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df * df);
}
