// A lower bound that never runs out of memory: demands (and the share rule) are priced, then every supplier decides alone.
// The supplier's own problem keeps lots, steps, tiers and fixed cost, so the bound is at least that of the strongest linear model.
import type { Model } from './model.ts';

export type Bound = {
  /** No allocation can cost less; −Infinity before the first pass. */
  value: number;
  mu: Float64Array;
  lambda: number;
  /** What each supplier adds to the bound when it is used, at those prices. */
  worth: Float64Array;
  /** How often each supplier was used lately, 0…1, and its average quantities. */
  use: Float64Array;
  /** Passes made. */
  passes: number;
};

type Pass = { value: number; worth: Float64Array; used: Uint8Array; filled: Float64Array; short: Float64Array; slack: number };

/** One evaluation: every supplier at prices mu, lambda. */
export class Pricer {
  private readonly m: Model;
  private readonly order: Int32Array;
  private readonly keys: Float64Array;
  private readonly x: Float64Array;

  constructor(m: Model) {
    this.m = m;
    const widest = m.nodes.reduce((most, n) => Math.max(most, n.to - n.from), 0);
    this.order = new Int32Array(widest);
    this.keys = new Float64Array(widest);
    this.x = new Float64Array(m.arcNode.length);
  }

  /** The cheapest total of one node in each mode; writes the quantities of the best one into x. */
  private node(n: number, mu: Float64Array, shift: number): number {
    const { m, order, keys, x } = this;
    const node = m.nodes[n];
    if (!node) return 0;
    const { from, to, modes } = node;
    let dearest = -Infinity;
    for (const mode of modes) dearest = Math.max(dearest, -mode.price);
    const needsAll = modes.some((mode) => mode.lo > 0 || mode.step > 0);
    let size = 0;
    for (let a = from; a < to; a++) {
      x[a] = 0;
      const r = (m.arcCost[a] as number) + shift - (mu[m.arcDemand[a] as number] as number);
      if (!needsAll && r >= dearest) continue;
      keys[a - from] = r;
      order[size++] = a - from;
    }
    if (size === 0) return 0;
    const sorted = order.subarray(0, size);
    if (size > 1) sorted.sort((a, b) => (keys[a] as number) - (keys[b] as number));
    let best = Infinity;
    let bestT = 0;
    for (const mode of modes) {
      // The value of a total is convex: its unconstrained best is where the next unit stops paying.
      let reach = 0;
      for (let i = 0; i < size && (keys[sorted[i] as number] as number) + mode.price < 0 && reach < mode.hi; i++)
        reach += m.arcUp[from + (sorted[i] as number)] as number;
      const t = Math.min(mode.hi, Math.max(mode.lo, reach));
      const at: number[] = [t];
      if (mode.step > 0) {
        const k = (t - mode.lo) / mode.step;
        at[0] = Math.min(mode.hi, mode.lo + Math.floor(k + 1e-9) * mode.step);
        at.push(Math.min(mode.hi, mode.lo + Math.ceil(k - 1e-9) * mode.step));
      }
      for (const total of at) {
        const v = this.fill(total, sorted, from, mode.price, false);
        if (v < best) {
          best = v;
          bestT = total;
        }
      }
    }
    if (bestT > 0) this.fill(bestT, sorted, from, 0, true);
    return best;
  }

  private fill(total: number, sorted: Int32Array, from: number, price: number, write: boolean): number {
    const { m, keys, x } = this;
    let left = total;
    let v = 0;
    for (let i = 0; i < sorted.length && left > 0; i++) {
      const k = sorted[i] as number;
      const f = Math.min(left, m.arcUp[from + k] as number);
      left -= f;
      v += f * ((keys[k] as number) + price);
      if (write) x[from + k] = f;
    }
    return left > total * 1e-9 ? Infinity : v;
  }

  /** All nodes of a supplier against its overall capacity, lots set aside: valid whenever the lots alone would exceed it. */
  private pooled(s: number, mu: Float64Array, shift: number): number {
    const { m, x } = this;
    const list: { r: number; a: number; n: number }[] = [];
    const room = new Map<number, number>();
    for (const n of m.nodesOf[s] ?? []) {
      const node = m.nodes[n];
      if (!node) continue;
      const price = Math.min(...node.modes.map((mode) => mode.price));
      room.set(n, Math.max(...node.modes.map((mode) => mode.hi)));
      for (let a = node.from; a < node.to; a++) {
        x[a] = 0;
        const r = (m.arcCost[a] as number) + price + shift - (mu[m.arcDemand[a] as number] as number);
        if (r < 0) list.push({ r, a, n });
      }
    }
    list.sort((a, b) => a.r - b.r);
    let left = m.cap[s] as number;
    let v = 0;
    for (const { r, a, n } of list) {
      const f = Math.min(left, room.get(n) ?? 0, m.arcUp[a] as number);
      if (f <= 0) continue;
      x[a] = f;
      v += f * r;
      left -= f;
      room.set(n, (room.get(n) ?? 0) - f);
    }
    return v;
  }

