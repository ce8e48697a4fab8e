// Orders that plain counting shows to be impossible, before any solver is asked.
import { type Model, SAME } from './model.ts';

/** True when in some period every lot lies on a common grid and the quantity asked for does not: no combination adds up. */
export function offGrid(m: Model): boolean {
  if (Number.isFinite(m.penalty)) return false;
  const MILLIONTHS = 1e6;
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  const whole = (x: number) =>
    Number.isSafeInteger(Math.round(x * MILLIONTHS)) && Math.abs(x * MILLIONTHS - Math.round(x * MILLIONTHS)) < 1e-3
      ? Math.round(x * MILLIONTHS)
      : 0;
  const grid: number[] = m.periods.map(() => 0);
  for (const node of m.nodes)
    for (const { lo, hi, step } of node.modes) {
      const parts = step > 0 ? [lo, step] : lo === hi ? [lo] : [];
      for (const x of parts) grid[node.p] = whole(x) > 0 || x === 0 ? gcd(grid[node.p] ?? 0, whole(x)) : 1;
      if (parts.length === 0) grid[node.p] = 1;
    }
  const asked: number[] = m.periods.map(() => 0);
  for (let d = 0; d < m.q.length; d++) asked[m.period[d] ?? 0] = (asked[m.period[d] ?? 0] ?? 0) + whole(m.q[d] ?? 0);
  const exact = [...m.q].every((q) => q === 0 || whole(q) > 0);
  return exact && grid.some((g, p) => g > 1 && (asked[p] ?? 0) % g !== 0);
}

/** True when even the largest suppliers, as many as are allowed, cannot carry the order of some period, or of all. */
export function tooFew(m: Model): boolean {
  if (Number.isFinite(m.penalty) || !Number.isFinite(m.maxSuppliers)) return false;
  const all = new Float64Array(m.nodesOf.length);
  const inPeriod: number[][] = m.periods.map(() => []);
  for (const node of m.nodes) {
    const hi = Math.max(...node.modes.map((mode) => mode.hi));
    inPeriod[node.p]?.push(hi);
    all[node.s] = Math.min(m.cap[node.s] ?? 0, (all[node.s] ?? 0) + hi);
  }
  const asked = m.periods.map(() => 0);
  for (let d = 0; d < m.q.length; d++) asked[m.period[d] ?? 0] = (asked[m.period[d] ?? 0] ?? 0) + (m.q[d] ?? 0);
  const lacks = (most: readonly number[], wanted: number) => {
    const largest = [...most].sort((a, b) => b - a).slice(0, m.maxSuppliers);
    return largest.reduce((sum, x) => sum + x, 0) < wanted * (1 - SAME);
  };
  return lacks([...all], m.total) || inPeriod.some((most, p) => lacks(most, asked[p] ?? 0));
}
