// Chance without chance: the same seed always gives the same sample. No clock, no Math.random.

/** FNV-1a over UTF-16 units. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

export type Random = {
  /** In [0, 1). */
  next: () => number;
  /** A whole number from 0 to n − 1. */
  below: (n: number) => number;
  /** A whole number from low to high, both included. */
  between: (low: number, high: number) => number;
  chance: (p: number) => boolean;
  pick: <T>(list: readonly T[]) => T;
  shuffle: <T>(list: T[]) => T[];
};

/** A small 32-bit generator (mulberry style) for one seed text. */
export function randomFrom(seed: string): Random {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return {
    next,
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (p) => next() < p,
    pick: <T>(list: readonly T[]): T => {
      const item = list[below(list.length)];
      if (item === undefined) throw new Error('pick from an empty list');
      return item;
    },
    shuffle: <T>(list: T[]): T[] => {
      for (let i = list.length - 1; i > 0; i--) {
        const j = below(i + 1);
        const a = list[i] as T;
        list[i] = list[j] as T;
        list[j] = a;
      }
      return list;
    },
  };
}

/** Whole shares of `total` by weight, largest remainder first: they always sum to `total`. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((w) => (total * w) / sum);
  const shares = exact.map(Math.floor);
  let left = total - shares.reduce((a, b) => a + b, 0);
  const order = exact.map((x, i) => ({ i, rest: x - Math.floor(x) })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order) {
    if (left <= 0) break;
    shares[i] = (shares[i] ?? 0) + 1;
    left--;
  }
  return shares;
}

/** Each label as often as its count says, mixed evenly over the whole length, so that any stretch holds about its share. */
export function spread<T extends string>(random: Random, counts: Partial<Record<T, number>>): T[] {
  const items: { label: T; at: number }[] = [];
  for (const [label, n] of Object.entries(counts) as [T, number][]) {
    for (let k = 0; k < n; k++) items.push({ label, at: (k + random.next()) / n });
  }
  return items.sort((a, b) => a.at - b.at).map((x) => x.label);
}

/** Each label as often as its count says, in a shuffled order. */
export function deal<T extends string>(random: Random, counts: Partial<Record<T, number>>): T[] {
  const items: T[] = [];
  for (const [label, n] of Object.entries(counts) as [T, number][]) for (let k = 0; k < n; k++) items.push(label);
  return random.shuffle(items);
}
