// Why a supplier gets nothing, and what would change it. Every price named here comes with a better answer that was actually
// built: either others are pushed back unit by unit (shortest paths in what may still move), or one of them is replaced as a whole.
import type { Found } from './choice.ts';
import { totals, usedBy } from './choice.ts';
import { hasChoices, type Model } from './model.ts';
import { Residual } from './residual.ts';
import { barredSentence, sentence } from './sentences.ts';
import type { RefusalReason, Refused, WouldNeed } from './types.ts';

type Why = { reason: RefusalReason; wouldNeed: WouldNeed | null };

/** One entry for each supplier without an allocation. `until` bounds the time spent on prices (performance.now()). */
export function explainRefusals(m: Model, found: Found | undefined, bound: number, gap: number, until: number): Refused[] {
  const { suppliers } = m.instance;
  const used = found ? usedBy(m, found.shipment.x) : new Set<number>();
  const pricer = found ? new Entry(m, found, used, bound, gap, until) : undefined;
  const refused: Refused[] = [];
  for (const [s, supplier] of suppliers.entries()) {
    if (used.has(s)) continue;
    const barred = m.barred.get(s);
    if (barred) {
      const { reason, wouldNeed } = barredWhy(barred);
      refused.push({ supplier: supplier.id, reason, detail: barredSentence(barred), wouldNeed });
      continue;
    }
    const why: Why = pricer ? pricer.why(s) : { reason: 'infeasible', wouldNeed: null };
    refused.push({ supplier: supplier.id, ...why, detail: sentence(supplier, why.reason, why.wouldNeed) });
  }
  return refused;
}

function barredWhy(b: NonNullable<ReturnType<Model['barred']['get']>>): Why {
  if (b.why === 'expired') return { reason: 'expired', wouldNeed: { validUntil: b.until } };
  if (b.why === 'star') return { reason: 'star', wouldNeed: { star: b.star } };
  if (b.why === 'papers') return { reason: 'papers', wouldNeed: { papers: b.missing } };
  if (b.why === 'lotAboveCapacity') return { reason: b.why, wouldNeed: { capacity: b.lot } };
  if (b.why === 'lotAboveDemand') return { reason: b.why, wouldNeed: { minLot: b.most } };
  return { reason: b.why, wouldNeed: null };
}

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
    if (lot !== undefined) {
      const grid = (supplier.minLot ?? 0) === 0 && (supplier.lotStep ?? 0) > 0;
      return grid ? { reason: 'lotStep', wouldNeed: { lotStep: lot } } : { reason: 'minLot', wouldNeed: { minLot: lot } };
    }
    const unitPrice = this.below(price);
    const reachable = unitPrice !== undefined && unitPrice >= 0 && unitPrice < supplier.unitPrice;
    const wouldNeed: WouldNeed | null = reachable ? { unitPrice } : null;
    if (crowded) return { reason: 'maxSuppliers', wouldNeed };
    if (byShare) return { reason: 'smallProducerShare', wouldNeed };
    if (reachable) return { reason: 'price', wouldNeed };
    if (fixed !== undefined) return { reason: 'fixedCost', wouldNeed: { fixedCost: Math.floor(fixed * (1 - 1e-9)) } };
    if (this.full) return { reason: 'maxSuppliers', wouldNeed: null };
    const far = Math.max(0, ...Object.values(m.instance.unitTransport?.[supplier.id] ?? {})) > 0;
    return { reason: far && unitPrice !== undefined && unitPrice < 0 ? 'transport' : 'price', wouldNeed: null };
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
