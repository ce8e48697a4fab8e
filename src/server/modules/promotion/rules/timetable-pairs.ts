// An instance by numbers: pairs somebody asked for that have a slot in common.
import { type Instance, worth } from './timetable-types.ts';

export type Pair = { f: number; b: number; value: number; mutual: boolean };
export type Grid = {
  slots: number;
  pairs: Pair[];
  /** Free of firm or buyer in a slot: free[i * slots + s] = 1. */
  firmFree: Uint8Array;
  buyerFree: Uint8Array;
  least: number[];
  most: number[];
  tables: number[];
  buyerMost: number[];
  /** More than everything that can be met is worth: what one promised meeting counts. */
  promise: number;
};

/** Pairs in the order of the instance; a wish stated twice counts once, with its greatest weight. Wishes of or for strangers are left out. */
export function gridOf(i: Instance): Grid {
  const { slots } = i;
  const at = <T extends { id: string }>(list: readonly T[]) => new Map(list.map((x, n) => [x.id, n]));
  const firms = at(i.firms);
  const buyers = at(i.buyers);
  const free = (list: readonly { away: readonly number[] }[]) => {
    const grid = new Uint8Array(list.length * slots).fill(1);
    list.forEach((x, n) => {
      for (const s of x.away) if (s >= 0 && s < slots) grid[n * slots + s] = 0;
    });
    return grid;
  };
  const firmFree = free(i.firms);
  const buyerFree = free(i.buyers);
  const count = (grid: Uint8Array, n: number) => {
    let sum = 0;
    for (let s = 0; s < slots; s++) sum += grid[n * slots + s] as number;
    return sum;
  };
  const asked = new Map<number, [number, number]>();
  for (const w of i.wishes) {
    const ofFirm = firms.has(w.from);
    const f = firms.get(ofFirm ? w.from : w.to);
    const b = buyers.get(ofFirm ? w.to : w.from);
    if (f === undefined || b === undefined) continue;
    const key = f * i.buyers.length + b;
    const both = asked.get(key) ?? [0, 0];
    const side = ofFirm ? 0 : 1;
    both[side] = Math.max(both[side], w.weight);
    asked.set(key, both);
  }
  const pairs: Pair[] = [];
  for (const [key, [x, y]] of asked) {
    const f = Math.floor(key / i.buyers.length);
    const b = key % i.buyers.length;
    let common = false;
    for (let s = 0; s < slots && !common; s++) common = firmFree[f * slots + s] === 1 && buyerFree[b * slots + s] === 1;
    if (common) pairs.push({ f, b, value: worth(x, y), mutual: x > 0 && y > 0 });
  }
  pairs.sort((p, q) => p.f - q.f || p.b - q.b);
  return {
    slots,
    pairs,
    firmFree,
    buyerFree,
    least: i.firms.map((x, n) => Math.min(x.least, x.most, count(firmFree, n))),
    most: i.firms.map((x, n) => Math.min(x.most, count(firmFree, n))),
    tables: i.buyers.map((x) => x.tables),
    buyerMost: i.buyers.map((x, n) => Math.min(x.most, x.tables * count(buyerFree, n))),
    promise: pairs.reduce((sum, p) => sum + p.value, 1),
  };
}
