// Reads an answer back against the conditions, on its own arithmetic: what breaks one never leaves the engine.
import { isSmall, lastDay } from './model.ts';
import type { Allocation, Demand, Instance, Rules, Supplier } from './types.ts';

/** Relative tolerance: what double precision cannot tell apart. */
const EPS = 1e-7;
const over = (a: number, b: number, scale: number) => a - b > EPS * Math.max(scale, Math.abs(b)) + 1e-12;

type Total = { all: number; periods: Map<string, number> };

/** What one supplier may not deliver to one demand. */
function ownBreach(s: Supplier, d: Demand, quantity: number, rules: Rules): string | undefined {
  const period = d.period ?? '';
  if (period && s.validUntil !== undefined && s.validUntil < lastDay(period)) return `${s.id} is not valid in ${period}`;
  for (const paper of rules.papers ?? [])
    if (s.papers?.[paper] === undefined || (period && (s.papers[paper] ?? '') < lastDay(period))) return `${s.id} lacks ${paper}`;
  if (rules.minStar && (s.star ?? 0) < rules.minStar) return `${s.id} has too few stars`;
  if (over(quantity, (rules.maxShare ?? 1) * d.quantity, d.quantity)) return `${s.id} has too large a share of ${d.id}`;
  return undefined;
}

/** What one supplier may not deliver in all: capacity, lots, steps. */
function capacityBreach(s: Supplier, total: Total): string | undefined {
  if (over(total.all, s.capacity, 0)) return `${s.id} is over its capacity`;
  for (const [period, t] of total.periods) {
    const own = s.capacityByPeriod && Object.hasOwn(s.capacityByPeriod, period) ? s.capacityByPeriod[period] : undefined;
    if (own !== undefined && over(t, own, 0)) return `${s.id} is over its capacity of ${period}`;
    const lot = s.minLot ?? 0;
    if (over(lot, t, 0)) return `${s.id} is below its lot in ${period}`;
    if (!s.lotStep) continue;
    const k = (t - lot) / s.lotStep;
    if (Math.abs(k - Math.round(k)) * s.lotStep > EPS * Math.max(t, s.lotStep)) return `${s.id} is off its lot step in ${period}`;
  }
  return undefined;
}

/** The first condition that an allocation breaks, in words for a log; undefined when it keeps them all. */
export function breach(
  instance: Instance,
  allocations: readonly Allocation[],
  short: readonly { demand: string; quantity: number }[],
): string | undefined {
  const { rules = {} } = instance;
  const suppliers = new Map(instance.suppliers.map((s) => [s.id, s]));
  const demands = new Map(instance.demands.map((d) => [d.id, d]));
  const missing = new Map(short.map((s) => [s.demand, s.quantity]));
  const filled = new Map<string, number>();
  const bySupplier = new Map<string, Total>();
  let delivered = 0;
  let small = 0;
  for (const { supplier, demand, quantity } of allocations) {
    const s = suppliers.get(supplier);
    const d = demands.get(demand);
    if (!s || !d) return `unknown ${supplier} or ${demand}`;
    if (!(quantity > 0) || !Number.isFinite(quantity)) return `quantity of ${supplier}`;
    const broken = ownBreach(s, d, quantity, rules);
    if (broken) return broken;
    const period = d.period ?? '';
    filled.set(demand, (filled.get(demand) ?? 0) + quantity);
    const total = bySupplier.get(supplier) ?? { all: 0, periods: new Map() };
    total.all += quantity;
    total.periods.set(period, (total.periods.get(period) ?? 0) + quantity);
    bySupplier.set(supplier, total);
    delivered += quantity;
    if (isSmall(s)) small += quantity;
  }
  for (const d of instance.demands) {
    const lacks = missing.get(d.id) ?? 0;
    if (lacks > 0 && !rules.allowShort) return `${d.id} is short`;
    const sum = (filled.get(d.id) ?? 0) + lacks;
    if (over(sum, d.quantity, d.quantity) || over(d.quantity, sum, d.quantity)) return `${d.id} gets ${sum} of ${d.quantity}`;
  }
  for (const [id, total] of bySupplier) {
    const s = suppliers.get(id);
    if (!s) continue;
    const broken = capacityBreach(s, total);
    if (broken) return broken;
  }
  if (rules.maxSuppliers !== undefined && bySupplier.size > rules.maxSuppliers) return `${bySupplier.size} suppliers`;
  if (over((rules.smallProducerShare ?? 0) * delivered, small, delivered)) return 'small producers have too small a share';
  if (rules.needInvoice && delivered > 0 && ![...bySupplier.keys()].some((id) => suppliers.get(id)?.invoices)) return 'nobody can invoice';
  return undefined;
}
