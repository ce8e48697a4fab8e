// An order that cannot be met: the fewest conditions to change, each with the least change that works.
import { breach } from './check.ts';
import { lastDay } from './model.ts';
import type { Answer, Instance, Relaxation, Supplier } from './types.ts';

/** Tries an instance; the allocations of any answer, undefined when there is none (or none in time). */
export type Attempt = (instance: Instance, any: boolean) => Promise<Pick<Answer, 'allocations' | 'short'> | undefined>;

type Family = 'maxSuppliers' | 'maxShare' | 'smallProducerShare' | 'minStar' | 'validUntil' | 'lots' | 'quantity';
const ORDER: Family[] = ['maxSuppliers', 'maxShare', 'smallProducerShare', 'minStar', 'validUntil', 'lots', 'quantity'];

const without = <T extends object>(o: T, ...keys: (keyof T)[]): T => {
  const copy = { ...o };
  for (const k of keys) delete copy[k];
  return copy;
};

/** Conditions that stand in an instance at all. */
function standing(i: Instance): Family[] {
  const r = i.rules ?? {};
  return ORDER.filter((f) => {
    if (f === 'maxSuppliers') return r.maxSuppliers !== undefined && r.maxSuppliers < i.suppliers.length;
    if (f === 'maxShare') return r.maxShare !== undefined && r.maxShare < 1;
    if (f === 'smallProducerShare') return (r.smallProducerShare ?? 0) > 0;
    if (f === 'minStar') return (r.minStar ?? 0) > 0;
    if (f === 'validUntil') return i.suppliers.some((s) => s.validUntil !== undefined);
    if (f === 'lots') return i.suppliers.some((s) => s.minLot || s.lotStep);
    return true;
  });
}

function drop(i: Instance, families: readonly Family[]): Instance {
  let { suppliers } = i;
  let rules = { ...i.rules };
  for (const f of families) {
    if (f === 'validUntil') suppliers = suppliers.map((s) => without(s, 'validUntil'));
    else if (f === 'lots') suppliers = suppliers.map((s) => without(s, 'minLot', 'lotStep'));
    else if (f === 'quantity') rules = { ...without(rules, 'shortPenalty'), allowShort: true };
    else rules = without(rules, f);
  }
  return { ...i, suppliers, rules };
}