  pass(mu: Float64Array, lambda: number): Pass {
    const { m, x } = this;
    const S = m.nodesOf.length;
    const worth = new Float64Array(S).fill(Infinity);
    for (let s = 0; s < S; s++) {
      const own = m.nodesOf[s] ?? [];
      if (own.length === 0) continue;
      const shift = lambda === 0 ? 0 : m.small[s] ? -lambda * (1 - m.share) : lambda * m.share;
      let sum = 0;
      let least = Infinity;
      let taken = 0;
      for (const n of own) {
        const v = this.node(n, mu, shift);
        least = Math.min(least, v);
        const node = m.nodes[n];
        if (!node) continue;
        if (v < 0) {
          sum += v;
          for (let a = node.from; a < node.to; a++) taken += x[a] as number;
        } else for (let a = node.from; a < node.to; a++) x[a] = 0;
      }
      if (own.length > 1 && taken > (m.cap[s] as number)) {
        const pooled = this.pooled(s, mu, shift);
        sum = Math.max(sum, pooled);
      }
      worth[s] = (m.fixed[s] as number) + (sum < 0 ? sum : Math.max(0, Number.isFinite(least) ? least : 0));
    }
    const used = choose(m, worth);
    let value = 0;
    const filled = new Float64Array(m.q.length);
    const short = new Float64Array(m.q.length);
    let slack = 0;
    for (let s = 0; s < S; s++) {
      if (!used[s]) continue;
      value += worth[s] as number;
      const coef = m.small[s] ? 1 - m.share : -m.share;
      for (const n of m.nodesOf[s] ?? []) {
        const node = m.nodes[n];
        for (let a = node?.from ?? 0; a < (node?.to ?? 0); a++) {
          const f = x[a] as number;
          if (f === 0) continue;
          const d = m.arcDemand[a] as number;
          filled[d] = (filled[d] as number) + f;
          slack += coef * f;
        }
      }
    }
    for (let d = 0; d < m.q.length; d++) {
      const price = mu[d] as number;
      value += price * (m.q[d] as number);
      if (m.penalty < price) {
        short[d] = m.q[d] as number;
        value += (m.penalty - price) * (m.q[d] as number);
      }
    }
    return { value, worth, used, filled, short, slack };
  }
}

/** Who is used: everybody who lowers the bound, at most as many as allowed, one who can invoice among them. */
function choose(m: Model, worth: Float64Array): Uint8Array {
  const used = new Uint8Array(worth.length);
  let some: number[] = [];
  for (let s = 0; s < worth.length; s++) if ((worth[s] as number) < 0) some.push(s);
  if (some.length > m.maxSuppliers) {
    some.sort((a, b) => (worth[a] as number) - (worth[b] as number));
    some = some.slice(0, m.maxSuppliers);
  }
  for (const s of some) used[s] = 1;
  if (m.needInvoice && !some.some((s) => m.invoices[s])) {
    let lead = -1;
    for (let s = 0; s < worth.length; s++) if (m.invoices[s] && (lead < 0 || (worth[s] as number) < (worth[lead] as number))) lead = s;
    if (lead >= 0 && Number.isFinite(worth[lead])) {
      if (some.length >= m.maxSuppliers) used[some[some.length - 1] as number] = 0;
      used[lead] = 1;
    }
  }
  return used;
}

export type Ascent = {
  from: Float64Array;
  lambda: number;
  upper: () => number;
  gap: number;
  passes: number;
  stop: () => boolean;
  each?: (b: Bound) => void;
};

/** Raises the bound by a deflected subgradient; stops at the gap, the pass limit or when told to. */
export function ascend(m: Model, a: Ascent): Bound {
  const pricer = new Pricer(m);
  const D = m.q.length;
  let mu = a.from.slice();
  let lambda = a.lambda;
  const use = new Float64Array(m.nodesOf.length);
  const direction = new Float64Array(D);
  let along = 0;
  let best: Bound = { value: -Infinity, mu, lambda, worth: new Float64Array(m.nodesOf.length), use, passes: 0 };
  let theta = 1;
  let before = -Infinity;
  let stale = 0;
  for (let pass = 1; pass <= a.passes; pass++) {
    const r = pricer.pass(mu, lambda);
    best.passes = pass;
    for (let s = 0; s < use.length; s++) use[s] = (use[s] as number) * 0.92 + ((r.used[s] as number) ? 0.08 : 0);
    if (r.value > best.value + (Number.isFinite(best.value) ? 1e-12 * Math.abs(best.value) : 0)) {
      best = { value: r.value, mu: mu.slice(), lambda, worth: r.worth, use, passes: pass };
      stale = 0;
    } else if (++stale >= 15) {
      stale = 0;
      theta *= 0.6;
      mu = best.mu.slice();
      lambda = best.lambda;
      direction.fill(0);
      along = 0;
      if (theta < 1e-6) break;
      continue;
    }
    a.each?.(best);
    if (pass % 60 === 0) {
      if (best.value - before <= 1e-9 * Math.abs(best.value)) break;
      before = best.value;
    }
    const upper = a.upper();
    const target = Number.isFinite(upper) ? upper : best.value + Math.abs(best.value) * 0.05 + 1;
    if ((Number.isFinite(upper) && upper - best.value <= a.gap * Math.abs(upper)) || a.stop()) break;
    let norm = 0;
    for (let d = 0; d < D; d++) {
      const q = m.q[d] as number;
      if (q <= 0) continue;
      const g = (q - (r.filled[d] as number) - (r.short[d] as number)) / q;
      direction[d] = 0.4 * (direction[d] as number) + g;
      norm += (direction[d] as number) ** 2;
    }
    const total = m.total || 1;
    if (m.share > 0) {
      along = 0.4 * along - r.slack / total;
      norm += along * along;
    }
    if (norm < 1e-20) break;
    const step = (theta * (target - r.value)) / norm;
    for (let d = 0; d < D; d++)
      if ((m.q[d] as number) > 0) mu[d] = (mu[d] as number) + (step * (direction[d] as number)) / (m.q[d] as number);
    if (m.share > 0) lambda = Math.max(0, lambda + (step * along) / total);
  }
  return best;
}
