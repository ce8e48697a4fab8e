// Changes to an order, made and tried.
import { breach } from './check.ts';
import type { Answer, Instance, Relaxation } from './types.ts';

/** Tries an instance; the allocations of any answer, undefined when there is none (or none in time). */
export type Attempt = (instance: Instance, any: boolean) => Promise<Pick<Answer, 'allocations' | 'short'> | undefined>;
/** True when an order with these changes was solved and the answer keeps every condition. */
export type Works = (list: readonly Relaxation[]) => Promise<boolean>;

export const worksIn =
  (i: Instance, attempt: Attempt): Works =>
  async (list) => {
    const relaxed = applyRelaxations(i, list);
    const answer = await attempt(relaxed, true);
    return answer !== undefined && breach(relaxed, answer.allocations, answer.short) === undefined;
  };

/** An instance with stated changes made. */
export function applyRelaxations(i: Instance, list: readonly Relaxation[]): Instance {
  const suppliers = new Map(i.suppliers.map((s) => [s.id, { ...s }]));
  const demands = new Map(i.demands.map((d) => [d.id, { ...d }]));
  const rules: Record<string, unknown> = { ...i.rules };
  for (const { rule, at, to } of list) {
    if (rule === 'quantity') Object.assign(demands.get(String(at)) ?? {}, { quantity: to });
    else if (rule === 'validUntil' || rule === 'minLot' || rule === 'lotStep')
      Object.assign(suppliers.get(String(at)) ?? {}, { [rule]: to });
    else rules[rule] = to;
  }
  return { ...i, demands: [...demands.values()], suppliers: [...suppliers.values()], rules };
}

/** The least value that works between one that does not and one that does. */
export async function tighten(
  bad: number,
  good: number,
  whole: boolean,
  works: (v: number) => Promise<boolean>,
  tired: () => boolean,
): Promise<number> {
  const grid = whole ? 1 : 1e-4;
  let lo = bad;
  let hi = good;
  for (let i = 0; i < 40 && Math.abs(hi - lo) > grid * 1.01 && !tired(); i++) {
    const steps = Math.round((lo + hi) / 2 / grid);
    const mid = whole ? steps : steps / 1e4;
    if (mid === lo || mid === hi) break;
    if (await works(mid)) hi = mid;
    else lo = mid;
  }
  return hi;
}
