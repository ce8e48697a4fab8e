// Minimum-cost flow by the primal network simplex method (strongly feasible trees, block pricing).
// Flows are sums and differences of what goes in, so an answer is as exact as its data. What cannot be
// shipped rests on artificial arcs, priced lexicographically above every real cost: no big number spoils the potentials.

export type Network = {
  nodes: number;
  from: Int32Array;
  to: Int32Array;
  /** Largest flow; Infinity allowed. Lower bounds are shifted away by the caller. */
  cap: Float64Array;
  cost: Float64Array;
  /** Positive = gives, negative = takes; the sum may differ from 0 only by rounding. */
  supply: Float64Array;
  /** How much a node handles: what is missing below a hundred thousand millionth of it is rounding. */
  scale: Float64Array;
};

export type Flow = {
  flow: Float64Array;
  /** What could not be shipped from or to each node. */
  missing: Float64Array;
  feasible: boolean;
  /** Node potentials: cost + pi[from] − pi[to] ≥ 0 where flow may grow. */
  pi: Float64Array;
  pivots: number;
};

/** A saving counts when it is above this part of the numbers it is the difference of: one huge price must not blur small ones. */
const PRECISION = 1e-14;
const UP = 1;
const DOWN = -1;

export class NetworkSimplex {
  private readonly n: number;
  private readonly m: number;
  private readonly root: number;
  private readonly tail: Int32Array;
  private readonly head: Int32Array;
  private readonly cap: Float64Array;
  private readonly cost: Float64Array;
  private readonly flow: Float64Array;
  private readonly state: Int8Array;
  private readonly parent: Int32Array;
  private readonly pred: Int32Array;
  private readonly dir: Int8Array;
  private readonly depth: Int32Array;
  private readonly child: Int32Array;
  private readonly next: Int32Array;
  private readonly prev: Int32Array;
  private readonly pi: Float64Array;
  /** Artificial part of the potentials: small whole numbers. */
  private readonly piA: Float64Array;
  private readonly stack: Int32Array;
  private readonly scale: Float64Array;
  private scan = 0;

  constructor(net: Network) {
    const n = net.nodes;
    const m = net.from.length;
    const all = m + n;
    this.n = n;
    this.m = m;
    this.root = n;
    this.tail = new Int32Array(all);
    this.head = new Int32Array(all);
    this.cap = new Float64Array(all).fill(Infinity);
    this.cost = new Float64Array(all);
    this.flow = new Float64Array(all);
    this.state = new Int8Array(all).fill(1);
    this.tail.set(net.from);
    this.head.set(net.to);
    this.cap.set(net.cap);
    this.cost.set(net.cost);
    this.scale = net.scale;
    this.parent = new Int32Array(n + 1).fill(n);
    this.pred = new Int32Array(n + 1);
    this.dir = new Int8Array(n + 1);
    this.depth = new Int32Array(n + 1).fill(1);
    this.child = new Int32Array(n + 1).fill(-1);
    this.next = new Int32Array(n + 1).fill(-1);
    this.prev = new Int32Array(n + 1).fill(-1);
    this.pi = new Float64Array(n + 1);
    this.piA = new Float64Array(n + 1);
    this.stack = new Int32Array(n + 1);
    this.parent[n] = -1;
    this.depth[n] = 0;
    for (let v = 0; v < n; v++) {
      const e = m + v;
      const gives = (net.supply[v] as number) >= 0;
      this.tail[e] = gives ? v : n;
      this.head[e] = gives ? n : v;
      this.flow[e] = Math.abs(net.supply[v] as number);
      this.state[e] = 0;
      this.pred[v] = e;
      this.dir[v] = gives ? UP : DOWN;
      this.piA[v] = gives ? -1 : 1;
      this.link(v, n);
    }
  }

  /** New costs for the real arcs; the tree stays, so the next run starts from the last answer. */
  setCosts(cost: Float64Array): void {
    this.cost.set(cost);
    this.refresh(this.root);
  }

  private link(v: number, p: number): void {
    this.parent[v] = p;
    const first = this.child[p] as number;
    this.next[v] = first;
    this.prev[v] = -1;
    if (first >= 0) this.prev[first] = v;
    this.child[p] = v;
  }

  private unlink(v: number): void {
    const { next, prev } = this;
    const a = prev[v] as number;
    const b = next[v] as number;
    if (a >= 0) next[a] = b;
    else this.child[this.parent[v] as number] = b;
    if (b >= 0) prev[b] = a;
  }

  /** Potentials and depths of everything hanging below a node, that node included. */
  private refresh(top: number): void {
    const { parent, pred, dir, depth, child, next, pi, piA, stack, cost, m } = this;
    let size = 0;
    stack[size++] = top;
    while (size > 0) {
      const v = stack[--size] as number;
      const p = parent[v] as number;
      if (p >= 0) {
        const e = pred[v] as number;
        const d = dir[v] as number;
        depth[v] = (depth[p] as number) + 1;
        pi[v] = (pi[p] as number) - d * (cost[e] as number);
        piA[v] = (piA[p] as number) - (e >= m ? d : 0);
      }
      for (let c = child[v] as number; c >= 0; c = next[c] as number) stack[size++] = c;
    }
  }

