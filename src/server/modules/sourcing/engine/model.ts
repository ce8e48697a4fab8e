// One instance as numbered arrays: who may deliver what, in which period, in which lots, at what cost.
import type { Instance, Supplier } from './types.ts';

/** A way to deliver in one period: a total of `lo`, or `lo + k × step` up to `hi` (any amount between when `step` is 0), each unit at `price`. */
export type Mode = { lo: number; hi: number; step: number; price: number };
/** One supplier in one period; its arcs are `from … to − 1`. */
export type Node = { s: number; p: number; modes: Mode[]; from: number; to: number };

export type Barred =
  | { why: 'noDemand' | 'noCapacity' }
  | { why: 'expired'; until: string }
  | { why: 'star'; star: number }
  | { why: 'papers'; missing: string[] }
  | { why: 'lotAboveCapacity' | 'lotAboveDemand'; lot: number; most: number };

export type Model = {
  instance: Instance;
  /** Demands: quantity and period number. */
  q: Float64Array;
  period: Int32Array;
  periods: string[];
  nodes: Node[];
  nodesOf: number[][];
  /** Arcs node → demand: transport and handicap a unit (the price stands in the mode), largest flow. */
  arcNode: Int32Array;
  arcDemand: Int32Array;
  arcCost: Float64Array;
  arcUp: Float64Array;
  cap: Float64Array;
  fixed: Float64Array;
  small: boolean[];
  invoices: boolean[];
  handicap: Float64Array;
  maxSuppliers: number;
  share: number;
  /** VND a unit short; Infinity = demand must be met. */
  penalty: number;
  needInvoice: boolean;
  /** Suppliers that cannot deliver anything, whatever the others do. */
  barred: Map<number, Barred>;
  total: number;
};

const SMALL = new Set(['household', 'business_household', 'cooperative_group', 'cooperative', 'farm']);
export const isSmall = (s: Pick<Supplier, 'type'>): boolean => s.type !== undefined && SMALL.has(s.type);

/** Relative slack within which two quantities are the same. */
export const SAME = 1e-9;

/** The last day of a month or of a day, of any year that can be written. */
export function lastDay(period: string): string {
  if (period.length > 7) return period;
  const [y = 0, m = 1] = period.split('-').map(Number);
  // The calendar repeats every 400 years; 2000 and later are years that Date takes as they stand.
  return `${period}-${new Date(Date.UTC(2000 + (y % 400), m, 0)).getUTCDate()}`;
}

/** Without a stated penalty, a unit short costs more than any unit that is offered, fixed costs spread over what the supplier can bring. */
export function defaultPenalty(instance: Instance): number {
  let most = 0;
  let fixed = 0;
  const total = instance.demands.reduce((sum, d) => sum + d.quantity, 0);
  for (const s of instance.suppliers) {
    const reach = Math.min(s.capacity, total);
    const far = Math.max(0, ...Object.values(instance.unitTransport?.[s.id] ?? {}));
    most = Math.max(most, s.unitPrice + far + (s.handicap ?? 0));
    if (reach > 0) fixed = Math.max(fixed, (s.fixedCost ?? 0) / reach);
  }
  return Math.min(1e12, 2 * (most + fixed) + 1);
}

function modesOf(s: Supplier, cap: number): Mode[] {
  const step = s.lotStep ?? 0;
  const lot = s.minLot ?? 0;
  const tiers = [{ from: 0, unitPrice: s.unitPrice }, ...[...(s.tiers ?? [])].sort((a, b) => a.from - b.from)];
  const modes: Mode[] = [];
  for (const [i, tier] of tiers.entries()) {
    const next = tiers[i + 1]?.from;
    let lo = Math.max(lot, tier.from);
    let hi = Math.min(cap, next ?? cap);
    if (step > 0) {
      lo = onGrid(lo, lot, step, 'up');
      hi = onGrid(hi, lot, step, 'down');
    }
    if (hi > 0 && hi >= lo * (1 - SAME))
      modes.push({ lo: Math.min(lo, hi), hi, step: hi - lo < step * SAME ? 0 : step, price: tier.unitPrice });
  }
  return modes;
}

/** The nearest lot + k × step in one direction; lot 0 = multiples of the step. */
function onGrid(x: number, lot: number, step: number, to: 'up' | 'down'): number {
  const k = (x - lot) / step;
  const near = Math.round(k);
  const whole = Math.abs(k - near) <= SAME * Math.max(1, Math.abs(k)) ? near : to === 'up' ? Math.ceil(k) : Math.floor(k);
  return whole < 0 ? (to === 'up' ? lot : -1) : lot + whole * step;
}

