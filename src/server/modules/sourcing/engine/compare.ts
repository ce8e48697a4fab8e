// The same order solved under other conditions or for another end: what a condition costs, and what else could be chosen.
import { type SolveEnv, solveNow } from './solve.ts';
import type { Answer, Instance, Rules } from './types.ts';

/** A condition of the order, what it costs (VND, null = without it the order is still impossible or undecided) and the answer without it. */
export type ConditionPrice = {
  rule: keyof Rules | 'lots' | 'validity';
  value: number | boolean | string[];
  cost: number | null;
  without: Answer | undefined;
};
export type ConditionPrices = { base: Answer; conditions: ConditionPrice[] };

export type AlternativeKind = 'cheapest' | 'nearest' | 'fewest' | 'widest';
export type Alternative = {
  kind: AlternativeKind;
  answer: Answer;
  /** VND for goods, transport and fixed costs: comparable between alternatives; penalties of short quantities apart. */
  cost: number;
  suppliers: number;
  /** Largest part of all delivered quantity from one supplier, 0…1. */
  largestShare: number;
  /** Units × unit transport, VND. */
  transport: number;
};

const part = (i: Instance, parts: number): Instance => ({
  ...i,
  limits: { ...i.limits, seconds: Math.max(0.2, (i.limits?.seconds ?? 5) / parts) },
});

async function attempt(i: Instance, env: SolveEnv): Promise<Answer | undefined> {
  try {
    return await solveNow(i, { ...env, brief: true });
  } catch {
    return undefined;
  }
}

/** Solves the order again without each of its conditions. The seconds of the instance cover all of it. */
export async function priceOfConditions(instance: Instance, env: SolveEnv): Promise<ConditionPrices> {
  const rules = instance.rules ?? {};
  const named = (['maxSuppliers', 'maxShare', 'smallProducerShare', 'minStar', 'papers', 'needInvoice'] as const).filter((r) => {
    const v = rules[r];
    return v !== undefined && v !== false && v !== 0 && !(Array.isArray(v) && v.length === 0);
  });
  const lots = instance.suppliers.some((s) => s.minLot || s.lotStep);
  const slices = named.length + 1 + (lots ? 1 : 0);
  const base = await solveNow(part(instance, slices), env);
  const conditions: ConditionPrice[] = [];
  const add = async (rule: ConditionPrice['rule'], value: ConditionPrice['value'], other: Instance) => {
    const without = await attempt(part(other, slices), env);
    const known = base.objective !== null && without?.objective != null;
    conditions.push({ rule, value, cost: known ? Math.max(0, (base.objective ?? 0) - (without?.objective ?? 0)) : null, without });
  };
  for (const rule of named) {
    const { [rule]: value, ...rest } = rules;
    await add(rule, value as number, { ...instance, rules: rest });
  }
  if (lots)
    await add('lots', true, {
      ...instance,
      suppliers: instance.suppliers.map(({ minLot: _a, lotStep: _b, ...s }) => s),
    });
  return { base, conditions };
}

function measured(kind: AlternativeKind, i: Instance, answer: Answer): Alternative {
  const byId = new Map(i.suppliers.map((s) => [s.id, s]));
  const each = new Map<string, number>();
  let goods = 0;
  let transport = 0;
  let delivered = 0;
  for (const a of answer.allocations) {
    each.set(a.supplier, (each.get(a.supplier) ?? 0) + a.quantity);
    const far = i.unitTransport?.[a.supplier]?.[a.demand] ?? 0;
    transport += a.quantity * far;
    // Tiers: the price paid is the one the answer names.
    goods += a.quantity * Math.max(0, a.unitCost - far);
    delivered += a.quantity;
  }
  const used = [...each.keys()].map((id) => byId.get(id));
  return {
    kind,
    answer,
    cost: goods + transport + used.reduce((sum, s) => sum + (s?.fixedCost ?? 0), 0),
    suppliers: used.length,
    largestShare: delivered > 0 ? Math.max(...each.values()) / delivered : 0,
    transport,
  };
}

/**
 * The order four ways, each within all its conditions: cheapest; nearest (least transport); fewest suppliers (then cheapest);
 * widest benefit (the largest supplier's part as small as it can be, then cheapest).
 */
