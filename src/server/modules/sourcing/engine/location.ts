// Facility location to its proved optimum: priced bounds, suppliers fixed by what changing them would cost, and a search over the
// few that stay open questions. Each part of the search starts from the prices of the part it came from.

import { type Found, objectiveOf } from './choice.ts';
import { closed, openNode, ship } from './flow.ts';
import { CLOSED, counts, FREE, LocationPricer, OPEN, type Part } from './location-bound.ts';
import type { Model } from './model.ts';

export type LocationAsk = {
  from: Float64Array;
  start: Found | undefined;
  /** performance.now() at which the search stops. */
  until: number;
  /** Relative gap that counts as none. */
  gap: number;
  stop: (bound: number) => boolean;
  better: (found: Found) => void;
};

type Open = Part & { bound: number; mu: Float64Array; y: Float64Array; by?: { n: number; way: 0 | 1; part: number } };

/** The best answer and the bound when nothing is left to search, or when told to stop. */
export function searchLocations(m: Model, ask: LocationAsk): { found: Found | undefined; bound: number } {
  const search = new Search(m, ask);
  const bound = search.run();
  return { found: search.found, bound };
}

/** How much the bound rose, for each unit of doubt, when a node was closed (0) or opened (1). */
type Gains = { sum: [Float64Array, Float64Array]; count: [Int32Array, Int32Array] };

/** Passes of the first part, and of every other. */
const FIRST = 700;
const LATER = 90;

class Search {
  private readonly m: Model;
  private readonly ask: LocationAsk;
  private readonly pricer: LocationPricer;
  private readonly seen = new Set<string>();
  found: Found | undefined;
  /** Time ran out while a set was being shipped: nothing is known of it. */
  private lost = false;
  /** Milliseconds spent on shipping. */
  private shipped = 0;
  private readonly gains: Gains;

  constructor(m: Model, ask: LocationAsk) {
    this.m = m;
    this.ask = ask;
    this.found = ask.start;
    this.gains = {
      sum: [new Float64Array(m.nodes.length), new Float64Array(m.nodes.length)],
      count: [new Int32Array(m.nodes.length), new Int32Array(m.nodes.length)],
    };
    this.pricer = new LocationPricer(m);
  }

  private get upper(): number {
    return this.found?.objective ?? Infinity;
  }
  /** What a part must reach to be done with. */
  private get enough(): number {
    return this.found ? this.upper - this.ask.gap * Math.abs(this.upper) : Infinity;
  }
  private readonly expired = () => performance.now() > this.ask.until;

  /** Ships over a set of nodes, once; true when that is the best answer so far. */
  private tryOut(nodes: readonly number[]): boolean {
    const key = nodes.join();
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    const from = performance.now();
    const c = closed(this.m);
    for (const n of nodes) openNode(this.m, c, n);
    const shipment = ship(this.m, c, this.expired);
    this.shipped += performance.now() - from;
    if (!shipment) this.lost = true;
    if (!shipment?.feasible) return false;
    const objective = objectiveOf(this.m, shipment);
    if (objective >= this.upper) return false;
    this.found = { choice: c, shipment, objective };
    this.ask.better(this.found);
    return true;
  }

  /** Nodes in use at the present prices, filled up by the next best until they carry the order. */
  private carrying(part: Part): number[] {
    const { y, worth, capacity } = this.pricer;
    const set: number[] = [];
    let volume = 0;
    const rest: number[] = [];
    for (let n = 0; n < y.length; n++) {
      if (part.fix[n] === CLOSED) continue;
      if ((y[n] as number) >= 0.5 || part.fix[n] === OPEN) {
        set.push(n);
        volume += capacity[n] as number;
      } else rest.push(n);
    }
    rest.sort((a, b) => (worth[a] as number) - (worth[b] as number));
    for (const n of rest) {
      if (volume >= this.m.total) break;
      set.push(n);
      volume += capacity[n] as number;
    }
    return set.sort((a, b) => a - b);
  }

  /** Fixes what no better answer of the part can change; false when nothing is left of the part. */
  private fix(part: Part, value: number): boolean {
    const { change, y } = this.pricer;
    let some = false;
    for (let n = 0; n < y.length; n++) {
      if (part.fix[n] !== FREE || value + (change[n] as number) < this.enough) continue;
      const used = y[n] as number;
      if (used > 0 && used < 1) continue;
      part.fix[n] = used === 1 ? OPEN : CLOSED;
      some = true;
    }
    if (!some) return true;
    const tight = counts(this.m, this.pricer.capacity, part);
    if (!tight) return false;
    part.least = tight.least;
    part.most = tight.most;
    return true;
  }

