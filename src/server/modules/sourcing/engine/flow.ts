// With every yes and no decided, what remains is a flow (plus, at most, the small producers' share).
import type { Model } from './model.ts';
import { type Network, NetworkSimplex } from './network.ts';

/** The decided part: for each node its mode (−1 = delivers nothing) and the range its total must stay in. */
export type Choice = { mode: Int16Array; lo: Float64Array; hi: Float64Array };

export type Shipment = {
  feasible: boolean;
  /** Quantity on each arc, short on each demand. */
  x: Float64Array;
  short: Float64Array;
  /** Units × (price + transport) + penalties; no fixed costs. */
  cost: number;
  /** What one more unit of each demand would cost. */
  mu: Float64Array;
  /** Price of the share rule: VND for each unit that a small producer must deliver. */
  lambda: number;
  /** The share rule can be moved both ways at that price (or does not bind): prices of single units are exact. */
  smooth: boolean;
};

export const closed = (m: Model): Choice => ({
  mode: new Int16Array(m.nodes.length).fill(-1),
  lo: new Float64Array(m.nodes.length),
  hi: new Float64Array(m.nodes.length),
});

/** Opens a node in one of its modes, for its whole range. */
export function openNode(m: Model, c: Choice, n: number, mode = 0): void {
  const chosen = m.nodes[n]?.modes[mode];
  if (!chosen) return;
  c.mode[n] = mode;
  c.lo[n] = chosen.lo;
  c.hi[n] = chosen.hi;
}

type Edges = { from: number[]; to: number[]; cap: number[]; cost: number[]; lo: number[]; arc: number[]; coef: number[] };

/** The network of a choice. `extra` adds a cost to each unit of a node (fixed costs spread over units). */
function buildNetwork(m: Model, c: Choice, extra?: Float64Array) {
  const D = m.q.length;
  const HUB = D;
  let nodes = D + 1;
  const e: Edges = { from: [], to: [], cap: [], cost: [], lo: [], arc: [], coef: [] };
  const supply: number[] = Array.from(m.q, (q) => -q);
  supply.push(m.total);
  const scale: number[] = [...m.q, m.total];
  const edge = (from: number, to: number, lo: number, hi: number, cost: number, arc: number, coef: number) => {
    e.from.push(from);
    e.to.push(to);
    e.cap.push(Math.max(0, hi - lo));
    e.cost.push(cost);
    e.lo.push(lo);
    e.arc.push(arc);
    e.coef.push(coef);
  };
  for (let s = 0; s < m.nodesOf.length; s++) {
    const open = (m.nodesOf[s] ?? []).filter((n) => (c.mode[n] ?? -1) >= 0);
    if (open.length === 0) continue;
    const cap = m.cap[s] ?? 0;
    const coef = m.share > 0 ? (m.small[s] ? -(1 - m.share) : m.share) : 0;
    const most = open.reduce((sum, n) => sum + (c.hi[n] ?? 0), 0);
    let seller = HUB;
    if (open.length > 1 && most > cap) {
      seller = nodes++;
      supply.push(0);
      scale.push(cap);
      edge(HUB, seller, 0, cap, 0, -1, 0);
    }
    for (const n of open) {
      const node = m.nodes[n];
      if (!node) continue;
      const price = (node.modes[c.mode[n] ?? 0]?.price ?? 0) + (extra?.[n] ?? 0);
      const lo = c.lo[n] ?? 0;
      const hi = Math.min(c.hi[n] ?? 0, cap);
      if (node.to - node.from === 1) {
        edge(
          seller,
          m.arcDemand[node.from] ?? 0,
          lo,
          Math.min(hi, m.arcUp[node.from] ?? 0),
          (m.arcCost[node.from] ?? 0) + price,
          node.from,
          coef,
        );
        continue;
      }
      const at = nodes++;
      supply.push(0);
      scale.push(hi);
      edge(seller, at, lo, hi, 0, -1, 0);
      for (let a = node.from; a < node.to; a++)
        edge(at, m.arcDemand[a] ?? 0, 0, Math.min(hi, m.arcUp[a] ?? 0), (m.arcCost[a] ?? 0) + price, a, coef);
    }
  }
  const firstShort = e.from.length;
  if (Number.isFinite(m.penalty)) for (let d = 0; d < D; d++) edge(HUB, d, 0, m.q[d] ?? 0, m.penalty, -1, 0);
  let impossible = false;
  for (let i = 0; i < e.lo.length; i++) {
    const lo = e.lo[i] ?? 0;
    if (lo === 0) continue;
    supply[e.from[i] ?? 0] = (supply[e.from[i] ?? 0] ?? 0) - lo;
    supply[e.to[i] ?? 0] = (supply[e.to[i] ?? 0] ?? 0) + lo;
    if (e.arc[i] !== -1 && lo > (m.arcUp[e.arc[i] ?? 0] ?? 0) * (1 + 1e-9)) impossible = true;
  }
  const net: Network = {
    nodes,
    from: Int32Array.from(e.from),
    to: Int32Array.from(e.to),
    cap: Float64Array.from(e.cap),
    cost: Float64Array.from(e.cost),
    supply: Float64Array.from(supply),
    scale: Float64Array.from(scale),
  };
  return { net, edges: e, firstShort, impossible };
}

