// What buyers do without an optimiser: the cheapest first, and one winner for each line.
import type { Instance } from '../../src/server/modules/sourcing/index.ts';

export type Outcome = { cost: number; delivered: number; asked: number; suppliers: number; small: number };
const SMALL = new Set(['household', 'business_household', 'cooperative_group', 'cooperative', 'farm']);

/** Cost, fill and who is served, for rows of deliveries. */
export function outcome(i: Instance, rows: readonly { supplier: string; demand: string; quantity: number }[]): Outcome {
  const byId = new Map(i.suppliers.map((s) => [s.id, s]));
  const used = new Set(rows.map((r) => r.supplier));
  let cost = 0;
  let delivered = 0;
  for (const r of rows) {
    cost += r.quantity * ((byId.get(r.supplier)?.unitPrice ?? 0) + (i.unitTransport?.[r.supplier]?.[r.demand] ?? 0));
    delivered += r.quantity;
  }
  for (const id of used) cost += byId.get(id)?.fixedCost ?? 0;
  return {
    cost,
    delivered,
    asked: i.demands.reduce((sum, d) => sum + d.quantity, 0),
    suppliers: used.size,
    small: [...used].filter((id) => SMALL.has(byId.get(id)?.type ?? '')).length,
  };
}

/** Each demand in turn from the cheapest that still has goods; lots kept, nothing looked at twice. */
export function cheapestFirst(i: Instance): Outcome {
  const left = new Map(i.suppliers.map((s) => [s.id, s.capacity]));
  const leftIn = new Map<string, number>();
  const rows: { supplier: string; demand: string; quantity: number }[] = [];
  for (const d of i.demands) {
    let need = d.quantity;
    const unit = (id: string, price: number) => price + (i.unitTransport?.[id]?.[d.id] ?? 0);
    for (const s of [...i.suppliers].sort((a, b) => unit(a.id, a.unitPrice) - unit(b.id, b.unitPrice))) {
      const key = `${s.id} ${d.period ?? ''}`;
      const own = leftIn.get(key) ?? s.capacityByPeriod?.[d.period ?? ''] ?? Infinity;
      let x = Math.min(need, left.get(s.id) ?? 0, own, (i.rules?.maxShare ?? 1) * d.quantity);
      if (s.lotStep) x = (s.minLot ?? 0) + Math.floor((x - (s.minLot ?? 0)) / s.lotStep) * s.lotStep;
      if (x <= 0 || x < (s.minLot ?? 0)) continue;
      rows.push({ supplier: s.id, demand: d.id, quantity: x });
      left.set(s.id, (left.get(s.id) ?? 0) - x);
      leftIn.set(key, own - x);
      need -= x;
      if (need <= 0) break;
    }
  }
  return outcome(i, rows);
}

/** Each line to the one supplier that can deliver all of it at least cost; a line nobody can fill alone stays empty. */
export function oneWinner(i: Instance): Outcome {
  const left = new Map(i.suppliers.map((s) => [s.id, s.capacity]));
  const rows: { supplier: string; demand: string; quantity: number }[] = [];
  for (const d of i.demands) {
    const able = i.suppliers.filter(
      (s) =>
        (left.get(s.id) ?? 0) >= d.quantity &&
        (s.capacityByPeriod?.[d.period ?? ''] ?? Infinity) >= d.quantity &&
        d.quantity >= (s.minLot ?? 0),
    );
    const cost = (s: (typeof able)[number]) => d.quantity * (s.unitPrice + (i.unitTransport?.[s.id]?.[d.id] ?? 0)) + (s.fixedCost ?? 0);
    const winner = able.sort((a, b) => cost(a) - cost(b))[0];
    if (!winner) continue;
    rows.push({ supplier: winner.id, demand: d.id, quantity: d.quantity });
    left.set(winner.id, (left.get(winner.id) ?? 0) - d.quantity);
  }
  return outcome(i, rows);
}