  /** Raises the bound of a part by weighted subgradients; false when the part is done with. */
  private raise(part: Open, passes: number, first: boolean): boolean {
    const { m, pricer } = this;
    const D = m.q.length;
    const N = m.nodes.length;
    const mu = part.mu.slice();
    const mean = new Float64Array(D);
    const y = new Float64Array(N);
    let best = -Infinity;
    let theta = first ? 1 : 0.4;
    let stale = 0;
    let weight = 0;
    for (let pass = 0; pass < passes; pass++) {
      const value = pricer.pass(mu, part);
      if (value > part.bound) part.bound = value;
      if (part.bound >= this.enough) return false;
      if (!this.fix(part, value)) return false;
      const share = weight === 0 ? 1 : 0.15;
      weight = 1;
      for (let n = 0; n < N; n++) y[n] = (y[n] as number) * (1 - share) + (pricer.y[n] as number) * share;
      if (value > best + 1e-9 * Math.abs(value)) {
        if (value > best + 1e-5 * Math.abs(value)) stale = 0;
        best = value;
        part.mu.set(mu);
      } else if (++stale >= (first ? 12 : 8)) {
        stale = 0;
        theta *= 0.66;
        mu.set(part.mu);
        if (theta < 0.004) break;
      }
      if (first && pass % 25 === 24) {
        if (pass >= 50 || !this.found) this.tryOut(this.carrying(part));
        if (this.expired() || this.ask.stop(part.bound)) break;
      } else if (pass % 25 === 24 && this.expired()) break;
      const target = Number.isFinite(this.upper) ? this.upper : best + Math.abs(best) * 0.05 + 1;
      let norm = 0;
      for (let d = 0; d < D; d++) {
        const q = m.q[d] as number;
        if (q <= 0) continue;
        const v = (1 - share) * (mean[d] as number) + share * ((q - (pricer.filled[d] as number)) / q);
        mean[d] = v;
        norm += v * v;
      }
      if (norm < 1e-18) break;
      const step = (theta * (target - value)) / norm;
      for (let d = 0; d < D; d++) if ((m.q[d] as number) > 0) mu[d] = (mu[d] as number) + (step * (mean[d] as number)) / (m.q[d] as number);
    }
    part.y = y;
    return true;
  }

  /** Sets that the present bound does not rule out, nearest first: one out, one in, one for another. */
  private neighbours(part: Part, until: number): void {
    const { m, pricer } = this;
    for (let round = 0; round < 30 && this.found && performance.now() < until; round++) {
      const now = m.nodes.map((_, n) => n).filter((n) => (this.found?.choice.mode[n] ?? -1) >= 0);
      const inside = new Set(now);
      const outside = m.nodes.map((_, n) => n).filter((n) => !inside.has(n) && part.fix[n] !== CLOSED);
      const moves: { set: number[]; worth: number }[] = [];
      const worth = (n: number) => pricer.worth[n] as number;
      const volume = now.reduce((sum, n) => sum + (pricer.capacity[n] as number), 0);
      const add = (drop: number, take: number) => {
        const after = volume - (drop < 0 ? 0 : (pricer.capacity[drop] as number)) + (take < 0 ? 0 : (pricer.capacity[take] as number));
        if (after < m.total) return;
        const set = now.filter((n) => n !== drop);
        if (take >= 0) set.push(take);
        moves.push({ set: set.sort((a, b) => a - b), worth: (take < 0 ? 0 : worth(take)) - (drop < 0 ? 0 : worth(drop)) });
      };
      for (const n of now) add(n, -1);
      for (const o of outside) {
        add(-1, o);
        for (const n of now) add(n, o);
      }
      moves.sort((a, b) => a.worth - b.worth);
      let better = false;
      for (const move of moves.slice(0, 60)) {
        if (performance.now() > until) break;
        if (this.tryOut(move.set)) {
          better = true;
          break;
        }
      }
      if (!better) break;
    }
  }