type Built = ReturnType<typeof buildNetwork>;
type Point = { x: Float64Array; short: Float64Array; cost: number; slack: number; pi: Float64Array; feasible: boolean };

function read(m: Model, b: Built, flow: Float64Array, pi: Float64Array, feasible: boolean): Point {
  const x = new Float64Array(m.arcNode.length);
  const short = new Float64Array(m.q.length);
  let cost = 0;
  let slack = 0;
  for (let i = 0; i < flow.length; i++) {
    const f = (flow[i] ?? 0) + (b.edges.lo[i] ?? 0);
    if (f === 0) continue;
    cost += f * (b.edges.cost[i] ?? 0);
    slack -= f * (b.edges.coef[i] ?? 0);
    const arc = b.edges.arc[i] ?? -1;
    if (arc >= 0) x[arc] = f;
    else if (i >= b.firstShort) short[i - b.firstShort] = f;
  }
  return { x, short, cost, slack, pi, feasible };
}

/** What only rounding left on an arc or short is nothing: it must not count as a supplier in use. */
const DUST = 1e-11;
function dropDust(m: Model, { x, short }: Point): void {
  for (let a = 0; a < x.length; a++) if ((x[a] as number) <= DUST * (m.q[m.arcDemand[a] as number] as number)) x[a] = 0;
  for (let d = 0; d < short.length; d++) if ((short[d] as number) <= DUST * (m.q[d] as number)) short[d] = 0;
}

/** Ships a choice at least cost; undefined when time ran out. */
export function ship(m: Model, c: Choice, expired?: () => boolean, extra?: Float64Array): Shipment | undefined {
  const built = buildNetwork(m, c, extra);
  const simplex = new NetworkSimplex(built.net);
  const base = built.net.cost;
  const coef = Float64Array.from(built.edges.coef);
  const solve = (lambda: number): Point | undefined => {
    if (lambda > 0) simplex.setCosts(base.map((v, i) => v + lambda * (coef[i] ?? 0)));
    const r = simplex.run(expired);
    return r && read(m, built, r.flow, r.pi, r.feasible && !built.impossible);
  };
  const done = (p: Point, lambda: number, smooth: boolean): Shipment => {
    const hub = p.pi[m.q.length] ?? 0;
    dropDust(m, p);
    return { ...p, mu: Float64Array.from(m.q, (_, d) => (p.pi[d] ?? 0) - hub), lambda, smooth };
  };
  const free = solve(0);
  if (!free) return undefined;
  const tolerance = 1e-12 * m.total;
  if (!free.feasible || m.share <= 0 || free.slack >= -tolerance) return done(free, 0, m.share <= 0 || free.slack > tolerance);

  // The share binds: one multiplier, found by cutting the two best lines until no solution lies below their crossing.
  let under = free;
  let over: Point | undefined;
  let lambda = 0;
  const top = Math.max(1e-9, ...base.map(Math.abs));
  for (let tryAt = top; tryAt <= top * 1e7; tryAt *= 30) {
    const p = solve(tryAt);
    if (!p) return undefined;
    lambda = tryAt;
    if (p.slack >= 0) {
      over = p;
      break;
    }
    under = p;
  }
  if (!over) return { ...done(under, lambda, false), feasible: under.slack >= -tolerance && under.feasible };
  for (let i = 0; i < 200; i++) {
    const cross = (over.cost - under.cost) / (over.slack - under.slack);
    if (!(cross >= 0) || !Number.isFinite(cross)) break;
    lambda = cross;
    const p = solve(cross);
    if (!p) break;
    const line = under.cost - cross * under.slack;
    if (p.cost - cross * p.slack >= line - 1e-12 * Math.abs(line)) break;
    if (p.slack >= 0) over = p;
    else under = p;
  }
  const t = -under.slack / (over.slack - under.slack);
  const mix = (a: Float64Array, b: Float64Array) => a.map((v, i) => (v === b[i] ? v : (1 - t) * v + t * (b[i] ?? 0)));
  const x = mix(under.x, over.x);
  return done(
    { ...over, x, short: mix(under.short, over.short), cost: (1 - t) * under.cost + t * over.cost, slack: 0 },
    lambda,
    t > 1e-9 && t < 1 - 1e-9,
  );
}
