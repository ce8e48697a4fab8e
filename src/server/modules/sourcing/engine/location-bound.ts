// Facility location, priced: every supplier is a yes or no with one fixed cost and one capacity, any amount below it.
// Demands carry prices; each supplier then fills its capacity with what pays best, and the set of suppliers must be able to
// carry the whole order. The second condition is what the plain relaxation forgets, and most of its gap.
import type { Model } from './model.ts';

/** No lots, steps, tiers, numbers, shares or shortages: one node a supplier, one mode a node. */
export const isLocation = (m: Model): boolean =>
  m.share === 0 &&
  !m.needInvoice &&
  !Number.isFinite(m.penalty) &&
  !Number.isFinite(m.maxSuppliers) &&
  m.periods.length === 1 &&
  m.nodes.every((n) => n.modes.length === 1 && n.modes[0]?.lo === 0 && n.modes[0]?.step === 0);

export const FREE = 0;
export const OPEN = 1;
export const CLOSED = -1;

/** A part of the search: what is decided for each node of the model, and how many may be open. */
export type Part = { fix: Int8Array; least: number; most: number };

export class LocationPricer {
  readonly worth: Float64Array;
  /** 0…1, how much each node is used in the last pass. */
  readonly y: Float64Array;
  readonly filled: Float64Array;
  readonly capacity: Float64Array;
  private readonly m: Model;
  private readonly fixed: Float64Array;
  private readonly unit: Float64Array;
  private readonly taken: Int32Array;
  private readonly whole: Int32Array;
  private readonly rest: Float64Array;
  private readonly key: Float64Array;
  private readonly same: boolean;
  /** Per open node: what using or dropping it instead costs at least, from the last pass. */
  readonly change: Float64Array;

  constructor(m: Model) {
    const N = m.nodes.length;
    this.m = m;
    this.worth = new Float64Array(N);
    this.change = new Float64Array(N);
    this.y = new Float64Array(N);
    this.filled = new Float64Array(m.q.length);
    this.capacity = Float64Array.from(m.nodes, (n) => Math.min(n.modes[0]?.hi ?? 0, m.cap[n.s] ?? 0));
    this.fixed = Float64Array.from(m.nodes, (n) => m.fixed[n.s] ?? 0);
    this.unit = Float64Array.from(m.arcCost, (c, a) => c + (m.nodes[m.arcNode[a] ?? 0]?.modes[0]?.price ?? 0));
    this.taken = new Int32Array(m.arcNode.length);
    this.whole = new Int32Array(N);
    this.rest = new Float64Array(N);
    this.key = new Float64Array(m.nodes.reduce((most, n) => Math.max(most, n.to - n.from), 0));
    this.same = this.capacity.every((c) => c === this.capacity[0]);
  }

  /** What the node's best load is worth at these prices; the load stands in `taken`. */
  private load(n: number, mu: Float64Array): number {
    const { m, unit, taken, key } = this;
    const { arcDemand, arcUp } = m;
    const node = m.nodes[n];
    const from = node?.from ?? 0;
    const to = node?.to ?? 0;
    let size = 0;
    let volume = 0;
    let value = 0;
    for (let a = from; a < to; a++) {
      const r = (unit[a] as number) - (mu[arcDemand[a] as number] as number);
      if (r >= 0) continue;
      key[size] = r;
      taken[from + size++] = a;
      volume += arcUp[a] as number;
      value += r * (arcUp[a] as number);
    }
    this.rest[n] = 0;
    this.whole[n] = size;
    let room = this.capacity[n] as number;
    if (volume <= room) return value;
    // Too much: the best part of it, found by parting the list around a middle key again and again.
    value = 0;
    let lo = 0;
    let hi = size;
    while (lo < hi) {
      const pivot = key[(lo + hi) >> 1] as number;
      let i = lo;
      let k = hi;
      let weight = 0;
      let sum = 0;
      for (let j = lo; j < k; ) {
        const r = key[j] as number;
        const a = taken[from + j] as number;
        if (r < pivot) {
          key[j] = key[i] as number;
          taken[from + j] = taken[from + i] as number;
          key[i] = r;
          taken[from + i++] = a;
          j++;
          weight += arcUp[a] as number;
          sum += r * (arcUp[a] as number);
        } else if (r > pivot) {
          k--;
          key[j] = key[k] as number;
          taken[from + j] = taken[from + k] as number;
          key[k] = r;
          taken[from + k] = a;
        } else j++;
      }
      if (weight > room) {
        hi = i;
        continue;
      }
      room -= weight;
      value += sum;
      for (; i < k; i++) {
        const up = arcUp[taken[from + i] as number] as number;
        if (up > room) {
          this.whole[n] = i;
          this.rest[n] = room;
          return value + room * pivot;
        }
        room -= up;
        value += up * pivot;
      }
      lo = k;
    }
    this.whole[n] = lo;
    return value;
  }

