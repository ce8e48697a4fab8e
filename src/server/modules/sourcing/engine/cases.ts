// Small random orders and their optimum by trying everything: written without a line of the engine. For tests and the bench.
import type { Instance, Supplier } from './types.ts';

export type Random = () => number;

/** The same numbers 0…1 for the same seed. */
export function seeded(seed: number): Random {
  let s = seed >>> 0;
  return () => {
    s = (Math.imul(s, 1_664_525) + 1_013_904_223) >>> 0;
    return ((s ^ (s >>> 15)) >>> 0) / 2 ** 32;
  };
}
const pick = <T>(r: Random, list: readonly T[]): T => list[Math.floor(r() * list.length)] as T;
const upTo = (r: Random, a: number, b: number) => a + Math.floor(r() * (b - a + 1));

/** A small order in whole units: few suppliers, few demands, every kind of condition now and then. */
export function smallCase(r: Random): Instance {
  const periods = r() < 0.4 ? ['2026-12', '2027-01'] : [undefined];
  const demands = Array.from({ length: upTo(r, 1, 2) }, (_, i) => {
    const period = pick(r, periods);
    return { id: `d${i}`, quantity: upTo(r, 0, 3) * 2, ...(period ? { period } : {}) };
  });
  const suppliers = Array.from({ length: upTo(r, 1, 4) }, (_, i): Supplier => {
    const s: Supplier = { id: `s${i}`, capacity: upTo(r, 0, 6), unitPrice: upTo(r, 0, 20) };
    if (r() < 0.6) s.type = pick(r, ['household', 'enterprise', 'cooperative', 'other'] as const);
    if (r() < 0.4) s.fixedCost = upTo(r, 0, 20);
    if (r() < 0.35) s.minLot = upTo(r, 0, 3);
    if (r() < 0.3) s.lotStep = upTo(r, 0, 3);
    if (r() < 0.2) s.star = upTo(r, 3, 5);
    if (r() < 0.2) s.validUntil = pick(r, ['2026-12-30', '2026-12-31', '2027-06-30']);
    if (periods[0] && r() < 0.4) s.capacityByPeriod = { '2026-12': upTo(r, 0, 4), ...(r() < 0.5 ? { '2027-01': upTo(r, 0, 4) } : {}) };
    return s;
  });
  const rules: NonNullable<Instance['rules']> = {};
  if (r() < 0.3) rules.maxSuppliers = upTo(r, 1, 3);
  if (r() < 0.25) rules.maxShare = 0.5;
  if (r() < 0.15) rules.minStar = upTo(r, 3, 4);
  if (r() < 0.4) {
    rules.allowShort = true;
    rules.shortPenalty = upTo(r, 0, 40);
  }
  const unitTransport: Record<string, Record<string, number>> = {};
  for (const s of suppliers)
    if (r() < 0.6) unitTransport[s.id] = Object.fromEntries(demands.flatMap((d) => (r() < 0.8 ? [[d.id, upTo(r, 0, 9)]] : [])));
  return { demands, suppliers, unitTransport, rules };
}

/** Some 25 demands × 25 suppliers in one or two periods; `n` turns the conditions on and off in order. */
export function middleCase(r: Random, n: number): Instance {
  const periods = n % 2 ? ['2026-12', '2027-01'] : [undefined];
  const demands = Array.from({ length: 24 }, (_, i) => {
    const period = periods[i % periods.length];
    return { id: `d${i}`, quantity: upTo(r, 20, 200) / (n % 5 === 4 ? 7 : 1), ...(period ? { period } : {}) };
  });
  const total = demands.reduce((sum, d) => sum + d.quantity, 0);
  const suppliers = Array.from({ length: 26 }, (_, i): Supplier => {
    const s: Supplier = {
      id: `s${i}`,
      capacity: Math.round((total / 26) * (1 + r() * 4)),
      unitPrice: upTo(r, 50, 90),
      fixedCost: upTo(r, 0, 4000),
    };
    if (r() < 0.6) s.type = pick(r, ['household', 'enterprise', 'cooperative', 'other'] as const);
    if (n % 3 === 1) s.minLot = upTo(r, 5, 60);
    if (n % 4 === 2) s.lotStep = upTo(r, 2, 9);
    if (periods[0] && r() < 0.4) s.capacityByPeriod = { '2026-12': upTo(r, 50, 400) };
    return s;
  });
  const rules: NonNullable<Instance['rules']> = {};
  if (n % 3 === 0) rules.maxSuppliers = 14;
  if (n % 4 === 1) rules.maxShare = 0.4;
  if (n % 3 === 2) rules.smallProducerShare = 0.5;
  if (n % 2 === 0) {
    rules.allowShort = true;
    rules.shortPenalty = upTo(r, 60, 300);
  }
  const unitTransport = Object.fromEntries(suppliers.map((s) => [s.id, Object.fromEntries(demands.map((d) => [d.id, upTo(r, 0, 60)]))]));
  return { demands, suppliers, unitTransport, rules };
}

