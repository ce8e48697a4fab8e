// Small orders: what a refused supplier would have to offer, by solving the order again with it changed.

import type { Draft } from './bars.ts';
import { withNeed } from './bars.ts';
import { lastDay } from './model.ts';
import type { Answer, Instance, Supplier, WouldNeed } from './types.ts';

/** Solves a changed order; undefined when that did not end in a proved optimum. */
export type Resolve = (instance: Instance) => Promise<Pick<Answer, 'objective' | 'allocations'> | undefined>;

/** Prices tried for one supplier: each is better than the one before. */
const STEPS = 8;

/**
 * Fills in what explainRefusals could not prove. `target`: an order that costs no more than this cannot do without the newcomer.
 * What is still null afterwards is out whatever it charges.
 */
export async function settleNeeds(
  i: Instance,
  drafts: readonly Draft[],
  target: number,
  resolve: Resolve,
  expired: () => boolean,
): Promise<void> {
  const whole = i.suppliers.every((s) => Number.isInteger(s.unitPrice));
  for (const d of drafts) {
    if (expired()) return;
    const own = i.suppliers[d.s];
    if (!own || d.reason === 'noDemand' || d.reason === 'infeasible' || (d.proved && d.wouldNeed)) continue;
    if (d.barred && !d.wouldNeed && d.barred.why !== 'noCapacity') continue;
    await new Newcomer(i, d, own, target, whole, resolve).settle();
  }
}

/** Of an impossible order: keeps what the barred would need only where that alone makes it possible. */
export async function letIn(
  i: Instance,
  drafts: readonly Draft[],
  possible: (instance: Instance) => Promise<boolean>,
  expired: () => boolean,
): Promise<void> {
  for (const d of drafts) {
    if (!d.wouldNeed) continue;
    const need = d.wouldNeed;
    const suppliers = i.suppliers.map((s, k) => (k === d.s ? withNeed(s, need) : s));
    d.proved = !expired() && (await possible({ ...i, suppliers }));
    if (!d.proved) d.wouldNeed = null;
  }
}

class Newcomer {
  private readonly i: Instance;
  private readonly d: Draft;
  private readonly own: Supplier;
  private readonly target: number;
  private readonly whole: boolean;
  private readonly resolve: Resolve;

  constructor(i: Instance, d: Draft, own: Supplier, target: number, whole: boolean, resolve: Resolve) {
    this.i = i;
    this.d = d;
    this.own = withNeed(own, d.wouldNeed ?? {});
    this.target = target;
    this.whole = whole;
    this.resolve = resolve;
  }

  /** The cost of the best order with the supplier so changed and what it delivers by period; undefined when it stays out. */
  private async tried(change: Partial<Supplier>): Promise<{ cost: number; amount: number; totals: number[] } | undefined> {
    const { i, d } = this;
    const suppliers = i.suppliers.map((s, k) => (k === d.s ? { ...this.own, ...change } : s));
    const r = await this.resolve({ ...i, suppliers });
    if (!r || r.objective === null || r.objective > this.target) return undefined;
    const periodOf = new Map(i.demands.map((x) => [x.id, x.period ?? '']));
    const totals = new Map<string, number>();
    for (const a of r.allocations) {
      if (a.supplier !== this.own.id) continue;
      const p = periodOf.get(a.demand) ?? '';
      totals.set(p, (totals.get(p) ?? 0) + a.quantity);
    }
    const list = [...totals.values()];
    return list.length === 0 ? undefined : { cost: r.objective, amount: list.reduce((a, b) => a + b, 0), totals: list };
  }

  private say(need: WouldNeed, reason?: Draft['reason']): void {
    this.d.wouldNeed = { ...this.d.wouldNeed, ...need };
    this.d.proved = true;
    if (reason && !this.d.barred) this.d.reason = reason;
  }

