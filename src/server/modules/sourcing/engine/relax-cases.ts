// Impossible orders for tests: the same order as a plain model in which a set of conditions may take any weaker value. Written without
// a line of the engine's own.
import { type Random, smallCase } from './cases.ts';
import type { Instance } from './types.ts';

/** A small order that must be met in full; most are impossible, for every kind of cause. */
export function strictCase(r: Random): Instance {
  const i = smallCase(r);
  const { allowShort: _a, shortPenalty: _b, ...rules } = i.rules ?? {};
  if (r() < 0.4) rules.smallProducerShare = [0.3, 0.5, 0.75, 1][Math.floor(r() * 4)] ?? 0.5;
  if (r() < 0.3) rules.maxSuppliers = 1 + Math.floor(r() * 2);
  return { ...i, rules };
}

/** Names of everything that may be changed: a rule, or `rule id` of a supplier or demand. */
export function changeable(i: Instance): string[] {
  const rules = Object.entries(i.rules ?? {}).flatMap(([rule, value]) => (typeof value === 'number' && value > 0 ? [rule] : []));
  const suppliers = i.suppliers.flatMap((s) => [
    ...(s.validUntil === undefined ? [] : [`validUntil ${s.id}`]),
    ...(s.minLot ? [`minLot ${s.id}`] : []),
    ...(s.lotStep ? [`lotStep ${s.id}`] : []),
  ]);
  return [...rules, ...suppliers, ...i.demands.flatMap((d) => (d.quantity > 0 ? [`quantity ${d.id}`] : []))];
}

/** All sets of `size` names. */
export function* setsOf(names: readonly string[], size: number, from = 0): Generator<string[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let k = from; k <= names.length - size; k++) for (const rest of setsOf(names, size - 1, k + 1)) yield [names[k] ?? '', ...rest];
}

const END: Record<string, string> = { '2026-12': '2026-12-31', '2027-01': '2027-01-31' };
const SMALL = ['household', 'cooperative'];

/** The order in LP text with the named conditions set free; feasible exactly when weaker values of these alone make it possible. */
export function asFreedModel(i: Instance, free: ReadonlySet<string>): string {
  const rules = i.rules ?? {};
  const rows: string[] = [];
  const bounds: string[] = [];
  const binaries: string[] = [];
  const generals: string[] = [];
  const users: string[] = [];
  const share: string[] = [];
  const ofDemand: string[][] = i.demands.map(() => []);
  const least = free.has('smallProducerShare') ? 0 : (rules.smallProducerShare ?? 0);
  for (const [d, { id, quantity }] of i.demands.entries())
    bounds.push(`${free.has(`quantity ${id}`) ? 0 : quantity} <= n${d} <= ${quantity}`);
  for (const [s, own] of i.suppliers.entries()) {
    if (!free.has('minStar') && (own.star ?? 0) < (rules.minStar ?? 0)) continue;
    const byPeriod = new Map<string, string[]>();
    for (const [d, { period = '' }] of i.demands.entries()) {
      if (!free.has(`validUntil ${own.id}`) && own.validUntil !== undefined && own.validUntil < (END[period] ?? '')) continue;
      const x = `x${s}_${d}`;
      rows.push(`${x} - ${free.has('maxShare') ? 1 : (rules.maxShare ?? 1)} n${d} <= 0`);
      ofDemand[d]?.push(x);
      byPeriod.set(period, [...(byPeriod.get(period) ?? []), x]);
      const weight = (SMALL.includes(own.type ?? '') ? 1 : 0) - least;
      if (weight !== 0) share.push(`${weight < 0 ? '-' : '+'} ${Math.abs(weight)} ${x}`);
    }
    const all = [...byPeriod.values()].flat();
    if (all.length === 0) continue;
    rows.push(`${all.join(' + ')} - ${own.capacity} y${s} <= 0`);
    binaries.push(`y${s}`);
    users.push(`y${s}`);
    const lot = own.minLot ?? 0;
    const step = free.has(`lotStep ${own.id}`) ? 0 : (own.lotStep ?? 0);
    bounds.push(`${free.has(`minLot ${own.id}`) ? 0 : lot} <= l${s} <= ${lot}`);
    for (const [n, [p, xs]] of [...byPeriod].entries()) {
      const total = xs.join(' + ');
      const [z, part] = [`z${s}_${n}`, `w${s}_${n}`];
      binaries.push(z);
      rows.push(`${total} - ${Math.min(own.capacity, own.capacityByPeriod?.[p] ?? Infinity)} ${z} <= 0`);
      // part = the lot in a period delivered in, 0 in another
      rows.push(`${part} - ${lot} ${z} <= 0`, `${part} - l${s} <= 0`, `${part} - l${s} - ${lot} ${z} >= ${-lot}`);
      if (step > 0) {
        generals.push(`k${s}_${n}`);
        rows.push(`${total} - ${part} - ${step} k${s}_${n} = 0`);
      } else rows.push(`${total} - ${part} >= 0`);
    }
  }
  for (const d of i.demands.keys()) rows.push(`${[...(ofDemand[d] ?? []), `- n${d}`].join(' + ').replace('+ -', '-')} = 0`);
  if (least > 0 && share.length > 0) rows.push(`${share.join(' ')} >= 0`);
  if (rules.maxSuppliers !== undefined && !free.has('maxSuppliers') && users.length > 0)
    rows.push(`${users.join(' + ')} <= ${rules.maxSuppliers}`);
  const body = rows.map((row, n) => ` r${n}: ${row}`).join('\n');
  return `Minimize\n obj: 0 n0\nSubject To\n${body}\nBounds\n ${bounds.join('\n ')}\nBinaries\n ${binaries.join(' ')}\nGenerals\n ${generals.join(' ')}\nEnd\n`;
}
