// An impossible order too large for one model: kinds of conditions dropped one by one and in pairs, then made as few as time allows.
import { type Attempt, applyRelaxations, tighten, type Works, worksIn } from './changes.ts';
import { breach } from './check.ts';
import { lastDay } from './model.ts';
import type { Answer, Instance, Relaxation, Supplier } from './types.ts';

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

/** Turns dropped families into stated changes; undefined when they do not make the order possible. */
async function state(i: Instance, families: readonly Family[], attempt: Attempt, tired: () => boolean): Promise<Relaxation[] | undefined> {
  const found = await attempt(drop(i, families), !families.includes('quantity'));
  if (!found) return undefined;
  const list: Relaxation[] = [];
  let current = drop(i, families);
  const rules = i.rules ?? {};
  for (const f of families) {
    if (f === 'quantity') list.push(...cutsIn(i, found));
    else if (f === 'validUntil' || f === 'lots') list.push(...ofSuppliers(i, f, found));
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

const cutsIn = (i: Instance, { short }: Pick<Answer, 'short'>): Relaxation[] =>
  short.map(({ demand, quantity }) => {
    const from = i.demands.find((d) => d.id === demand)?.quantity ?? 0;
    return { rule: 'quantity', at: demand, from, to: Math.max(0, from - quantity) };
  });

/** Looks for few changes among whole kinds of conditions; every list is tried before it is kept. */
export class ByKind {
  best: Relaxation[] | undefined;
  private readonly i: Instance;
  private readonly attempt: Attempt;
  private readonly works: Works;
  private readonly least: number;
  private readonly expired: () => boolean;
  private readonly tired: () => boolean;

  /** `least`: no need to look for fewer. From `tired` on nothing is made smaller: what is left of the time goes to finding changes at all. */
  constructor(i: Instance, attempt: Attempt, least: number, expired: () => boolean, tired: () => boolean) {
    this.i = i;
    this.attempt = attempt;
    this.works = worksIn(i, attempt);
    this.least = least;
    this.expired = expired;
    this.tired = tired;
  }

  /** One kind at a time. */
  async singles(): Promise<void> {
    for (const f of standing(this.i)) if (!this.enough(1)) await (f === 'quantity' ? this.cuts() : this.consider([f]));
  }

  /** Two kinds, then all of them. */
  async pairs(): Promise<void> {
    const families = standing(this.i);
    for (const [k, f] of families.entries()) for (const g of families.slice(k + 1)) if (!this.enough(2)) await this.consider([f, g]);
    if (this.best) return;
    await this.consider(families.filter((f) => f !== 'quantity'));
    if (!this.best) await this.consider(families);
  }

  private enough(count: number): boolean {
    return this.expired() || (this.best !== undefined && this.best.length <= Math.max(count, this.least));
  }

  /** Cuts alone: first what is short when lots do not count, on the fewest lines; else what an order that may stay short leaves out. */
  private async cuts(): Promise<void> {
    const { i, attempt, works } = this;
    const flow = await attempt(drop(i, ['lots', 'maxSuppliers', 'quantity']), false);
    if (flow && flow.short.length > 0) {
      const lines = largestLines(i, cutsIn(i, flow));
      if (await works(lines)) return this.keep(lines);
    }
    const found = await attempt(drop(i, ['quantity']), false);
    const list = found && cutsIn(i, found);
    // They hold by the very answer they come from.
    if (list && list.length > 0 && breach(applyRelaxations(i, list), found.allocations, []) === undefined) return this.keep(list);
    await this.consider(['quantity']);
  }

  private async consider(set: Family[]): Promise<void> {
    const { i, works } = this;
    let list = await state(i, set, this.attempt, this.tired);
    if (!list || list.length === 0) return;
    const lines = set.includes('quantity') ? largestLines(i, list) : list;
    if (lines.length < list.length && (await works(lines))) list = lines;
    else if (!(await works(list))) {
      // A share of what is asked for shrinks with it: then from nothing upwards.
      if (!set.includes('quantity')) return;
      list = [...list.filter((r) => r.rule !== 'quantity'), ...askNothing(i)];
      if (!(await works(list))) return;
    }
    await this.keep(list);
  }

  private async keep(from: Relaxation[]): Promise<void> {
    const list = from.length > this.least ? await fewer(from, this.works, this.tired) : from;
    if (!this.best || list.length < this.best.length) this.best = list;
  }
}

/** The same cuts on the fewest lines: in each period the largest give way first. */
function largestLines(i: Instance, list: readonly Relaxation[]): Relaxation[] {
  const periodOf = new Map(i.demands.map((d) => [d.id, d.period ?? '']));
  const missing = new Map<string, number>();
  for (const r of list) {
    if (r.rule !== 'quantity') continue;
    const p = periodOf.get(String(r.at)) ?? '';
    missing.set(p, (missing.get(p) ?? 0) + Number(r.from) - Number(r.to));
  }
  const cuts: Relaxation[] = [];
  for (const [p, over] of missing) {
    let left = over;
    for (const d of i.demands.filter((x) => (x.period ?? '') === p).sort((a, b) => b.quantity - a.quantity)) {
      if (left <= over * 1e-9) break;
      const cut = Math.min(left, d.quantity);
      cuts.push({ rule: 'quantity', at: d.id, from: d.quantity, to: Number((d.quantity - cut).toPrecision(12)) });
      left -= cut;
    }
  }
  return [...list.filter((r) => r.rule !== 'quantity'), ...cuts];
}

/** Always possible. */
export const askNothing = (i: Instance): Relaxation[] =>
  i.demands.filter((d) => d.quantity > 0).map((d) => ({ rule: 'quantity', at: d.id, from: d.quantity, to: 0 }));

/** Demands of which it is tried whether cutting that one alone will do. */
const ALONE = 12;

/** Leaves out every change that is not needed, brings cuts of quantities together on few demands, and makes single changes no larger than need be. */
async function fewer(from: readonly Relaxation[], works: Works, expired: () => boolean): Promise<Relaxation[]> {
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
  works: Works,
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
