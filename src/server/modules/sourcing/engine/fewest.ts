// The fewest conditions to change as one model: every condition carries a yes or a no of its own, the whole order stands beneath
// with its lots, periods and shares, and what is left of a quantity or a lot is part of the answer. Exact up to the solver's tolerance.
import type { Highs } from 'highs';
import { type Condition, conditionsOf, MOST_RANK, RANKS } from './conditions.ts';
import { type Entry, INTEGER, Linear } from './linear.ts';
import { isSmall, lastDay } from './model.ts';
import type { Instance, Relaxation } from './types.ts';

/** `changes`: rules moved as far as this answer needs; undefined when none was found in time. `least`: no fewer changes suffice. */
export type Fewest = { changes: Relaxation[] | undefined; least: number };

/** Pairs of demand and supplier up to which the whole order goes into one model. */
const MOST_PAIRS = 20_000;
/** Columns up to which a second look costs next to nothing. */
const CHECKED = 500;
/** The part of one change that all preferences together may weigh. */
const PREFERENCE = 0.4;

type Columns = {
  linear: Linear;
  conditions: { condition: Condition; relaxed: number }[];
  /** By pair `s × demands + d`: column and its largest quantity. */
  x: Map<number, { col: number; up: number }>;
  cut: number[];
  /** By supplier: what its least lot becomes, as a part of `unit`. */
  lot: Map<number, { col: number; unit: number }>;
  counts: number[];
};

/** Σ up × x of some pairs, as parts of `unit`. */
const asParts = (pairs: readonly { col: number; up: number }[], unit: number): Entry[] => pairs.map(({ col, up }) => [col, up / unit]);

class Builder {
  readonly linear = new Linear();
  readonly x: Columns['x'] = new Map();
  readonly lot: Columns['lot'] = new Map();
  readonly cut: number[] = [];
  readonly counts: number[] = [];
  private readonly relaxed = new Map<string, number>();
  private readonly i: Instance;
  private readonly conditions: Condition[];
  private readonly share: number;
  private readonly total: number;
  private readonly ofDemand: Entry[][];
  private readonly byShare: Entry[] = [];
  private readonly invoiced: Entry[] = [];

  constructor(i: Instance, conditions: Condition[]) {
    this.i = i;
    this.conditions = conditions;
    this.share = i.rules?.maxShare ?? 1;
    this.total = i.demands.reduce((sum, d) => sum + d.quantity, 0);
    this.ofDemand = i.demands.map(() => []);
  }

  build(): Columns {
    const { i, linear } = this;
    const mostOfRank = PREFERENCE / 2 / (MOST_RANK * Math.max(1, i.demands.length + i.suppliers.length));
    const conditions = this.conditions.map((condition) => {
      const relaxed = linear.col(1 + condition.rank * mostOfRank, 0, 1, INTEGER);
      this.relaxed.set(`${condition.rule} ${condition.k}`, relaxed);
      return { condition, relaxed };
    });
    for (const [d, { quantity }] of i.demands.entries()) {
      if (quantity <= 0) {
        this.cut.push(-1);
        continue;
      }
      // Among answers alike, the one that cuts least.
      const cut = linear.col((quantity / this.total) * (PREFERENCE / 2), 0, 1);
      this.cut.push(cut);
      linear.row(-Infinity, 0, [[cut, 1], ...this.unless('quantity', d, -1)]);
      this.ofDemand[d]?.push([cut, 1]);
    }
    for (const s of i.suppliers.keys()) this.supplier(s);
    for (const [d, entries] of this.ofDemand.entries()) if ((i.demands[d]?.quantity ?? 0) > 0) linear.row(1, 1, entries);
    this.rules();
    return { linear, conditions, x: this.x, cut: this.cut, lot: this.lot, counts: this.counts };
  }

  /** The yes-or-no of a condition times `value`; nothing where it does not stand. */
  private unless(rule: Condition['rule'], k: number, value: number): Entry[] {
    const col = this.relaxed.get(`${rule} ${k}`);
    return col === undefined ? [] : [[col, value]];
  }

