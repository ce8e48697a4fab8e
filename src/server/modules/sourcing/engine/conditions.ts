// The conditions of an order that may be changed to make it possible: its rules, the days and lots of suppliers, its quantities.
// What a supplier can bring, the papers asked for and who must invoice are facts here, not conditions.
import { lastDay } from './model.ts';
import type { Instance } from './types.ts';

const ORDER_RULES = ['maxSuppliers', 'maxShare', 'smallProducerShare', 'minStar'] as const;
export type OrderRule = (typeof ORDER_RULES)[number];
export type ConditionRule = OrderRule | 'validUntil' | 'minLot' | 'lotStep' | 'quantity';

/** `k`: number of the supplier or demand it belongs to; −1 = the whole order. `rank`: what is named first among equals has less. */
export type Condition = { rule: ConditionRule; k: number; rank: number };

export const RANKS: Readonly<Record<ConditionRule, number>> = {
  maxSuppliers: 0,
  maxShare: 1,
  smallProducerShare: 2,
  minStar: 3,
  validUntil: 4,
  minLot: 5,
  lotStep: 5,
  quantity: 6,
};
export const MOST_RANK = 6;

export const isOrderRule = (rule: string): rule is OrderRule => (ORDER_RULES as readonly string[]).includes(rule);

/** Every condition that stands in an order at all. */
export function conditionsOf(i: Instance): Condition[] {
  const r = i.rules ?? {};
  const list: Condition[] = [];
  const add = (rule: ConditionRule, k = -1) => list.push({ rule, k, rank: RANKS[rule] });
  if (r.maxSuppliers !== undefined && r.maxSuppliers < i.suppliers.length) add('maxSuppliers');
  if (r.maxShare !== undefined && r.maxShare < 1) add('maxShare');
  if ((r.smallProducerShare ?? 0) > 0) add('smallProducerShare');
  if (i.suppliers.some((s) => (s.star ?? 0) < (r.minStar ?? 0))) add('minStar');
  const last = i.demands.flatMap((d) => (d.period !== undefined && d.quantity > 0 ? [lastDay(d.period)] : [])).sort();
  const latest = last.at(-1) ?? '';
  for (const [k, s] of i.suppliers.entries()) {
    if (s.validUntil !== undefined && s.validUntil < latest) add('validUntil', k);
    if (s.minLot) add('minLot', k);
    if (s.lotStep) add('lotStep', k);
  }
  for (const [k, d] of i.demands.entries()) if (d.quantity > 0) add('quantity', k);
  return list;
}

/** Quantities asked for by period, and the most that all suppliers together could bring, whatever else were changed. */
function counted(i: Instance): { lines: number[]; supply: number }[] & { all: number } {
  const asked = new Map<string, number[]>();
  for (const { quantity, period = '' } of i.demands) if (quantity > 0) asked.set(period, [...(asked.get(period) ?? []), quantity]);
  const brings = i.suppliers.map(() => 0);
  const periods = [...asked].map(([p, lines]) => {
    let supply = 0;
    for (const [k, s] of i.suppliers.entries()) {
      const own = s.capacityByPeriod && Object.hasOwn(s.capacityByPeriod, p) ? (s.capacityByPeriod[p] ?? 0) : Infinity;
      const most = Math.min(s.capacity, own);
      supply += most;
      brings[k] = Math.min(s.capacity, (brings[k] ?? 0) + most);
    }
    return { lines, supply };
  });
  return Object.assign(periods, { all: sum(brings) });
}

const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

/** The most that could be delivered of an order by capacity alone. */
export function mostOnOffer(i: Instance): number {
  const periods = counted(i);
  return Math.min(periods.all, sum(periods.map(({ lines, supply }) => Math.min(sum(lines), supply))));
}

/** The least number of conditions that must be changed, by counting alone: lines that cannot all be served even if everything else gave way. */
export function leastByCounting(i: Instance): number {
  const periods = counted(i);
  const needs = (lines: readonly number[], supply: number): number => {
    let over = sum(lines) * (1 - 1e-9) - supply;
    let count = 0;
    for (const q of [...lines].sort((a, b) => b - a)) {
      if (over <= 0) break;
      over -= q;
      count++;
    }
    return count;
  };
  const byPeriod = sum(periods.map(({ lines, supply }) => needs(lines, supply)));
  return Math.max(
    1,
    byPeriod,
    needs(
      periods.flatMap(({ lines }) => lines),
      periods.all,
    ),
  );
}