  /** The bound that holds when the search ends; `found` is the best answer. */
  run(): number {
    const { m } = this;
    const N = m.nodes.length;
    const root: Open = {
      ...(counts(m, this.pricer.capacity, { fix: new Int8Array(N), least: 0, most: N }) ?? { fix: new Int8Array(N), least: 0, most: N }),
      bound: -Infinity,
      mu: this.ask.from.slice(),
      y: new Float64Array(N),
    };
    const from = performance.now();
    const alive = this.raise(root, FIRST, true);
    if (!alive) return Math.min(this.upper, Math.max(root.bound, this.enough));
    this.pricer.pass(root.mu, root);
    const spent = performance.now() - from;
    this.neighbours(root, Math.min(this.ask.until, performance.now() + Math.max(200, spent)));
    const open: Open[] = [root];
    let least = root.bound;
    let down = 0;
    while (open.length > 0) {
      least = Infinity;
      let at = 0;
      for (let i = 0; i < open.length; i++) {
        const b = (open[i] as Open).bound;
        if (b < least) {
          least = b;
          at = i;
        }
      }
      if (least >= this.enough) break;
      if (this.expired() || this.ask.stop(least)) return Math.min(least, this.upper);
      // Now and then the last part goes first: it is deepest, and ends in an answer.
      const pick = open.length > 2_000 || ++down % 4 !== 0 ? open.length - 1 : at;
      const part = open[pick] as Open;
      open.splice(pick, 1);
      if (part.bound >= this.enough) continue;
      const children = this.split(part);
      if (this.lost) return Math.min(least, this.upper);
      for (const child of children) {
        const alive = this.raise(child, LATER, false);
        if (child.by) {
          const { n, way, part: share } = child.by;
          this.gains.sum[way][n] = (this.gains.sum[way][n] as number) + (Math.min(child.bound, this.enough) - part.bound) / share;
          this.gains.count[way][n] = (this.gains.count[way][n] as number) + 1;
        }
        if (!alive) continue;
        // Bounds first: shipping gets a third of the time.
        if (this.shipped < (performance.now() - from) / 3) this.tryOut(this.carrying(child));
        if (child.bound < this.enough) open.push(child);
      }
    }
    return Math.min(this.upper, Math.max(least, this.enough));
  }

  /** Two parts that together are the one: by the number of open nodes when that is broken, else by the node in doubt most. */
  private split(part: Open): Open[] {
    const child = (change: Partial<Part>): Open[] => {
      const p = counts(this.m, this.pricer.capacity, { fix: part.fix.slice(), least: part.least, most: part.most, ...change });
      return p ? [{ ...p, bound: part.bound, mu: part.mu.slice(), y: part.y }] : [];
    };
    let count = 0;
    let doubt = -1;
    let most = -1;
    const usual = ([0, 1] as const).map((way) => {
      const { sum, count } = this.gains;
      const tries = count[way].reduce((a, b) => a + b, 0);
      return tries > 0 ? sum[way].reduce((a, b) => a + b, 0) / tries : 1;
    });
    const gain = (n: number, way: 0 | 1) => {
      const tries = this.gains.count[way][n] as number;
      return tries > 0 ? (this.gains.sum[way][n] as number) / tries : (usual[way] as number);
    };
    for (let n = 0; n < part.fix.length; n++) {
      if (part.fix[n] === OPEN) count++;
      if (part.fix[n] !== FREE) continue;
      const y = part.y[n] as number;
      count += y;
      const d = Math.max(1e-9, gain(n, 0) * y) * Math.max(1e-9, gain(n, 1) * (1 - y));
      if (d > most) {
        most = d;
        doubt = n;
      }
    }
    if (doubt < 0) {
      this.tryOut([...part.fix.keys()].filter((n) => part.fix[n] === OPEN));
      return [];
    }
    const whole = Math.floor(count);
    if (count - whole > 0.15 && count - whole < 0.85 && whole >= part.least && whole < part.most)
      return [...child({ least: whole + 1 }), ...child({ most: whole })];
    const y = part.y[doubt] as number;
    const decided = (way: 0 | 1): Open[] => {
      const fix = part.fix.slice();
      fix[doubt] = way === 1 ? OPEN : CLOSED;
      return child({ fix }).map((p) => ({ ...p, by: { n: doubt, way, part: Math.max(0.05, way === 1 ? 1 - y : y) } }));
    };
    // The likelier one last: it is taken up next.
    return y >= 0.5 ? [...decided(0), ...decided(1)] : [...decided(1), ...decided(0)];
  }
}