/**
 * Places in the plane, what each may carry and costs once, and customers who must be served in full: capacities all the same
 * (`spread` 0) or up to so much apart, `slack` times what is asked for in sum, the last place free of fixed cost.
 */
export function locationCase(r: Random, places: number, customers: number, slack: number, spread: number): Instance {
  const sites = Array.from({ length: places }, () => [r() * 1000, r() * 1000] as const);
  const at = Array.from({ length: customers }, () => [r() * 1000, r() * 1000] as const);
  const demands = at.map((_, i) => ({ id: `c${i}`, quantity: r() < 0.1 ? upTo(r, 200, 900) : upTo(r, 1, 100) }));
  const total = demands.reduce((sum, d) => sum + d.quantity, 0);
  const mean = (total / places) * slack;
  const once = (0.5 + r()) * (total / places) * 250;
  const unitTransport: Record<string, Record<string, number>> = {};
  for (const [f, site] of sites.entries())
    unitTransport[`f${f}`] = Object.fromEntries(
      demands.map((d, c) => {
        const far = Math.hypot(site[0] - (at[c]?.[0] ?? 0), site[1] - (at[c]?.[1] ?? 0));
        // Stated as the cost of the whole demand, in thousandths.
        return [d.id, Math.round(far * d.quantity * (1 + r() / 4) * 1000) / 1000 / d.quantity];
      }),
    );
  const suppliers = sites.map((_, f): Supplier => {
    const capacity = Math.ceil(mean * (1 + spread * (r() - 0.5)));
    const fixedCost = f === places - 1 ? 0 : Math.round(once * (capacity / mean) ** 2 * (1 + spread * (r() - 0.5)));
    return { id: `f${f}`, capacity, unitPrice: 0, fixedCost };
  });
  return { demands, suppliers, unitTransport };
}

const END: Record<string, string> = { '2026-12': '2026-12-31', '2027-01': '2027-01-31' };

/** The least cost over all whole-unit allocations (with whole data some optimum is whole); undefined = impossible. No share of small producers. */
export function byTryingAll(i: Instance): number | undefined {
  const rules = i.rules ?? {};
  let best: number | undefined;
  const left = i.demands.map((d) => d.quantity);
  const walk = (s: number, used: number, cost: number): void => {
    if (best !== undefined && cost >= best) return;
    if (s === i.suppliers.length) {
      const missing = left.reduce((a, b) => a + b, 0);
      if (missing > 0 && !rules.allowShort) return;
      const whole = cost + missing * (rules.shortPenalty ?? 0);
      if (best === undefined || whole < best) best = whole;
      return;
    }
    const supplier = i.suppliers[s] as Supplier;
    const give = (d: number, taken: number[]): void => {
      if (d === i.demands.length) {
        const all = taken.reduce((a, b) => a + b, 0);
        if (all > supplier.capacity) return;
        const byPeriod = new Map<string, number>();
        for (const [k, x] of taken.entries()) byPeriod.set(i.demands[k]?.period ?? '', (byPeriod.get(i.demands[k]?.period ?? '') ?? 0) + x);
        for (const [p, t] of byPeriod) {
          if (t === 0) continue;
          if (t > (supplier.capacityByPeriod?.[p] ?? Infinity) || t < (supplier.minLot ?? 0)) return;
          if (supplier.lotStep && (t - (supplier.minLot ?? 0)) % supplier.lotStep !== 0) return;
        }
        if (all > 0 && used + 1 > (rules.maxSuppliers ?? Infinity)) return;
        let more = all > 0 ? (supplier.fixedCost ?? 0) : 0;
        for (const [k, x] of taken.entries())
          more += x * (supplier.unitPrice + (i.unitTransport?.[supplier.id]?.[i.demands[k]?.id ?? ''] ?? 0));
        for (const [k, x] of taken.entries()) left[k] = (left[k] ?? 0) - x;
        walk(s + 1, used + (all > 0 ? 1 : 0), cost + more);
        for (const [k, x] of taken.entries()) left[k] = (left[k] ?? 0) + x;
        return;
      }
      const demand = i.demands[d];
      const period = demand?.period;
      const barred =
        (period !== undefined && supplier.validUntil !== undefined && supplier.validUntil < (END[period] ?? '')) ||
        (rules.minStar !== undefined && rules.minStar > 0 && (supplier.star ?? 0) < rules.minStar);
      const most = barred ? 0 : Math.min(left[d] ?? 0, supplier.capacity, (rules.maxShare ?? 1) * (demand?.quantity ?? 0));
      for (let x = 0; x <= most; x++) give(d + 1, [...taken, x]);
    };
    give(0, []);
  };
  walk(0, 0, 0);
  return best;
}

