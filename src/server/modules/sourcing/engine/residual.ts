// What may still move in a shipment: how much the others can be pushed back when a newcomer delivers, and what that saves.
import { modeOf } from './choice.ts';
import type { Choice, Shipment } from './flow.ts';
import type { Model } from './model.ts';

export type Point = { total: number; saved: number };

/** Most augmentations per newcomer and period: the first ones decide. */
const MOST_STEPS = 60;

export class Residual {
  private readonly m: Model;
  private readonly choice: Choice;
  /** Least total each used node may fall to: its lot, or exactly its steps. */
  private readonly least: Float64Array;
  private readonly x: Float64Array;
  private readonly short: Float64Array;
  private readonly totals: Float64Array;
  /** Used nodes of each period. */
  private readonly active: number[][];
  private readonly position: Int32Array;
  private values: Float64Array | undefined;
  private lambda = 0;
  private readonly sharePrice: number;

  constructor(m: Model, choice: Choice, shipment: Shipment, totals: Float64Array) {
    this.m = m;
    this.choice = choice;
    this.x = shipment.x;
    this.short = shipment.short;
    this.totals = totals;
    this.sharePrice = shipment.lambda;
    this.least = Float64Array.from(m.nodes, (node, n) => {
      const total = totals[n] ?? 0;
      const mode = total > 0 ? node.modes[modeOf(m, n, total)] : undefined;
      return mode ? (mode.step > 0 ? total : mode.lo) : 0;
    });
    this.active = m.periods.map(() => []);
    this.position = new Int32Array(m.q.length);
    for (let n = 0; n < m.nodes.length; n++) if ((totals[n] ?? 0) > 0) this.active[m.nodes[n]?.p ?? 0]?.push(n);
    for (const p of m.periods.keys()) {
      const node = m.nodes.find((n) => n.p === p);
      for (let a = node?.from ?? 0; a < (node?.to ?? 0); a++) this.position[m.arcDemand[a] ?? 0] = a - (node?.from ?? 0);
    }
  }

  private cost(a: number, n: number): number {
    const node = this.m.nodes[n];
    const price = node?.modes[Math.max(0, this.choice.mode[n] ?? 0)]?.price ?? 0;
    return (this.m.arcCost[a] ?? 0) + price + this.toll(node?.s ?? 0);
  }

  /** What the share rule adds to a unit of a supplier at its price `lambda` (0 outside `firstPrice`). */
  private toll(s: number): number {
    const { m } = this;
    return this.lambda === 0 ? 0 : this.lambda * (m.small[s] ? m.share - 1 : m.share);
  }

  /**
   * Saving of one more unit at each demand, by Bellman–Ford over the used suppliers. `sheltered`: small producers and what is
   * short must not be pushed back. `x`, `short`, `totals` are the state; the pushes found are returned with the savings.
   */
  private relaxAll(p: number, x: Float64Array, short: Float64Array, totals: Float64Array, sheltered: boolean) {
    const { m } = this;
    const gain = new Float64Array(m.q.length).fill(-Infinity);
    const nodeGain = new Map<number, number>();
    const viaNode = new Int32Array(m.q.length).fill(-1);
    const viaDemand = new Map<number, number>();
    const nodes = this.active[p] ?? [];
    for (let d = 0; d < gain.length; d++)
      if (m.period[d] === p && (short[d] ?? 0) > 1e-12 * (m.q[d] ?? 0) && !sheltered) gain[d] = m.penalty;
    for (const n of nodes) {
      const may = (totals[n] ?? 0) - (this.least[n] ?? 0) > 1e-11 * (totals[n] ?? 0) && !(sheltered && m.small[m.nodes[n]?.s ?? 0]);
      nodeGain.set(n, may ? 0 : -Infinity);
    }
    for (let round = 0; round < nodes.length + 2; round++) {
      let moved = false;
      for (const n of nodes) {
        const node = m.nodes[n];
        if (!node) continue;
        // A unit freed here may also go to another demand.
        for (let a = node.from; a < node.to; a++) {
          const d = m.arcDemand[a] ?? 0;
          if ((x[a] ?? 0) >= (m.arcUp[a] ?? 0) * (1 - 1e-12)) continue;
          const g = (gain[d] ?? -Infinity) - this.cost(a, n);
          if (g > (nodeGain.get(n) ?? -Infinity) + 1e-9 * (1 + Math.abs(g))) {
            nodeGain.set(n, g);
            viaDemand.set(n, a);
            moved = true;
          }
        }
        const own = nodeGain.get(n) ?? -Infinity;
        if (own === -Infinity) continue;
        for (let a = node.from; a < node.to; a++) {
          if ((x[a] ?? 0) <= 0) continue;
          const d = m.arcDemand[a] ?? 0;
          const g = own + this.cost(a, n);
          if (g > (gain[d] ?? -Infinity) + 1e-9 * (1 + Math.abs(g))) {
            gain[d] = g;
            viaNode[d] = a;
            moved = true;
          }
        }
      }
      if (!moved) break;
    }
    return { gain, viaNode, viaDemand };
  }