  async settle(): Promise<void> {
    const { d, own } = this;
    if (d.barred?.why === 'noCapacity') return this.capacity();
    if (d.barred && (await this.tried({}))) return this.say({});
    if (d.barred?.why === 'expired' && (await this.later())) return;
    const price = await this.price({});
    if (price !== undefined) return this.say({ unitPrice: price }, KEPT.has(d.reason) ? undefined : 'price');
    const fixed = own.fixedCost ?? 0;
    if (fixed > 0) {
      const free = await this.tried({ fixedCost: 0 });
      if (free) return this.say({ fixedCost: Math.floor(this.target - free.cost) }, 'fixedCost');
    }
    if ((own.minLot || own.lotStep) && (await this.lots())) return;
    if (fixed > 0) {
      const free = await this.tried({ fixedCost: 0, unitPrice: 0 });
      if (free) return this.say({ unitPrice: 0, fixedCost: Math.floor(this.target - free.cost) }, 'fixedCost');
    }
    const far = Object.values(this.i.unitTransport?.[own.id] ?? {}).some((c) => c > 0);
    if (d.barred) d.wouldNeed = null;
    else if (far && d.reason === 'price' && (await this.near())) d.reason = 'transport';
  }

  /** The highest price at which it comes in: a line through each answer leads to the next price. */
  private async price(change: Partial<Supplier>): Promise<number | undefined> {
    let best: number | undefined;
    let at = 0;
    for (let step = 0; step < STEPS; step++) {
      const r = await this.tried({ ...change, unitPrice: at });
      if (!r) break;
      best = at;
      const next = at + (this.target - r.cost) / r.amount;
      if (!(next > at * (1 + 1e-9))) break;
      at = next;
    }
    if (best === undefined) return undefined;
    return this.whole && best >= 1 ? Math.ceil(best * (1 - 1e-12)) - 1 : best * (1 - 1e-6);
  }

  /** A later end of the recognition opens further periods. */
  private async later(): Promise<boolean> {
    const ends = [...new Set(this.i.demands.flatMap((x) => (x.period && x.quantity > 0 ? [lastDay(x.period)] : [])))].sort();
    for (const end of ends) {
      if (end <= (this.own.validUntil ?? '') || !(await this.tried({ validUntil: end }))) continue;
      this.say({ validUntil: end });
      return true;
    }
    return false;
  }

  private async lots(): Promise<boolean> {
    const { own } = this;
    const free = await this.tried({ minLot: 0, lotStep: 0 });
    if (!free) return false;
    const lot = Math.min(own.minLot ?? 0, ...free.totals);
    const need: Pick<WouldNeed, 'minLot' | 'lotStep'> = {
      ...(lot < (own.minLot ?? 0) ? { minLot: lot } : {}),
      ...(own.lotStep ? { lotStep: 0 } : {}),
    };
    if (!(await this.tried(need))) return false;
    this.say(need, lot < (own.minLot ?? 0) ? 'minLot' : 'lotStep');
    return true;
  }

  /** It offers nothing at all: with how much would it be chosen? */
  private async capacity(): Promise<void> {
    if (this.own.capacity > 0) return;
    const asked = this.i.demands.reduce((sum, x) => sum + x.quantity, 0);
    const r = await this.tried({ capacity: Math.min(1e12, asked) });
    if (r) this.say({ capacity: r.amount });
  }

  /** Whether it is the way that keeps it out. */
  private async near(): Promise<boolean> {
    const { [this.own.id]: _own, ...unitTransport } = this.i.unitTransport ?? {};
    const suppliers = this.i.suppliers.map((s, k) => (k === this.d.s ? { ...this.own, unitPrice: 0, fixedCost: 0 } : s));
    const r = await this.resolve({ ...this.i, suppliers, unitTransport });
    return r !== undefined && r.objective !== null && r.objective <= this.target;
  }
}

/** Reasons that say more than “price” does. */
const KEPT = new Set<Draft['reason']>(['maxSuppliers', 'smallProducerShare']);
