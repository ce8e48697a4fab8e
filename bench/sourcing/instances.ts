// Instances that are the same on every run; sizes and ranges as stated, nothing taken from anywhere.
import type { Instance } from '../../src/server/modules/sourcing/index.ts';

/** Numbers 0…1 from a seed. */
export function seeded(seed: number): () => number {
  let s = seed >>> 0;
  return () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = s;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const between = (r: () => number, a: number, b: number) => Math.round(a + r() * (b - a));

/** Capacitated facility location in the plane: the cost of a customer's whole demand divided by its demand is the unit transport. */
export function facilities(F: number, C: number, seed: number, fixedCost: number, capacity: number, total: number): Instance {
  const r = seeded(seed);
  const sites = Array.from({ length: F }, () => [r() * 1000, r() * 1000] as const);
  const drawn = Array.from({ length: C }, () => ({ at: [r() * 1000, r() * 1000] as const, weight: 5 + Math.exp(r() * 6) * 8 }));
  const weights = drawn.reduce((sum, c) => sum + c.weight, 0);
  const customers = drawn.map((c) => ({ at: c.at, quantity: Math.max(1, Math.round((c.weight / weights) * total)) }));
  const unitTransport: Record<string, Record<string, number>> = {};
  for (const [f, site] of sites.entries()) {
    const own: Record<string, number> = {};
    for (const [c, customer] of customers.entries())
      own[`c${c}`] =
        Math.round(Math.hypot(site[0] - customer.at[0], site[1] - customer.at[1]) * customer.quantity * 30) / 1000 / customer.quantity;
    unitTransport[`f${f}`] = own;
  }
  return {
    demands: customers.map((c, i) => ({ id: `c${i}`, quantity: c.quantity })),
    suppliers: sites.map((_, i) => ({ id: `f${i}`, capacity, unitPrice: 0, fixedCost })),
    unitTransport,
    limits: { seconds: 60 },
  };
}

/** Places and customers spread evenly over a square, fixed costs of each place's own, all of one capacity: some ten of a hundred suffice. */
export function places(F: number, C: number, seed: number, capacity: number, least: number, most: number): Instance {
  const r = seeded(seed);
  const sites = Array.from({ length: F }, () => [r() * 1000, r() * 1000] as const);
  const customers = Array.from({ length: C }, () => ({ at: [r() * 1000, r() * 1000] as const, quantity: between(r, 1, 100) }));
  const unitTransport: Record<string, Record<string, number>> = {};
  for (const [f, site] of sites.entries())
    unitTransport[`f${f}`] = Object.fromEntries(
      customers.map(({ at, quantity }, c) => [
        `c${c}`,
        Math.round(Math.hypot(site[0] - at[0], site[1] - at[1]) * quantity * (1 + r() / 4) * 1e5) / 1e5 / quantity,
      ]),
    );
  return {
    demands: customers.map((c, i) => ({ id: `c${i}`, quantity: c.quantity })),
    suppliers: sites.map((_, i) => ({ id: `f${i}`, capacity, unitPrice: 0, fixedCost: between(r, least, most) })),
    unitTransport,
    limits: { seconds: 60 },
  };
}

/** Twelve tonnes of honey in four deliveries to one chain; nobody has more than a part. */
export function honey(S: number, seed: number): Instance {
  const r = seeded(seed);
  const months = ['2027-03', '2027-04', '2027-05', '2027-06'];
  const unitTransport: Record<string, Record<string, number>> = {};
  const suppliers = Array.from({ length: S }, (_, i) => {
    const far = between(r, 1_000, 9_000);
    unitTransport[`p${i}`] = Object.fromEntries(months.map((m) => [m, far]));
    const type = (['household', 'household', 'cooperative', 'business_household', 'enterprise'] as const)[i % 5] ?? 'household';
    const size = type === 'enterprise' ? 4 : type === 'cooperative' ? 2 : 1;
    return {
      id: `p${i}`,
      type,
      capacity: between(r, 200, 500) * size,
      capacityByPeriod: Object.fromEntries(months.map((m) => [m, between(r, 40, 180) * size])),
      unitPrice: between(r, 120_000, 180_000),
      fixedCost: between(r, 100_000, 600_000),
      minLot: 20 * size,
      lotStep: 10,
      star: 3 + (i % 3),
    };
  });
  return {
    demands: months.map((period) => ({ id: period, quantity: 3_000, period })),
    suppliers,
    unitTransport,
    rules: { smallProducerShare: 0.6, maxShare: 0.15, minStar: 3 },
    limits: { seconds: 5 },
  };
}

/** One line of 12,000 units; fixed costs, lots and steps of everybody's own. */
export function oneLine(S: number, seed: number, seconds = 5): Instance {
  const r = seeded(seed);
  return {
    demands: [{ id: 'd', quantity: 12_000 }],
    suppliers: Array.from({ length: S }, (_, i) => ({
      id: `s${i}`,
      type: r() < 0.6 ? ('household' as const) : ('enterprise' as const),
      capacity: between(r, 50, 500),
      unitPrice: between(r, 80_000, 120_000),
      fixedCost: between(r, 0, 2_000_000),
      minLot: between(r, 20, 80),
      ...(i % 2 ? { lotStep: [5, 10, 20, 25][i % 4] ?? 5 } : {}),
    })),
    rules: { maxSuppliers: 60, maxShare: 0.1 },
    limits: { seconds },
  };
}

/** Many lines, many suppliers, transport by distance, fixed costs and lots. */
export function manyLines(D: number, S: number, seed: number, seconds = 20): Instance {
  const r = seeded(seed);
  const stores = Array.from({ length: D }, () => [r() * 1000, r() * 1000] as const);
  const demands = stores.map((_, d) => ({ id: `d${d}`, quantity: between(r, 50, 1000) }));
  const total = demands.reduce((sum, d) => sum + d.quantity, 0);
  const unitTransport: Record<string, Record<string, number>> = {};
  const suppliers = Array.from({ length: S }, (_, i) => {
    const at = [r() * 1000, r() * 1000] as const;
    unitTransport[`s${i}`] = Object.fromEntries(stores.map((s, d) => [`d${d}`, Math.round(Math.hypot(at[0] - s[0], at[1] - s[1]) * 10)]));
    return {
      id: `s${i}`,
      type: r() < 0.6 ? ('household' as const) : ('enterprise' as const),
      capacity: Math.round((total / S) * (1 + r() * 4)),
      unitPrice: between(r, 80_000, 100_000),
      fixedCost: between(r, 0, 3_000_000),
      minLot: between(r, 20, 80),
    };
  });
  return { demands, suppliers, unitTransport, rules: { smallProducerShare: 0.5 }, limits: { seconds } };
}

/** A year of monthly demands of one set, every producer with a harvest calendar. */
export function year(S: number, seed: number, lots: boolean, seconds = 5): Instance {
  const r = seeded(seed);
  const months = Array.from({ length: 12 }, (_, i) => `2027-${String(i + 1).padStart(2, '0')}`);
  return {
    demands: months.map((period, i) => ({ id: `d${i}`, quantity: between(r, 10_000, 30_000), period })),
    suppliers: Array.from({ length: S }, (_, i) => ({
      id: `s${i}`,
      type: r() < 0.6 ? ('household' as const) : ('enterprise' as const),
      capacity: between(r, 200, 1000),
      capacityByPeriod: Object.fromEntries(months.map((m) => [m, between(r, 0, 120)])),
      unitPrice: between(r, 80_000, 120_000),
      ...(lots ? { minLot: 10 } : {}),
    })),
    rules: { smallProducerShare: 0.7 },
    limits: { seconds },
  };
}