  private supplier(s: number): void {
    const { i, linear } = this;
    const own = i.suppliers[s];
    if (!own || !(own.capacity > 0)) return;
    const byPeriod = new Map<string, number[]>();
    for (const [d, { quantity, period = '' }] of i.demands.entries())
      if (quantity > 0) byPeriod.set(period, [...(byPeriod.get(period) ?? []), d]);
    const limit = (p: string) =>
      Math.min(own.capacity, own.capacityByPeriod && Object.hasOwn(own.capacityByPeriod, p) ? (own.capacityByPeriod[p] ?? 0) : Infinity);
    const most = Math.max(0, ...[...byPeriod.keys()].map(limit));
    const counted = this.relaxed.has('maxSuppliers -1') || (i.rules?.needInvoice === true && own.invoices === true);
    const used = counted ? linear.col(0, 0, 1, INTEGER) : -1;
    if (this.relaxed.has('maxSuppliers -1')) this.counts.push(used);
    if (i.rules?.needInvoice && own.invoices) this.invoiced.push([used, 1]);
    const all: { col: number; up: number }[] = [];
    for (const [p, wanted] of byPeriod) {
      const cap = limit(p);
      const end = p && lastDay(p);
      const lacks = (i.rules?.papers ?? []).some((paper) => own.papers?.[paper] === undefined || (own.papers[paper] ?? '') < end);
      if (!(cap > 0) || lacks) continue;
      const pairs = wanted.map((d) => this.pair(s, d, cap));
      // What bars the whole period, one gate each.
      const gates: Entry[][] = [];
      if ((own.star ?? 0) < (i.rules?.minStar ?? 0)) gates.push(this.unless('minStar', -1, -1));
      if (end && own.validUntil !== undefined && own.validUntil < end) gates.push(this.unless('validUntil', s, -1));
      if (used >= 0) gates.push([[used, -1]]);
      for (const gate of gates) for (const { col } of pairs) linear.row(-Infinity, 0, [[col, 1], ...gate]);
      if (used >= 0) linear.row(-Infinity, 0, [...asParts(pairs, cap), [used, -1]]);
      else if (pairs.length > 1) linear.row(-Infinity, 1, asParts(pairs, cap));
      if (own.minLot || own.lotStep) this.lots(s, cap, most, pairs);
      all.push(...pairs);
    }
    if (byPeriod.size > 1 && all.length > 1) linear.row(-Infinity, 1, asParts(all, own.capacity));
  }

  private pair(s: number, d: number, cap: number): { col: number; up: number } {
    const { i, linear, share } = this;
    const quantity = i.demands[d]?.quantity ?? 0;
    const up = Math.min(cap, quantity);
    const col = linear.col(0, 0, 1);
    const cut = this.cut[d] ?? -1;
    this.x.set(s * i.demands.length + d, { col, up });
    this.ofDemand[d]?.push([col, up / quantity]);
    // A share counts on what is left of the quantity.
    if (share < 1) linear.row(-Infinity, share, [[col, up / quantity], [cut, share], ...this.unless('maxShare', -1, share - 1)]);
    const least = i.rules?.smallProducerShare ?? 0;
    const supplier = i.suppliers[s];
    if (least > 0 && supplier) this.byShare.push([col, (isSmall(supplier) ? 1 - least : -least) * (up / this.total)]);
    return { col, up };
  }

  /** A period's total T is 0 or lot + k × step, the lot as it stands or, relaxed, anything below; a relaxed step allows every remainder. */
  private lots(s: number, cap: number, most: number, pairs: readonly { col: number; up: number }[]): void {
    const { linear, i } = this;
    const { minLot = 0, lotStep = 0 } = i.suppliers[s] ?? {};
    const total = asParts(pairs, cap);
    const inUse = linear.col(0, 0, 1, INTEGER);
    linear.row(-Infinity, 0, [...total, [inUse, -1]]);
    let least: Entry[] = [];
    if (minLot > 0) {
      const unit = Math.min(minLot, most);
      const known = this.lot.get(s);
      const lot = known?.col ?? linear.col(0, 0, 1);
      if (!known) {
        this.lot.set(s, { col: lot, unit });
        // Not relaxed, it is the lot as stated.
        if (minLot <= most) linear.row(1, Infinity, [[lot, 1], ...this.unless('minLot', s, 1)]);
      }
      if (minLot > cap) linear.row(-Infinity, 0, [[inUse, 1], ...this.unless('minLot', s, -1)]);
      else linear.row(0, Infinity, [...total, [inUse, -minLot / cap], ...this.unless('minLot', s, minLot / cap)]);
      const part = linear.col(0, 0, 1);
      linear.row(-Infinity, 0, [
        [part, 1],
        [inUse, -1],
      ]);
      linear.row(-Infinity, 0, [
        [part, 1],
        [lot, -1],
      ]);
      linear.row(-1, Infinity, [
        [part, 1],
        [lot, -1],
        [inUse, -1],
      ]);
      least = [[part, -unit / cap]];
    }
    if (lotStep > 0) {
      const steps = linear.col(0, 0, Math.floor(cap / lotStep + 1e-9), INTEGER);
      const width = Math.min(lotStep, cap);
      const rest = linear.col(0, 0, 1);
      linear.row(-Infinity, 0, [[rest, 1], ...this.unless('lotStep', s, -1)]);
      linear.row(0, 0, [...total, ...least, [steps, -lotStep / cap], [rest, -width / cap]]);
    } else linear.row(0, Infinity, [...total, ...least]);
  }

  private rules(): void {
    const { i, linear } = this;
    const { maxSuppliers = 0, smallProducerShare = 0, needInvoice } = i.rules ?? {};
    if (this.counts.length > 0)
      linear.row(-Infinity, maxSuppliers, [
        ...this.counts.map((col): Entry => [col, 1]),
        ...this.unless('maxSuppliers', -1, -this.counts.length),
      ]);
    if (smallProducerShare > 0 && this.byShare.length > 0)
      linear.row(0, Infinity, [...this.byShare, ...this.unless('smallProducerShare', -1, smallProducerShare)]);
    if (needInvoice) {
      const some = linear.col(0, 0, 1);
      for (const { col } of this.x.values())
        linear.row(-Infinity, 0, [
          [col, 1],
          [some, -1],
        ]);
      linear.row(0, Infinity, [...this.invoiced, [some, -1]]);
    }
  }
}

