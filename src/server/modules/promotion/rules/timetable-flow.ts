// Minimum-cost flow in integers: potentials by Dijkstra, then as much as fits along the cheapest arcs (primal-dual).

/** Arcs are kept in pairs: arc a and its way back a ^ 1. */
export type Flow = {
  /** Adds an arc and returns its number. Costs may be negative only in a network without cycles. */
  arc: (from: number, to: number, capacity: number, cost: number) => number;
  /** Sends flow from `source` to `sink` while each further unit costs less than nothing. Returns the total cost. */
  run: (source: number, sink: number) => number;
  /** What flows on an arc. */
  on: (arc: number) => number;
  /** Nodes that can still be reached from `start` along arcs with room: what a shortage rests on. */
  reach: (start: number) => Uint8Array;
};

export function createFlow(nodes: number): Flow {
  const to: number[] = [];
  const room: number[] = [];
  const cost: number[] = [];
  const out: number[][] = Array.from({ length: nodes }, () => []);
  const potential = new Float64Array(nodes);
  const distance = new Float64Array(nodes);
  const level = new Int32Array(nodes);
  const at = new Int32Array(nodes);
  const reduced = (from: number, a: number) => (cost[a] as number) + (potential[from] as number) - (potential[to[a] as number] as number);

  /** First potentials: Bellman–Ford with a queue, since first costs are negative. */
  const first = (source: number) => {
    potential.fill(Infinity);
    potential[source] = 0;
    const queue = [source];
    const queued = new Uint8Array(nodes);
    for (let head = 0; head < queue.length; head++) {
      const u = queue[head] as number;
      queued[u] = 0;
      for (const a of out[u] as number[]) {
        const v = to[a] as number;
        const d = (potential[u] as number) + (cost[a] as number);
        if ((room[a] as number) > 0 && d < (potential[v] as number)) {
          potential[v] = d;
          if (!queued[v]) {
            queued[v] = 1;
            queue.push(v);
          }
        }
      }
    }
    for (let v = 0; v < nodes; v++) if (potential[v] === Infinity) potential[v] = 0;
  };

  const heap: number[] = [];
  const place = new Int32Array(nodes);
  const before = (a: number, b: number) => (distance[a] as number) < (distance[b] as number);
  const set = (i: number, v: number) => {
    heap[i] = v;
    place[v] = i;
  };
  const up = (from: number) => {
    let i = from;
    const v = heap[i] as number;
    for (; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!before(v, heap[parent] as number)) break;
      set(i, heap[parent] as number);
      i = parent;
    }
    set(i, v);
  };
  const pop = (): number => {
    const top = heap[0] as number;
    const last = heap.pop() as number;
    place[top] = -1;
    if (heap.length > 0) {
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && before(heap[child + 1] as number, heap[child] as number)) child++;
        if (!before(heap[child] as number, last)) break;
        set(i, heap[child] as number);
        i = child;
      }
      set(i, last);
    }
    return top;
  };

  /** Distances in reduced costs become the next potentials; false when the sink is out of reach. */
  const nearer = (source: number, sink: number): boolean => {
    distance.fill(Infinity);
    place.fill(-1);
    heap.length = 0;
    distance[source] = 0;
    set(0, source);
    while (heap.length > 0) {
      const u = pop();
      for (const a of out[u] as number[]) {
        if ((room[a] as number) <= 0) continue;
        const v = to[a] as number;
        const d = (distance[u] as number) + reduced(u, a);
        if (d < (distance[v] as number)) {
          distance[v] = d;
          if (place[v] === -1) set(heap.length, v);
          up(place[v] as number);
        }
      }
    }
    if (distance[sink] === Infinity) return false;
    const far = distance[sink] as number;
    for (let v = 0; v < nodes; v++) potential[v] = (potential[v] as number) + Math.min(distance[v] as number, far);
    return true;
  };

  const layer = (source: number, sink: number): boolean => {
    level.fill(-1);
    level[source] = 0;
    const queue = [source];
    for (let head = 0; head < queue.length; head++) {
      const u = queue[head] as number;
      for (const a of out[u] as number[]) {
        const v = to[a] as number;
        if ((room[a] as number) > 0 && level[v] === -1 && reduced(u, a) === 0) {
          level[v] = (level[u] as number) + 1;
          queue.push(v);
        }
      }
    }
    return level[sink] !== -1;
  };

  const push = (u: number, sink: number, most: number): number => {
    if (u === sink) return most;
    const arcs = out[u] as number[];
    for (; (at[u] as number) < arcs.length; at[u] = (at[u] as number) + 1) {
      const a = arcs[at[u] as number] as number;
      const v = to[a] as number;
      if ((room[a] as number) <= 0 || level[v] !== (level[u] as number) + 1 || reduced(u, a) !== 0) continue;
      const sent = push(v, sink, Math.min(most, room[a] as number));
      if (sent > 0) {
        room[a] = (room[a] as number) - sent;
        room[a ^ 1] = (room[a ^ 1] as number) + sent;
        return sent;
      }
    }
    return 0;
  };

  return {
    arc: (from, target, capacity, price) => {
      const a = to.length;
      to.push(target, from);
      room.push(capacity, 0);
      cost.push(price, -price);
      (out[from] as number[]).push(a);
      (out[target] as number[]).push(a + 1);
      return a;
    },
    run: (source, sink) => {
      first(source);
      let total = 0;
      while (nearer(source, sink)) {
        const unit = (potential[sink] as number) - (potential[source] as number);
        if (unit >= 0) break;
        while (layer(source, sink)) {
          at.fill(0);
          for (let sent = push(source, sink, Infinity); sent > 0; sent = push(source, sink, Infinity)) total += sent * unit;
        }
      }
      return total;
    },
    on: (a) => room[a ^ 1] as number,
    reach: (start) => {
      const seen = new Uint8Array(nodes);
      seen[start] = 1;
      const queue = [start];
      for (let head = 0; head < queue.length; head++)
        for (const a of out[queue[head] as number] as number[]) {
          const v = to[a] as number;
          if ((room[a] as number) > 0 && !seen[v]) {
            seen[v] = 1;
            queue.push(v);
          }
        }
      return seen;
    },
  };
}
