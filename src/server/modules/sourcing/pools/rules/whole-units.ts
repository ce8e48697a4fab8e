// The engine's fractions as quantities people can weigh and count: 337,125 kg becomes 337, and every delivery still adds up to the gram.
// A flow with lower and upper bounds decides which part is rounded up, so that no condition breaks by rounding.

export type Part = { supplier: string; delivery: string; quantity: number };
export type Slot = { id: string; month: string; open: number };
export type Limits = {
  small: boolean;
  capacity: number;
  capacityByPeriod: Readonly<Record<string, number>>;
  minLot: number;
  lotStep: number | null;
  /** The most one delivery may take from this supplier. */
  most: (delivery: string) => number;
};
export type Rounding = {
  slots: readonly Slot[];
  limits: ReadonlyMap<string, Limits>;
  /** Least fraction of everything delivered that comes from small producers. */
  smallShare: number;
  /** Every delivery must add up to what is open. */
  exact: boolean;
  /** Pieces cannot be split. */
  pieces: boolean;
};

const FINEST = 0.001;
const NEAR = 1e-6;
const MUCH = 1e15;

/** In whole units where the order is in whole units and the lots allow it, else to the thousandth. Parts of nothing are left out. */
export function wholeUnits(parts: readonly Part[], r: Rounding): Part[] {
  const whole = r.slots.every((s) => isWhole(s.open));
  const found =
    (whole || r.pieces ? round(parts, r, 1) : undefined) ??
    round(parts, r, FINEST) ??
    parts.map((p) => ({ ...p, quantity: Math.round(p.quantity / FINEST) * FINEST }));
  return found.map((p) => ({ ...p, quantity: Math.round(p.quantity * 1000) / 1000 })).filter((p) => p.quantity > 0);
}

const monthly = (supplier: string, month: string | undefined): string => `m ${supplier} ${month}`;
const isWhole = (x: number): boolean => Math.abs(x - Math.round(x)) < NEAR;
const down = (x: number): number => Math.floor(x + NEAR);
const up = (x: number): number => Math.ceil(x - NEAR);

function round(parts: readonly Part[], r: Rounding, unit: number): Part[] | undefined {
  const flow = new Flow();
  // whoever has room may take some units more: that makes up for the halves others lose at their capacity
  const spare = parts.length;
  const month = new Map(r.slots.map((s) => [s.id, s.month]));
  const totals = new Map<string, number>();
  const floors = new Map<string, number>();
  const add = (to: Map<string, number>, key: string, n: number) => to.set(key, (to.get(key) ?? 0) + n);
  const pairs: { part: Part; edge: number }[] = [];
  for (const part of parts) {
    const limits = r.limits.get(part.supplier);
    if (!limits) return undefined;
    const n = part.quantity / unit;
    const least = Math.min(down(n), down(limits.most(part.delivery) / unit));
    const [m, d] = [monthly(part.supplier, month.get(part.delivery)), `d ${part.delivery}`];
    for (const key of [m, `p ${part.supplier}`, limits.small ? 'small' : 'others', d]) {
      add(totals, key, n);
      add(floors, key, least);
    }
    const edge = flow.edge(m, d, least, least, Math.max(least, Math.min(up(n) + spare, down(limits.most(part.delivery) / unit))));
    pairs.push({ part, edge });
  }
  const all = (totals.get('small') ?? 0) + (totals.get('others') ?? 0);
  const floor = (key: string) => floors.get(key) ?? 0;
  for (const key of ['small', 'others'])
    flow.edge('source', key, key === 'small' ? Math.min(up(r.smallShare * all), up(totals.get(key) ?? 0)) : 0, floor(key), MUCH);
  for (const [supplier, limits] of r.limits) {
    const id = `p ${supplier}`;
    const total = totals.get(id);
    if (total === undefined) continue;
    flow.edge(
      limits.small ? 'small' : 'others',
      id,
      0,
      floor(id),
      Math.max(floor(id), Math.min(up(total) + spare, down(limits.capacity / unit))),
    );
    for (const m of new Set(month.values())) {
      const key = monthly(supplier, m);
      const n = totals.get(key);
      if (n === undefined) continue;
      const most = Math.min(up(n) + spare, down((limits.capacityByPeriod[m] ?? MUCH) / unit));
      if (limits.lotStep) {
        if (!isWhole(n)) return undefined;
        flow.edge(id, key, Math.round(n), floor(key), Math.round(n));
      } else flow.edge(id, key, up(Math.min(n, limits.minLot / unit)), floor(key), Math.max(floor(key), most));
    }
  }
  for (const s of r.slots) {
    const [d, n] = [`d ${s.id}`, s.open / unit];
    if (r.exact && !isWhole(n)) return undefined;
    const most = r.exact ? Math.round(n) : Math.min(up(totals.get(d) ?? 0), down(n));
    flow.edge(d, 'sink', r.exact ? most : 0, floor(d), Math.max(most, floor(d)));
  }
  flow.edge('sink', 'source', 0, floor('small') + floor('others'), MUCH);
  if (!flow.fits()) return undefined;
  return pairs.map(({ part, edge }) => ({ ...part, quantity: flow.on(edge) * unit }));
}