  /** The unit price below which a supplier without lots and fixed cost enters at once. */
  firstPrice(s: number): number {
    const { m } = this;
    this.lambda = this.sharePrice;
    if (!this.values) {
      this.values = new Float64Array(m.q.length).fill(-Infinity);
      for (const p of m.periods.keys()) {
        const { gain } = this.relaxAll(p, this.x, this.short, this.totals, false);
        for (let d = 0; d < gain.length; d++) if (m.period[d] === p) this.values[d] = gain[d] ?? -Infinity;
      }
    }
    let best = -Infinity;
    for (const n of m.nodesOf[s] ?? []) {
      const node = m.nodes[n];
      for (let a = node?.from ?? 0; a < (node?.to ?? 0); a++)
        best = Math.max(best, (this.values[m.arcDemand[a] ?? 0] ?? -Infinity) - (m.arcCost[a] ?? 0));
    }
    best -= this.toll(s);
    this.lambda = 0;
    return best;
  }

  /** Growing totals of a newcomer in one period and what the others then cost less (its transport paid, its price not). */
  curve(s: number, n: number, sheltered: boolean, until = Infinity): Point[] {
    const { m } = this;
    const node = m.nodes[n];
    const mode = node?.modes[0];
    if (!node || !mode) return [];
    const x = this.x.slice();
    const short = this.short.slice();
    const totals = this.totals.slice();
    const most = Math.min(mode.hi, m.cap[s] ?? 0);
    const points: Point[] = [];
    let total = 0;
    let saved = 0;
    for (let step = 0; step < MOST_STEPS && total < most * (1 - 1e-12); step++) {
      if (performance.now() > until) break;
      const { gain, viaNode, viaDemand } = this.relaxAll(node.p, x, short, totals, sheltered);
      let best = -Infinity;
      let entry = -1;
      for (let a = node.from; a < node.to; a++) {
        const g = (gain[m.arcDemand[a] ?? 0] ?? -Infinity) - (m.arcCost[a] ?? 0);
        if ((x[a] ?? 0) < (m.arcUp[a] ?? 0) && g > best) {
          best = g;
          entry = a;
        }
      }
      if (entry < 0 || best === -Infinity) break;
      // The path: into a demand, out of one of its suppliers, perhaps on to another demand, and so on.
      const back: number[] = [];
      const forth: number[] = [entry];
      let room = Math.min(most - total, (m.arcUp[entry] ?? 0) - (x[entry] ?? 0));
      let at = m.arcDemand[entry] ?? 0;
      let end = -1;
      for (let hop = 0; hop < 2 * m.nodes.length + 2; hop++) {
        const out = viaNode[at] ?? -1;
        if (out < 0) break;
        back.push(out);
        room = Math.min(room, x[out] ?? 0);
        const from = m.arcNode[out] ?? 0;
        const on = viaDemand.get(from);
        if (on === undefined) {
          end = from;
          break;
        }
        forth.push(on);
        room = Math.min(room, (m.arcUp[on] ?? 0) - (x[on] ?? 0));
        at = m.arcDemand[on] ?? 0;
      }
      if (end >= 0) room = Math.min(room, (totals[end] ?? 0) - (this.least[end] ?? 0));
      else room = Math.min(room, short[at] ?? 0);
      if (!(room > 0)) break;
      const stops = stopsOf(mode, total, total + room);
      for (const t of stops) points.push({ total: t, saved: saved + best * (t - total) });
      for (const a of forth) x[a] = (x[a] ?? 0) + room;
      for (const a of back) x[a] = (x[a] ?? 0) - room;
      if (end >= 0) totals[end] = (totals[end] ?? 0) - room;
      else short[at] = (short[at] ?? 0) - room;
      total += room;
      saved += best * room;
    }
    return points;
  }
}

/** Where to look on a stretch of totals: its end, and the lots on it. */
function stopsOf(mode: { lo: number; hi: number; step: number }, from: number, to: number): number[] {
  const stops: number[] = [];
  if (mode.lo > from && mode.lo <= to) stops.push(mode.lo);
  if (mode.step > 0) {
    const first = mode.lo + Math.max(0, Math.ceil((from - mode.lo) / mode.step)) * mode.step;
    if (first > from && first <= to) stops.push(first);
    const last = mode.lo + Math.floor((to - mode.lo) / mode.step) * mode.step;
    if (last > from && last !== first && last <= to) stops.push(last);
  }
  stops.push(to);
  return stops;
}