export async function alternatives(instance: Instance, env: SolveEnv): Promise<Alternative[]> {
  const slices = 12;
  const list: Alternative[] = [];
  const push = (kind: AlternativeKind, answer: Answer | undefined, real: Instance = instance) => {
    if (answer && answer.status !== 'infeasible') list.push(measured(kind, real, answer));
  };
  const cheapest = await attempt(part(instance, 3), env);
  if (!cheapest || cheapest.status === 'infeasible') return list;
  push('cheapest', cheapest);

  // Only the way counts; the goods' price breaks ties.
  const far = Math.max(1, ...Object.values(instance.unitTransport ?? {}).flatMap((c) => Object.values(c)));
  const dear = Math.max(1, ...instance.suppliers.map((s) => s.unitPrice));
  const light = (far / dear) * 1e-3;
  const near = await attempt(
    part(
      {
        ...instance,
        suppliers: instance.suppliers.map(({ tiers: _t, handicap: _h, ...s }) => ({ ...s, unitPrice: s.unitPrice * light, fixedCost: 0 })),
      },
      slices,
    ),
    env,
  );
  if (near) push('nearest', repriced(instance, near));

  const used = new Set(cheapest.allocations.map((a) => a.supplier)).size;
  let fewest: Answer | undefined = cheapest;
  let lo = 0;
  let hi = used;
  for (let k = 0; k < 6 && hi - lo > 1; k++) {
    const mid = Math.floor((lo + hi) / 2);
    const answer = await attempt(part({ ...instance, rules: { ...instance.rules, maxSuppliers: mid } }, slices * 2), env);
    if (answer && answer.status !== 'infeasible' && shortOf(answer) <= shortOf(cheapest) * (1 + 1e-9)) {
      fewest = answer;
      hi = Math.min(mid, new Set(answer.allocations.map((a) => a.supplier)).size);
    } else lo = mid;
  }
  push('fewest', fewest);

  const total = instance.demands.reduce((sum, d) => sum + d.quantity, 0);
  let widest: Answer | undefined = cheapest;
  let bad = 0;
  let good = Math.max(0, ...sharesOf(cheapest).values()) / Math.max(total, 1e-12);
  for (let k = 0; k < 7 && good - bad > 0.002; k++) {
    const mid = (good + bad) / 2;
    const capped = { ...instance, suppliers: instance.suppliers.map((s) => ({ ...s, capacity: Math.min(s.capacity, mid * total) })) };
    const answer = await attempt(part(capped, slices * 2), env);
    if (answer && answer.status !== 'infeasible' && shortOf(answer) <= shortOf(cheapest) * (1 + 1e-9)) {
      widest = answer;
      good = mid;
    } else bad = mid;
  }
  push('widest', widest);
  return list;
}

const shortOf = (a: Answer) => a.short.reduce((sum, s) => sum + s.quantity, 0);
const sharesOf = (a: Answer) => {
  const each = new Map<string, number>();
  for (const { supplier, quantity } of a.allocations) each.set(supplier, (each.get(supplier) ?? 0) + quantity);
  return each;
};

/** An answer found under other prices, at the true ones. */
function repriced(i: Instance, answer: Answer): Answer {
  const byId = new Map(i.suppliers.map((s) => [s.id, s]));
  const periodOf = new Map(i.demands.map((d) => [d.id, d.period ?? '']));
  const totals = new Map<string, number>();
  const key = (a: { supplier: string; demand: string }) => `${a.supplier}\n${periodOf.get(a.demand)}`;
  for (const a of answer.allocations) totals.set(key(a), (totals.get(key(a)) ?? 0) + a.quantity);
  const allocations = answer.allocations.map((a) => {
    const s = byId.get(a.supplier);
    const tier = (s?.tiers ?? []).filter((t) => t.from <= (totals.get(key(a)) ?? 0)).sort((x, y) => y.from - x.from)[0];
    return { ...a, unitCost: (tier?.unitPrice ?? s?.unitPrice ?? 0) + (i.unitTransport?.[a.supplier]?.[a.demand] ?? 0) };
  });
  const fixed = [...new Set(allocations.map((a) => a.supplier))].reduce((sum, id) => sum + (byId.get(id)?.fixedCost ?? 0), 0);
  const objective = allocations.reduce((sum, a) => sum + a.quantity * a.unitCost, fixed) + shortOf(answer) * (i.rules?.shortPenalty ?? 0);
  return { ...answer, status: 'feasible', allocations, objective, bound: null, gap: null };
}