  /** The bound of a part at these prices; leaves `y`, `filled`, `worth` and `change` behind. */
  pass(mu: Float64Array, part: Part): number {
    const { m, worth, y, filled, fixed, capacity, change } = this;
    const N = worth.length;
    let value = 0;
    for (let d = 0; d < m.q.length; d++) value += (mu[d] as number) * (m.q[d] as number);
    let need = m.total;
    let least = part.least;
    let most = part.most;
    const free: number[] = [];
    for (let n = 0; n < N; n++) {
      y[n] = 0;
      if (part.fix[n] === CLOSED) continue;
      worth[n] = (fixed[n] as number) + this.load(n, mu);
      if (part.fix[n] === OPEN) {
        y[n] = 1;
        value += worth[n] as number;
        need -= capacity[n] as number;
        least--;
        most--;
      } else free.push(n);
    }
    free.sort((a, b) => (worth[a] as number) - (worth[b] as number));
    let chosen = 0;
    while (chosen < free.length && (worth[free[chosen] as number] as number) < 0) chosen++;
    chosen = Math.max(Math.min(chosen, most), least, 0);
    let counted = 0;
    for (let i = 0; i < chosen; i++) counted += worth[free[i] as number] as number;
    // Price of one place: of having to open one more, or of one that may not open.
    const last = chosen > 0 ? (worth[free[chosen - 1] as number] as number) : -Infinity;
    const first = chosen < free.length ? (worth[free[chosen] as number] as number) : Infinity;
    const toOpen = chosen >= most ? last : chosen <= least ? Math.max(0, last) : 0;
    const toClose = chosen <= least ? first : chosen >= most ? Math.min(0, first) : 0;
    for (const [i, n] of free.entries()) {
      y[n] = i < chosen ? 1 : 0;
      change[n] = Math.max(0, i < chosen ? toClose - (worth[n] as number) : (worth[n] as number) - toOpen);
    }
    if (!this.same && need > 0) {
      const other = this.carried(free, need);
      if (other.value > counted) {
        counted = other.value;
        for (const n of free) {
          const w = (worth[n] as number) - other.price * (capacity[n] as number);
          y[n] = other.y.get(n) ?? 0;
          change[n] = Math.abs(w);
        }
      }
    }
    filled.fill(0);
    for (let n = 0; n < N; n++) {
      const part = y[n] as number;
      if (part === 0) continue;
      const from = m.nodes[n]?.from ?? 0;
      const end = from + (this.whole[n] as number);
      for (let i = from; i < end; i++) {
        const a = this.taken[i] as number;
        const d = m.arcDemand[a] as number;
        filled[d] = (filled[d] as number) + part * (m.arcUp[a] as number);
      }
      if ((this.rest[n] as number) > 0) {
        const d = m.arcDemand[this.taken[end] as number] as number;
        filled[d] = (filled[d] as number) + part * (this.rest[n] as number);
      }
    }
    return value + counted;
  }

  /** The cheapest (fractional) set of free nodes that carries `need`, and the price of a unit of capacity. */
  private carried(free: readonly number[], need: number): { value: number; price: number; y: Map<number, number> } {
    const { worth, capacity } = this;
    const ratio = (n: number) => (worth[n] as number) / (capacity[n] as number);
    const order = [...free].sort((a, b) => ratio(a) - ratio(b));
    const y = new Map<number, number>();
    let left = need;
    let value = 0;
    let price = 0;
    for (const n of order) {
      const w = worth[n] as number;
      if (w >= 0 && left <= 0) break;
      const share = w < 0 ? 1 : Math.min(1, left / (capacity[n] as number));
      if (w >= 0) price = ratio(n);
      y.set(n, share);
      value += share * w;
      left -= capacity[n] as number;
    }
    return { value: left > 1e-9 * need ? Infinity : value, price, y };
  }
}

/** The fewest and the most nodes that any answer of a part uses; undefined when none can carry the order. */
export function counts(m: Model, capacity: Float64Array, part: Part): Part | undefined {
  let open = 0;
  let need = m.total * (1 - 1e-12);
  const free: number[] = [];
  for (let n = 0; n < capacity.length; n++) {
    if (part.fix[n] === OPEN) {
      open++;
      need -= capacity[n] as number;
    } else if (part.fix[n] === FREE) free.push(capacity[n] as number);
  }
  free.sort((a, b) => b - a);
  let least = open;
  for (let i = 0; need > 0; i++) {
    if (i === free.length) return undefined;
    need -= free[i] as number;
    least++;
  }
  const p = { fix: part.fix, least: Math.max(least, part.least), most: Math.min(open + free.length, part.most) };
  return p.least <= p.most ? p : undefined;
}
