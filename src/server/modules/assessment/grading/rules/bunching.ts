// Do results pile up just above a threshold? Counts within two points below and above 50, 70 and 90 against what the slope of the
// counts further out leads to expect; exact binomial, with the uncertainty of that slope averaged in. No proof of anything by itself.
import { binomialAtLeast } from './normal.ts';

export type Bunching = {
  threshold: number;
  below: number;
  above: number;
  /** Share of those near the threshold that a smooth slope would put above it. */
  expected: number;
  /** Chance of so many above, or more, were there no pull; undefined when there are too few to say. */
  p: number | undefined;
};

/** Points on either side that are looked at, and the points beyond from which the slope is learnt. */
export const NEAR = 2;
const FAR = 10;
const ENOUGH_NEAR = 20;
const ENOUGH_FAR = 30;

/** Poisson counts per point, log-linear in the distance: slope and its error by Newton's method. */
function slopeOf(bins: readonly { x: number; n: number }[]): { slope: number; error: number } {
  let [level, slope] = [Math.log(Math.max(0.5, bins.reduce((s, b) => s + b.n, 0) / bins.length)), 0];
  let information = 1;
  for (let step = 0; step < 30; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
    for (const { x, n } of bins) {
      const mu = Math.exp(level + slope * x);
      g0 += n - mu;
      g1 += (n - mu) * x;
      h00 += mu;
      h01 += mu * x;
      h11 += mu * x * x;
    }
    const det = h00 * h11 - h01 * h01;
    information = det / h00;
    const [d0, d1] = [(h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det];
    level += Math.max(-1, Math.min(1, d0));
    slope += Math.max(-0.5, Math.min(0.5, d1));
    if (Math.abs(d0) + Math.abs(d1) < 1e-9) break;
  }
  return { slope, error: Math.sqrt(1 / information) };
}

/** Share above the threshold among those near it, when counts change by the factor e^slope per point. */
const shareAbove = (slope: number): number => 1 / (1 + Math.exp(-slope * NEAR));

/** `totals`: the councils' results, unrounded. */
export function bunching(totals: readonly number[], threshold: number): Bunching {
  const near = (from: number, until: number) => totals.filter((t) => t >= threshold + from && t < threshold + until).length;
  const below = near(-NEAR, 0);
  const above = near(0, NEAR);
  const bins: { x: number; n: number }[] = [];
  for (let x = -FAR; x < FAR; x++) if (threshold + x < 100 && (x < -NEAR || x >= NEAR)) bins.push({ x: x + 0.5, n: near(x, x + 1) });
  const far = bins.reduce((sum, b) => sum + b.n, 0);
  const bothSides = bins.some((b) => b.x < 0 && b.n > 0) && bins.some((b) => b.x > 0 && b.n > 0);
  if (below + above < ENOUGH_NEAR || far < ENOUGH_FAR || !bothSides) return { threshold, below, above, expected: 0.5, p: undefined };
  const { slope, error } = slopeOf(bins);
  // nineteen equally likely slopes stand for the normal around the estimate
  const points = [-1.94, -1.41, -1.12, -0.9, -0.71, -0.54, -0.38, -0.23, -0.08];
  const zs = [...points, 0, ...points.map((z) => -z)];
  const p = zs.reduce((sum, z) => sum + binomialAtLeast(above, below + above, shareAbove(slope + z * error)), 0) / zs.length;
  return { threshold, below, above, expected: shareAbove(slope), p };
}
