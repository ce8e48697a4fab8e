// Why a supplier gets nothing, and what would change it. Every price named here comes with a better answer that was actually
// built: either others are pushed back unit by unit (shortest paths in what may still move), or one of them is replaced as a whole.

import { type Draft, liftBars, moveFound, type Why } from './bars.ts';
import type { Found } from './choice.ts';
import { totals, usedBy } from './choice.ts';
import { hasChoices, type Model } from './model.ts';
import { Residual } from './residual.ts';
import { sentence } from './sentences.ts';
import type { Refused, WouldNeed } from './types.ts';

/** One entry for each supplier without an allocation. `until` bounds the time spent on prices (performance.now()). */
export function explainRefusals(m: Model, found: Found | undefined, bound: number, gap: number, until: number): Draft[] {
  const used = found ? usedBy(m, found.shipment.x) : new Set<number>();
  const entry = found ? new Entry(m, found, used, bound, gap, until) : undefined;
  const drafts: Draft[] = [];
  for (const s of m.instance.suppliers.keys()) {
    if (used.has(s)) continue;
    const barred = m.barred.get(s);
    if (barred) drafts.push({ s, reason: barred.why, wouldNeed: null, barred, proved: false });
    else drafts.push({ s, barred, proved: true, ...(entry?.why(s) ?? { reason: 'infeasible', wouldNeed: null }) });
  }
  const lifted = liftBars(m, drafts);
  if (!lifted || !found) return drafts;
  const moved = moveFound(m, lifted, found);
  const beyond = new Entry(lifted, moved, usedBy(lifted, moved.shipment.x), bound, gap, until);
  for (const d of drafts) {
    if (!d.barred || lifted.barred.has(d.s) || !d.wouldNeed) continue;
    const why = beyond.why(d.s);
    if (!why.wouldNeed) continue;
    d.wouldNeed = { ...d.wouldNeed, ...why.wouldNeed };
    d.proved = true;
  }
  return drafts;
}

export const inWords = (m: Model, drafts: readonly Draft[]): Refused[] =>
  drafts.flatMap(({ s, reason, wouldNeed, barred, proved }) => {
    const supplier = m.instance.suppliers[s];
    return supplier ? [{ supplier: supplier.id, reason, wouldNeed, detail: sentence(supplier, reason, barred, wouldNeed, proved) }] : [];
  });

class Entry {
  private readonly m: Model;
  private readonly found: Found;
  private readonly used: Set<number>;
  private readonly until: number;
  /** An answer below this cost cannot do without the newcomer. */
  private readonly target: number;
  private readonly full: boolean;
  private readonly whole: boolean;
  private readonly residual: Residual;
  private readonly exact: boolean;

  constructor(m: Model, found: Found, used: Set<number>, bound: number, gap: number, until: number) {
    this.m = m;
    this.found = found;
    this.used = used;
    this.until = until;
    // A pure flow is solved exactly: any gain at all brings the newcomer in.
    this.exact = found.objective - bound <= 1e-12 * Math.abs(found.objective) && !hasChoices(m) && found.shipment.smooth;
    this.target = this.exact ? found.objective : Math.min(bound, found.objective) - 3 * Math.max(gap, 1e-9) * Math.abs(found.objective);
    this.full = used.size >= m.maxSuppliers;
    this.whole = m.nodes.every((n) => Number.isInteger(n.modes[0]?.price ?? 0));
    this.residual = new Residual(m, found.choice, found.shipment, totals(m, found.shipment.x));
  }