/** The quantities of a solution, by pair. */
function quantities(c: Columns, v: ArrayLike<number>, demands: number): { s: number; d: number; quantity: number }[] {
  return [...c.x].flatMap(([pair, { col, up }]) => {
    const quantity = (v[col] ?? 0) * up;
    return quantity > 1e-9 * up ? [{ s: Math.floor(pair / demands), d: pair % demands, quantity }] : [];
  });
}

/** The chosen conditions with the values that this solution gives them. */
function stated(i: Instance, c: Columns, v: ArrayLike<number>, chosen: readonly Condition[]): Relaxation[] {
  const flows = quantities(c, v, i.demands.length);
  const users = new Set(flows.map((f) => f.s));
  const left = i.demands.map((d, k) => d.quantity * Math.max(0, 1 - (v[c.cut[k] ?? -1] ?? 0)));
  return chosen.map(({ rule, k }): Relaxation => {
    const supplier = i.suppliers[k];
    if (rule === 'quantity') {
      const from = i.demands[k]?.quantity ?? 0;
      return { rule, at: i.demands[k]?.id ?? '', from, to: tidy(left[k] ?? 0, from) };
    }
    if (rule === 'validUntil') {
      const ends = flows.flatMap((f) => (f.s === k && i.demands[f.d]?.period ? [lastDay(i.demands[f.d]?.period ?? '')] : [])).sort();
      const from = supplier?.validUntil ?? '';
      return { rule, at: supplier?.id ?? '', from, to: ends.filter((end) => end > from).at(-1) ?? from };
    }
    if (rule === 'minLot') {
      const { col, unit } = c.lot.get(k) ?? { col: -1, unit: 0 };
      const from = supplier?.minLot ?? 0;
      return { rule, at: supplier?.id ?? '', from, to: tidy((v[col] ?? 0) * unit, from) };
    }
    if (rule === 'lotStep') return { rule, at: supplier?.id ?? '', from: supplier?.lotStep ?? 0, to: 0 };
    const from = i.rules?.[rule] ?? 0;
    if (rule === 'maxSuppliers') return { rule, at: from, from, to: Math.max(from + 1, users.size) };
    return { rule, at: from, from, to: rule === 'maxShare' ? 1 : 0 };
  });
}

/** Off the solver's noise: a whole number where it nearly is one, else twelve digits. */
function tidy(value: number, scale: number): number {
  const whole = Math.round(value);
  if (Math.abs(value - whole) <= 1e-7 * Math.max(1, Math.abs(value))) return whole;
  return Math.abs(value) < 1e-9 * scale ? 0 : Number(value.toPrecision(12));
}

/** Weights of the second run: quantities and lots move as little as they can, each counted in parts of itself. */
function leastMoves(c: Columns, chosen: ReadonlySet<Condition>, demands: readonly { quantity: number }[]): void {
  c.linear.cost.fill(0);
  for (const { condition, relaxed } of c.conditions) {
    const on = chosen.has(condition) ? 1 : 0;
    c.linear.lower[relaxed] = on;
    c.linear.upper[relaxed] = on;
    if (on && condition.rule === 'quantity' && (demands[condition.k]?.quantity ?? 0) > 0) c.linear.cost[c.cut[condition.k] ?? 0] = 1;
    const lot = condition.rule === 'minLot' ? c.lot.get(condition.k) : undefined;
    if (on && lot) c.linear.cost[lot.col] = -1;
  }
}

/**
 * The fewest conditions whose change makes an order possible; among those as many, rules before suppliers before quantities, and the least
 * cut. Undefined when the order is too large for one model. Throws when the solver breaks.
 */
export function fewestChanges(highs: Highs, i: Instance, seconds: number): Fewest | undefined {
  if (i.demands.length * i.suppliers.length > MOST_PAIRS) return undefined;
  const until = performance.now() + seconds * 1000;
  const conditions = conditionsOf(i);
  const c = new Builder(i, conditions).build();
  const checked = c.linear.cost.length <= CHECKED;
  const first = c.linear.solve(highs, { seconds: seconds * 0.7, gap: 1e-7, enough: 1e-7, checked });
  if (!Number.isFinite(first.bound) && !first.values) return { changes: undefined, least: 1 };
  const least = Math.max(1, Math.ceil(first.bound - PREFERENCE - 1e-6));
  const { values } = first;
  if (!values) return { changes: undefined, least };
  const chosen = c.conditions.filter(({ relaxed }) => (values[relaxed] ?? 0) > 0.5).map(({ condition }) => condition);
  let v: ArrayLike<number> = values;
  if (chosen.some(({ rule }) => RANKS[rule] >= RANKS.minLot)) {
    leastMoves(c, new Set(chosen), i.demands);
    v = c.linear.solve(highs, { seconds: (until - performance.now()) / 1000, gap: 1e-9, enough: 1e-9, checked }).values ?? v;
  }
  return { changes: stated(i, c, v, chosen), least };
}