  /** Pivots until nothing improves; `expired` is asked now and then and stops early (then undefined). */
  run(expired: () => boolean = () => false): Flow | undefined {
    const { m, tail, head, cost, state, pi, piA } = this;
    let largest = 0;
    for (let e = 0; e < m; e++) largest = Math.max(largest, Math.abs(cost[e] as number));
    const big = 4 * largest + 1;
    const block = Math.max(10, Math.ceil(Math.sqrt(m)));
    const patience = 50 * this.n + 10_000;
    let pivots = 0;
    let precision = PRECISION;
    for (;;) {
      let best = 0;
      let enter = -1;
      let left = block;
      for (let count = 0; count < m; count++) {
        const e = this.scan;
        this.scan = e + 1 === m ? 0 : e + 1;
        const st = state[e] as number;
        if (st !== 0) {
          const u = tail[e] as number;
          const v = head[e] as number;
          const a = (piA[u] as number) - (piA[v] as number);
          const c = (cost[e] as number) + (pi[u] as number) - (pi[v] as number);
          const r = a === 0 ? st * c : st * a < 0 ? st * a * big - Math.abs(c) / (1 + big) : 1;
          if (
            r < best &&
            (a !== 0 || -r > precision * (Math.abs(cost[e] as number) + Math.abs(pi[u] as number) + Math.abs(pi[v] as number)))
          ) {
            best = r;
            enter = e;
          }
        }
        if (--left === 0) {
          if (enter >= 0) break;
          left = block;
        }
      }
      if (enter < 0) break;
      this.pivot(enter);
      if ((++pivots & 1023) === 0 && expired()) return undefined;
      // Far more than it takes: rounding goes round in a circle.
      if (pivots % patience === 0) precision *= 10;
    }
    return this.result(pivots);
  }

  private pivot(enter: number): void {
    const { tail, head, cap, flow, state, parent, pred, dir, depth } = this;
    const st = state[enter] as number;
    const first = st === 1 ? (tail[enter] as number) : (head[enter] as number);
    const second = st === 1 ? (head[enter] as number) : (tail[enter] as number);
    let a = first;
    let b = second;
    while (a !== b) {
      if ((depth[a] as number) >= (depth[b] as number)) a = parent[a] as number;
      else b = parent[b] as number;
    }
    const join = a;
    let delta = cap[enter] as number;
    let out = -1;
    let side = 0;
    for (let u = first; u !== join; u = parent[u] as number) {
      const e = pred[u] as number;
      const room = dir[u] === DOWN ? (cap[e] as number) - (flow[e] as number) : (flow[e] as number);
      if (room < delta) {
        delta = room;
        out = u;
        side = 1;
      }
    }
    for (let u = second; u !== join; u = parent[u] as number) {
      const e = pred[u] as number;
      const room = dir[u] === UP ? (cap[e] as number) - (flow[e] as number) : (flow[e] as number);
      if (room <= delta) {
        delta = room;
        out = u;
        side = 2;
      }
    }
    if (delta > 0) {
      flow[enter] = Math.min(cap[enter] as number, Math.max(0, (flow[enter] as number) + st * delta));
      for (let u = first; u !== join; u = parent[u] as number) this.shift(pred[u] as number, -(dir[u] as number) * delta);
      for (let u = second; u !== join; u = parent[u] as number) this.shift(pred[u] as number, (dir[u] as number) * delta);
    }
    if (side === 0) {
      flow[enter] = st === 1 ? (cap[enter] as number) : 0;
      state[enter] = -st;
      return;
    }
    const leave = pred[out] as number;
    const full = side === 1 ? dir[out] === DOWN : dir[out] === UP;
    flow[leave] = full ? (cap[leave] as number) : 0;
    state[leave] = full ? -1 : 1;
    state[enter] = 0;
    this.rehang(side === 1 ? first : second, side === 1 ? second : first, out, enter);
  }

  private shift(e: number, by: number): void {
    const f = (this.flow[e] as number) + by;
    this.flow[e] = f < 0 ? 0 : Math.min(f, this.cap[e] as number);
  }

  /** Cuts the subtree at `out` and hangs it by its node `inside` below `outside` through arc `enter`. */
  private rehang(inside: number, outside: number, out: number, enter: number): void {
    const { parent, pred, dir, tail } = this;
    let v = inside;
    let above = outside;
    let arc = enter;
    for (;;) {
      const oldParent = parent[v] as number;
      const oldArc = pred[v] as number;
      this.unlink(v);
      this.link(v, above);
      pred[v] = arc;
      dir[v] = tail[arc] === v ? UP : DOWN;
      if (v === out) break;
      above = v;
      arc = oldArc;
      v = oldParent;
    }
    this.refresh(inside);
  }

  private result(pivots: number): Flow {
    const { n, m, flow, scale } = this;
    const missing = new Float64Array(n);
    let feasible = true;
    for (let v = 0; v < n; v++) {
      const f = flow[m + v] as number;
      if (f > (scale[v] as number) * 1e-11) {
        missing[v] = f;
        feasible = false;
      }
    }
    return { flow: flow.slice(0, m), missing, feasible, pi: this.pi.slice(0, n), pivots };
  }
}