  why(s: number): Why {
    const { m } = this;
    const supplier = m.instance.suppliers[s];
    if (!supplier) return { reason: 'price', wouldNeed: null };
    const bindsShare = m.share > 0 && !m.small[s];
    let price = -Infinity;
    let lot: number | undefined;
    let fixed: number | undefined;
    let crowded = false;
    let byShare = false;
    const hurry = performance.now() > this.until;
    if (this.exact) price = this.residual.firstPrice(s);
    else if (!hurry) {
      for (const n of m.nodesOf[s] ?? []) {
        const node = m.nodes[n];
        if (!node) continue;
        for (const point of this.residual.curve(s, n, bindsShare, this.until)) {
          const gain = this.found.objective - this.target;
          // What others cost less when this one delivers `total`, before its own price.
          const room = point.saved - (m.fixed[s] ?? 0) - gain;
          const own = node.modes[0]?.price ?? 0;
          const fits = isLot(node.modes[0], point.total);
          if (this.full) {
            if (room / point.total > own && fits) crowded = true;
            continue;
          }
          if (fits) {
            price = Math.max(price, room / point.total);
            const spare = point.saved - gain - own * point.total;
            if (spare > 0 && (m.fixed[s] ?? 0) > 0) fixed = Math.max(fixed ?? 0, spare);
          } else if (room / point.total > own) lot = Math.max(lot ?? 0, point.total);
        }
        if (bindsShare && !byShare) {
          const first = this.residual.curve(s, n, false, this.until)[0];
          if (first && first.saved / first.total > (node.modes[0]?.price ?? 0)) byShare = true;
        }
      }
    }
    if (!this.exact && !hurry) price = Math.max(price, this.swapPrice(s, bindsShare));
    const unitPrice = this.below(price);
    if (unitPrice !== undefined && unitPrice >= supplier.unitPrice) return { reason: 'price', wouldNeed: {} };
    if (lot !== undefined) {
      const grid = (supplier.minLot ?? 0) === 0 && (supplier.lotStep ?? 0) > 0;
      return grid ? { reason: 'lotStep', wouldNeed: { lotStep: lot } } : { reason: 'minLot', wouldNeed: { minLot: lot } };
    }
    const reachable = unitPrice !== undefined && unitPrice >= 0 && unitPrice < supplier.unitPrice;
    const wouldNeed: WouldNeed | null = reachable ? { unitPrice } : null;
    if (crowded) return { reason: 'maxSuppliers', wouldNeed };
    if (byShare) return { reason: 'smallProducerShare', wouldNeed };
    if (reachable) return { reason: 'price', wouldNeed };
    if (fixed !== undefined) return { reason: 'fixedCost', wouldNeed: { fixedCost: Math.floor(fixed * (1 - 1e-9)) } };
    if (this.full) return { reason: 'maxSuppliers', wouldNeed: null };
    // Only of a pure flow is it known that no price would do; with choices another answer might use it.
    const far = Math.max(0, ...Object.values(m.instance.unitTransport?.[supplier.id] ?? {})) > 0;
    return { reason: this.exact && far && unitPrice !== undefined && unitPrice < 0 ? 'transport' : 'price', wouldNeed: null };
  }

  /** The highest sensible price strictly below a threshold: whole dong where all prices are whole. */
  private below(price: number): number | undefined {
    if (!Number.isFinite(price)) return undefined;
    if (this.whole && price >= 1) return Math.ceil(price * (1 - 1e-12)) - 1;
    return price - Math.max(1e-9, Math.abs(price) * 1e-6);
  }

  /** The unit price at which the newcomer may take over everything one chosen supplier delivers. */
  private swapPrice(s: number, bindsShare: boolean): number {
    const { m, found } = this;
    let best = -Infinity;
    for (const u of this.used) {
      if (bindsShare && m.small[u]) continue;
      if (m.needInvoice && m.invoices[u] && !m.invoices[s]) continue;
      let cost = m.fixed[u] ?? 0;
      let transport = 0;
      let all = 0;
      let fits = true;
      for (const n of m.nodesOf[u] ?? []) {
        const theirs = m.nodes[n];
        if (!theirs || !fits) continue;
        let total = 0;
        for (let a = theirs.from; a < theirs.to; a++) total += found.shipment.x[a] ?? 0;
        if (total === 0) continue;
        const ours = (m.nodesOf[s] ?? []).map((k) => m.nodes[k]).find((k) => k?.p === theirs.p);
        if (!ours || ours.to - ours.from !== theirs.to - theirs.from || !isLot(ours.modes[0], total)) {
          fits = false;
          continue;
        }
        const price = theirs.modes[found.choice.mode[n] ?? 0]?.price ?? 0;
        for (let i = 0; i < theirs.to - theirs.from; i++) {
          const x = found.shipment.x[theirs.from + i] ?? 0;
          if (x === 0) continue;
          if (x > (m.arcUp[ours.from + i] ?? 0)) fits = false;
          cost += x * ((m.arcCost[theirs.from + i] ?? 0) + price);
          transport += x * (m.arcCost[ours.from + i] ?? 0);
          all += x;
        }
      }
      if (!fits || all === 0 || all > (m.cap[s] ?? 0)) continue;
      best = Math.max(best, (cost - transport - (m.fixed[s] ?? 0) - (found.objective - this.target)) / all);
    }
    return best;
  }
}

function isLot(mode: { lo: number; hi: number; step: number } | undefined, t: number): boolean {
  if (!mode || t < mode.lo * (1 - 1e-12) || t > mode.hi * (1 + 1e-12) || t <= 0) return false;
  if (mode.step === 0) return true;
  const k = (t - mode.lo) / mode.step;
  return Math.abs(k - Math.round(k)) < 1e-9;
}