/** The least value that works between one that does not and one that does. */
async function tighten(
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

/** Turns dropped families into stated changes; undefined when they do not make the order possible. */
async function state(i: Instance, families: readonly Family[], attempt: Attempt, tired: () => boolean): Promise<Relaxation[] | undefined> {
  const found = await attempt(drop(i, families), !families.includes('quantity'));
  if (!found) return undefined;
  const list: Relaxation[] = [];
  let current = drop(i, families);
  const rules = i.rules ?? {};
  for (const f of families) {
    if (f === 'quantity') {
      for (const { demand, quantity } of found.short) {
        const from = i.demands.find((d) => d.id === demand)?.quantity ?? 0;
        list.push({ rule: 'quantity', at: demand, from, to: Math.max(0, from - quantity) });
      }
    } else if (f === 'validUntil' || f === 'lots') list.push(...ofSuppliers(i, f, found));
    else {
      const from = rules[f] ?? 0;
      const set = (v: number): Instance => ({ ...current, rules: { ...current.rules, [f]: v } });
      const works = async (v: number) => (await attempt(set(v), true)) !== undefined;
      let to: number;
      // While quantities may be cut any value would do: then all the way, and back again once the quantities stand.
      if (families.includes('quantity')) to = farthest(f, i, found);
      else if (f === 'maxSuppliers')
        to = await tighten(from, Math.max(new Set(found.allocations.map((a) => a.supplier)).size, from + 1), true, works, tired);
      else if (f === 'maxShare') to = await tighten(from, 1, false, works, tired);
      else if (f === 'smallProducerShare') to = await tighten(from, 0, false, works, tired);
      else {
        to = from - 1;
        while (to > 0 && !(await works(to))) to--;
      }
      current = set(to);
      list.push({ rule: f, at: from, from, to });
    }
  }
  return list;
}

function farthest(
  f: 'maxSuppliers' | 'maxShare' | 'smallProducerShare' | 'minStar',
  i: Instance,
  found: Pick<Answer, 'allocations'>,
): number {
  if (f === 'maxSuppliers') return Math.max(new Set(found.allocations.map((a) => a.supplier)).size, (i.rules?.maxSuppliers ?? 0) + 1);
  return f === 'maxShare' ? 1 : 0;
}

function ofSuppliers(i: Instance, f: 'validUntil' | 'lots', found: Pick<Answer, 'allocations'>): Relaxation[] {
  const periodOf = new Map(i.demands.map((d) => [d.id, d.period ?? '']));
  const totals = new Map<string, Map<string, number>>();
  for (const a of found.allocations) {
    const own = totals.get(a.supplier) ?? new Map<string, number>();
    const p = periodOf.get(a.demand) ?? '';
    own.set(p, (own.get(p) ?? 0) + a.quantity);
    totals.set(a.supplier, own);
  }
  const list: Relaxation[] = [];
  for (const s of i.suppliers) {
    const own = totals.get(s.id);
    if (!own) continue;
    if (f === 'validUntil') {
      const last = [...own.keys()].filter(Boolean).map(lastDay).sort().at(-1);
      if (s.validUntil !== undefined && last !== undefined && s.validUntil < last)
        list.push({ rule: 'validUntil', at: s.id, from: s.validUntil, to: last });
    } else list.push(...ofLots(s, [...own.values()]));
  }
  return list;
}

function ofLots(s: Supplier, totals: readonly number[]): Relaxation[] {
  const lot = s.minLot ?? 0;
  const step = s.lotStep ?? 0;
  const least = Math.min(...totals);
  const list: Relaxation[] = [];
  const newLot = Math.min(least, lot);
  if (newLot < lot) list.push({ rule: 'minLot', at: s.id, from: lot, to: newLot });
  const off = totals.some((t) => Math.abs((t - newLot) / step - Math.round((t - newLot) / step)) > 1e-9);
  if (step > 0 && off) list.push({ rule: 'lotStep', at: s.id, from: step, to: 0 });
  return list;
}

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

/**
 * The fewest changes found until time is up: one family, then two, then all; every list is tried before it is named. From `tired` on
 * nothing is made smaller any more: what is left of the time goes to finding changes that work at all.
 */
export async function smallestRelaxation(i: Instance, attempt: Attempt, expired: () => boolean, tired = expired): Promise<Relaxation[]> {
  const families = standing(i);
  let best: Relaxation[] | undefined;
  const works = async (list: readonly Relaxation[]): Promise<boolean> => {
    const relaxed = applyRelaxations(i, list);
    const answer = await attempt(relaxed, true);
    return answer !== undefined && breach(relaxed, answer.allocations, answer.short) === undefined;
  };
  const consider = async (set: Family[]) => {
    let list = await state(i, set, attempt, tired);
    if (!list || list.length === 0) return;
    if (!(await works(list))) {
      // A share of what is asked for shrinks with it: then from nothing upwards.
      if (!set.includes('quantity')) return;
      list = [...list.filter((r) => r.rule !== 'quantity'), ...askNothing(i)];
      if (!(await works(list))) return;
    }
    list = await fewer(list, works, tired);
    if (!best || list.length < best.length) best = list;
  };
  for (const f of families) {
    if (expired() || best?.length === 1) break;
    await consider([f]);
  }
  if (!best || best.length > 2)
    for (const [k, f] of families.entries())
      for (const g of families.slice(k + 1)) {
        if (expired() || best?.length === 2) break;
        await consider([f, g]);
      }
  if (!best) {
    await consider(families.filter((f) => f !== 'quantity'));
    if (!best) await consider(families);
  }
  // Nothing tried in time: asking for nothing is always possible.
  return best ?? askNothing(i);
}

const askNothing = (i: Instance): Relaxation[] =>
  i.demands.filter((d) => d.quantity > 0).map((d) => ({ rule: 'quantity', at: d.id, from: d.quantity, to: 0 }));

/** Demands of which it is tried whether cutting that one alone will do. */
const ALONE = 12;

/** Leaves out every change that is not needed, brings cuts of quantities together on few demands, and makes single changes no larger than need be. */
async function fewer(
  from: readonly Relaxation[],
  works: (list: readonly Relaxation[]) => Promise<boolean>,
  expired: () => boolean,
): Promise<Relaxation[]> {
  let list = [...from];
  const leaveOut = async (): Promise<void> => {
    const cut = (r: Relaxation) => (typeof r.from === 'number' && typeof r.to === 'number' ? r.from - r.to : 0);
    for (const r of [...list].sort((a, b) => cut(a) - cut(b))) {
      if (list.length === 1 || expired()) return;
      const rest = list.filter((other) => other !== r);
      if (await works(rest)) list = rest;
    }
  };
  await leaveOut();
  if (list.filter((r) => r.rule === 'quantity').length > 1 && !expired()) {
    const before = list;
    list = list.map((r) => (r.rule === 'quantity' ? { ...r, to: 0 } : r));
    const others = list.filter((r) => r.rule !== 'quantity');
    const largest = list.filter((r) => r.rule === 'quantity').sort((a, b) => Number(b.from) - Number(a.from));
    let one: Relaxation[] | undefined;
    for (const r of largest.slice(0, ALONE)) if (!one && !expired() && (await works([...others, r]))) one = [...others, r];
    if (one) list = one;
    else if (await works(list)) await leaveOut();
    if (list.length < before.length) list = await gently(list, (r) => r.rule === 'quantity', works, expired);
    else list = before;
  }
  const alone = list.length === 1;
  if (list.some((r) => r.rule === 'quantity')) list = await gently(list, (r) => RULES.has(r.rule), works, expired);
  return gently(list, (r) => (alone ? r.rule === 'minLot' || r.rule === 'quantity' : r.rule === 'quantity' && r.to === 0), works, expired);
}

const RULES = new Set(['maxSuppliers', 'maxShare', 'smallProducerShare', 'minStar']);

/** Takes back as much of the changes meant as can be, by halves; in whole numbers where the numbers are whole. */
async function gently(
  from: readonly Relaxation[],
  meant: (r: Relaxation) => boolean,
  works: (list: readonly Relaxation[]) => Promise<boolean>,
  expired: () => boolean,
): Promise<Relaxation[]> {
  let list = [...from];
  for (const r of from) {
    if (!meant(r) || typeof r.from !== 'number') continue;
    let good = Number(r.to);
    let bad = r.from;
    const whole = Number.isInteger(good) && Number.isInteger(bad) && !r.rule.endsWith('Share');
    for (let k = 0; k < 20 && !expired(); k++) {
      const mid = whole ? Math.round((good + bad) / 2) : Number(((good + bad) / 2).toPrecision(r.rule.endsWith('Share') ? 4 : 9));
      if (mid === good || mid === bad) break;
      const next = list.map((other) => (other.at === r.at && other.rule === r.rule ? { ...other, to: mid } : other));
      if (await works(next)) {
        good = mid;
        list = next;
      } else bad = mid;
    }
  }
  return list;
}