/** Builds the arrays; takes a checked instance (ids known and distinct). */
export function buildModel(instance: Instance): Model {
  const { demands, suppliers, unitTransport = {}, rules = {} } = instance;
  const periods = [...new Set(demands.map((d) => d.period ?? ''))];
  const numberOf = new Map(periods.map((p, i) => [p, i]));
  const q = Float64Array.from(demands, (d) => d.quantity);
  const period = Int32Array.from(demands, (d) => numberOf.get(d.period ?? '') ?? 0);
  const inPeriod: number[][] = periods.map(() => []);
  for (const [d, quantity] of q.entries()) if (quantity > 0) inPeriod[period[d] ?? 0]?.push(d);
  const share = Math.min(1, rules.maxShare ?? 1);
  const nodes: Node[] = [];
  const nodesOf: number[][] = suppliers.map(() => []);
  const arcs = { node: [] as number[], demand: [] as number[], cost: [] as number[], up: [] as number[] };
  const barred = new Map<number, Barred>();
  const ends = periods.map((p) => (p ? lastDay(p) : ''));

  for (const [s, supplier] of suppliers.entries()) {
    const bar = (b: Barred) => {
      if (!barred.has(s)) barred.set(s, b);
    };
    if (rules.minStar && (supplier.star ?? 0) < rules.minStar) {
      bar({ why: 'star', star: rules.minStar });
      continue;
    }
    const costs = Object.hasOwn(unitTransport, supplier.id) ? (unitTransport[supplier.id] ?? {}) : {};
    let first: Barred | undefined;
    for (const [p, key] of periods.entries()) {
      const wanted = inPeriod[p] ?? [];
      if (wanted.length === 0) continue;
      const end = ends[p] ?? '';
      const missing = (rules.papers ?? []).filter((paper) => {
        const until = supplier.papers?.[paper];
        return until === undefined || (end !== '' && until < end);
      });
      if (end && supplier.validUntil !== undefined && supplier.validUntil < end) {
        if (first?.why !== 'expired' || end < first.until) first = { why: 'expired', until: end };
        continue;
      }
      if (missing.length > 0) {
        first ??= { why: 'papers', missing };
        continue;
      }
      const own = supplier.capacityByPeriod;
      const offered = Math.min(supplier.capacity, own && Object.hasOwn(own, key) ? (own[key] ?? 0) : Infinity);
      if (!(offered > 0)) {
        first ??= { why: 'noCapacity' };
        continue;
      }
      const wantedTotal = wanted.reduce((sum, d) => sum + (q[d] ?? 0) * share, 0);
      const smallest = supplier.minLot || supplier.lotStep || 0;
      const modes = modesOf(supplier, Math.min(offered, wantedTotal));
      if (modes.length === 0) {
        const tooSmall = smallest > offered * (1 + SAME);
        first ??=
          wantedTotal > 0 || tooSmall
            ? { why: tooSmall ? 'lotAboveCapacity' : 'lotAboveDemand', lot: smallest, most: tooSmall ? offered : wantedTotal }
            : { why: 'noDemand' };
        continue;
      }
      const hi = Math.max(...modes.map((m) => m.hi));
      const from = arcs.node.length;
      for (const d of wanted) {
        const up = Math.min(hi, (q[d] ?? 0) * share);
        if (up <= 0) continue;
        const id = demands[d]?.id ?? '';
        arcs.node.push(nodes.length);
        arcs.demand.push(d);
        arcs.cost.push((Object.hasOwn(costs, id) ? (costs[id] ?? 0) : 0) + (supplier.handicap ?? 0));
        arcs.up.push(up);
      }
      nodesOf[s]?.push(nodes.length);
      nodes.push({ s, p, modes, from, to: arcs.node.length });
    }
    if (nodesOf[s]?.length === 0) bar(first ?? { why: 'noDemand' });
  }
  const active = suppliers.length - barred.size;
  return {
    instance,
    q,
    period,
    periods,
    nodes,
    nodesOf,
    arcNode: Int32Array.from(arcs.node),
    arcDemand: Int32Array.from(arcs.demand),
    arcCost: Float64Array.from(arcs.cost),
    arcUp: Float64Array.from(arcs.up),
    cap: Float64Array.from(suppliers, (s) => s.capacity),
    fixed: Float64Array.from(suppliers, (s) => s.fixedCost ?? 0),
    small: suppliers.map(isSmall),
    invoices: suppliers.map((s) => s.invoices === true),
    handicap: Float64Array.from(suppliers, (s) => s.handicap ?? 0),
    maxSuppliers: rules.maxSuppliers !== undefined && rules.maxSuppliers < active ? rules.maxSuppliers : Infinity,
    share: rules.smallProducerShare ?? 0,
    penalty: rules.allowShort ? (rules.shortPenalty ?? defaultPenalty(instance)) : Infinity,
    needInvoice: rules.needInvoice === true,
    barred,
    total: q.reduce((sum, x) => sum + x, 0),
  };
}

/** True when any decision is a yes or a no: otherwise the whole model is a flow. */
export const hasChoices = (m: Model): boolean =>
  Number.isFinite(m.maxSuppliers) ||
  m.needInvoice ||
  m.nodes.some((n) => n.modes.length > 1 || (m.fixed[n.s] ?? 0) > 0 || n.modes.some((mode) => mode.lo > 0 || mode.step > 0));