/** A circulation within bounds, found from a start that keeps it but for a few edges. */
class Flow {
  readonly #nodes = new Map<string, number>();
  readonly #out: number[][] = [];
  readonly #to: number[] = [];
  readonly #room: number[] = [];
  readonly #start: number[] = [];
  readonly #excess: number[] = [];
  #possible = true;

  #node(name: string): number {
    const known = this.#nodes.get(name);
    if (known !== undefined) return known;
    const id = this.#out.length;
    this.#nodes.set(name, id);
    this.#out.push([]);
    this.#excess.push(0);
    return id;
  }

  #pair(u: number, v: number, ahead: number, back: number): number {
    const e = this.#to.length;
    this.#to.push(v, u);
    this.#room.push(ahead, back);
    this.#out[u]?.push(e);
    this.#out[v]?.push(e + 1);
    return e;
  }

  /** An edge that carries `now` and must carry `least` to `most`. Returns its number. */
  edge(from: string, to: string, least: number, now: number, most: number): number {
    const [u, v] = [this.#node(from), this.#node(to)];
    const start = Math.min(Math.max(now, least), most);
    if (least > most) this.#possible = false;
    // what comes in or goes out beside the start of the others must be balanced
    this.#excess[v] = (this.#excess[v] ?? 0) + start;
    this.#excess[u] = (this.#excess[u] ?? 0) - start;
    const e = this.#pair(u, v, most - start, start - least);
    this.#start[e] = start;
    return e;
  }

  on(e: number): number {
    return (this.#start[e] ?? 0) + (this.#room[e + 1] ?? 0) - (this.#back[e] ?? 0);
  }
  #back: number[] = [];

  fits(): boolean {
    if (!this.#possible) return false;
    this.#back = [];
    for (let e = 0; e < this.#to.length; e += 2) this.#back[e] = this.#room[e + 1] ?? 0;
    const [source, sink] = [this.#node('\u0000source'), this.#node('\u0000sink')];
    let wanted = 0;
    for (const [node, excess] of [...this.#excess.entries()]) {
      if (excess > 0) this.#pair(source, node, excess, 0);
      if (excess < 0) this.#pair(node, sink, -excess, 0);
      wanted += Math.max(0, excess);
    }
    while (wanted > 0) {
      const sent = this.#push(source, sink);
      if (sent === 0) return false;
      wanted -= sent;
    }
    return true;
  }

  #push(source: number, sink: number): number {
    const by = new Map<number, number>([[source, -1]]);
    const queue = [source];
    for (let i = 0; i < queue.length && !by.has(sink); i++)
      for (const e of this.#out[queue[i] ?? -1] ?? []) {
        const v = this.#to[e] ?? -1;
        if ((this.#room[e] ?? 0) > 0 && !by.has(v)) {
          by.set(v, e);
          queue.push(v);
        }
      }
    if (!by.has(sink)) return 0;
    let most = Number.POSITIVE_INFINITY;
    const path: number[] = [];
    for (let v = sink; v !== source; ) {
      const e = by.get(v) ?? -1;
      path.push(e);
      most = Math.min(most, this.#room[e] ?? 0);
      v = this.#to[e ^ 1] ?? -1;
    }
    for (const e of path) {
      this.#room[e] = (this.#room[e] ?? 0) - most;
      this.#room[e ^ 1] = (this.#room[e ^ 1] ?? 0) + most;
    }
    return most;
  }
}