/** The same order as one plain model in LP text, big-M and all: no decomposition, no fixing, no flow of ours. */
export function asPlainModel(i: Instance): string {
  const rules = i.rules ?? {};
  const cost: string[] = [];
  const rows: string[] = [];
  const binaries: string[] = [];
  const generals: string[] = [];
  const bounds: string[] = [];
  const term = (c: number, v: string) => `${c < 0 ? '-' : '+'} ${Math.abs(c)} ${v}`;
  const ofDemand: string[][] = i.demands.map(() => []);
  const share: string[] = [];
  const count: string[] = [];
  for (const [s, supplier] of i.suppliers.entries()) {
    const small = ['household', 'business_household', 'cooperative_group', 'cooperative', 'farm'].includes(supplier.type ?? '');
    const byPeriod = new Map<string, string[]>();
    const all: string[] = [];
    for (const [d, demand] of i.demands.entries()) {
      const end = demand.period ? (END[demand.period] ?? '') : '';
      const barred =
        (end !== '' && supplier.validUntil !== undefined && supplier.validUntil < end) || (supplier.star ?? 0) < (rules.minStar ?? 0);
      if (barred || demand.quantity === 0) continue;
      const x = `x${s}_${d}`;
      cost.push(term(supplier.unitPrice + (i.unitTransport?.[supplier.id]?.[demand.id] ?? 0), x));
      ofDemand[d]?.push(x);
      all.push(x);
      const key = demand.period ?? '';
      byPeriod.set(key, [...(byPeriod.get(key) ?? []), x]);
      const most = Math.min(supplier.capacity, (rules.maxShare ?? 1) * demand.quantity);
      rows.push(`${x} <= ${most}`, `${x} - ${most} y${s} <= 0`);
      share.push(term(small ? 1 - (rules.smallProducerShare ?? 0) : -(rules.smallProducerShare ?? 0), x));
    }
    if (all.length === 0) continue;
    binaries.push(`y${s}`);
    count.push(`y${s}`);
    cost.push(term(supplier.fixedCost ?? 0, `y${s}`));
    rows.push(`${all.join(' + ')} - ${supplier.capacity} y${s} <= 0`);
    for (const [p, [...xs]] of byPeriod) {
      const n = [...byPeriod.keys()].indexOf(p);
      const z = `z${s}_${n}`;
      const own = Math.min(supplier.capacity, supplier.capacityByPeriod?.[p] ?? Infinity);
      binaries.push(z);
      rows.push(`${xs.join(' + ')} - ${own} ${z} <= 0`, `${xs.join(' + ')} - ${supplier.minLot ?? 0} ${z} >= 0`);
      if (supplier.lotStep) {
        generals.push(`k${s}_${n}`);
        bounds.push(`0 <= k${s}_${n} <= ${Math.ceil(own / supplier.lotStep) + 1}`);
        rows.push(`${xs.join(' + ')} - ${supplier.minLot ?? 0} ${z} - ${supplier.lotStep} k${s}_${n} = 0`);
      }
    }
  }
  for (const [d, demand] of i.demands.entries()) {
    if (demand.quantity === 0) continue;
    cost.push(term(rules.allowShort ? (rules.shortPenalty ?? 0) : 0, `h${d}`));
    bounds.push(`0 <= h${d} <= ${rules.allowShort ? demand.quantity : 0}`);
    rows.push(`${[...(ofDemand[d] ?? []), `h${d}`].join(' + ')} = ${demand.quantity}`);
  }
  if (rules.smallProducerShare && share.length > 0) rows.push(`${share.join(' ')} >= 0`);
  if (rules.maxSuppliers !== undefined && count.length > 0) rows.push(`${count.join(' + ')} <= ${rules.maxSuppliers}`);
  const body = rows.map((r, n) => ` r${n}: ${r}`).join('\n');
  return `Minimize\n obj: ${cost.join(' ') || '0 nothing'}\nSubject To\n${body || ' r0: nothing >= 0'}\nBounds\n ${bounds.join('\n ')}\nBinaries\n ${binaries.join(' ')}\nGenerals\n ${generals.join(' ')}\nEnd\n`;
}
