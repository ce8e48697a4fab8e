// Which suppliers and arcs a step of the search works on: what a relaxation used, what the priced bound leaves open, what a model can hold.
import { type Found, usedBy } from './choice.ts';
import type { Shipment } from './flow.ts';
import { type Bound, Pricer } from './lagrange.ts';
import type { Model } from './model.ts';

/** Arcs beyond which one HiGHS model is too much for its memory and our time. */
export const WHOLE = 40_000;

/** The suppliers of a relaxation and the next best ones, so that lots have room to move. */
export function widened(m: Model, start: Set<number>, relaxed: Shipment): Set<number> {
  const { worth } = new Pricer(m).pass(relaxed.mu, relaxed.lambda);
  const set = new Set(start);
  let volume = 0;
  for (const s of start) volume += m.cap[s] ?? 0;
  const wanted = Math.max(volume, m.total) * 1.3;
  for (const s of [...worth.keys()].filter((s) => Number.isFinite(worth[s])).sort((a, b) => (worth[a] ?? 0) - (worth[b] ?? 0))) {
    if (volume > wanted && set.size >= start.size + 5) break;
    if (set.has(s)) continue;
    set.add(s);
    volume += m.cap[s] ?? 0;
  }
  return set;
}

/** The widened set as flags, at most some thousand nodes of it. */
export function likely(m: Model, relaxed: Shipment, start: Set<number>): Uint8Array {
  const may = new Uint8Array(m.nodesOf.length);
  let nodes = 0;
  for (const s of widened(m, start, relaxed)) {
    nodes += m.nodesOf[s]?.length ?? 0;
    if (nodes > 12_000) break;
    may[s] = 1;
  }
  return may;
}

/** The suppliers that deliver most in a shipment. */
export function largest(m: Model, r: Shipment, count: number): Set<number> {
  const sum = new Map<number, number>();
  for (let a = 0; a < r.x.length; a++) {
    const s = m.nodes[m.arcNode[a] ?? 0]?.s ?? 0;
    sum.set(s, (sum.get(s) ?? 0) + (r.x[a] ?? 0));
  }
  return new Set(
    [...sum]
      .sort((a, b) => b[1] - a[1])
      .slice(0, count)
      .map(([s]) => s),
  );
}

/** The suppliers that the priced bound used most, as many as the order needs and the rules allow. */
export function often(m: Model, b: Bound): Set<number> {
  const order = [...b.use.keys()]
    .filter((s) => (m.nodesOf[s]?.length ?? 0) > 0)
    .sort((x, y) => (b.use[y] ?? 0) - (b.use[x] ?? 0) || (b.worth[x] ?? 0) - (b.worth[y] ?? 0));
  const set = new Set<number>();
  let volume = 0;
  for (const s of order) {
    if (set.size >= m.maxSuppliers) break;
    if ((b.use[s] ?? 0) < 0.5 && volume >= m.total * 1.001 && !Number.isFinite(m.maxSuppliers)) break;
    if ((b.use[s] ?? 0) < 0.02 && set.size > 0 && volume >= m.total * 1.001) break;
    set.add(s);
    volume += m.cap[s] ?? 0;
  }
  return set;
}

/** Suppliers that no better answer uses, or that every better answer uses, by the priced bound against the best answer. */
export function fix(m: Model, b: Bound | undefined, found: Found | undefined) {
  const S = m.nodesOf.length;
  const may = new Uint8Array(S);
  const must = new Uint8Array(S);
  let left = 0;
  const inUse = found ? usedBy(m, found.shipment.x) : new Set<number>();
  const counted = Number.isFinite(m.maxSuppliers) || m.needInvoice;
  for (let s = 0; s < S; s++) {
    const own = m.nodesOf[s] ?? [];
    if (own.length === 0) continue;
    may[s] = 1;
    const worth = b?.worth[s] ?? 0;
    if (b && found && Number.isFinite(b.value)) {
      const margin = found.objective * 1e-9;
      if (worth > 0 && b.value + worth > found.objective + margin && !inUse.has(s)) may[s] = 0;
      if (!counted && worth < 0 && b.value - worth > found.objective + margin && inUse.has(s)) must[s] = 1;
    }
    if (may[s]) left += own.reduce((sum, n) => sum + ((m.nodes[n]?.to ?? 0) - (m.nodes[n]?.from ?? 0)), 0);
  }
  return { may, must, left };
}

/** The part of a large model that a good answer lives in, at most WHOLE / 2 arcs. */
export function core(m: Model, b: Bound | undefined, found: Found | undefined) {
  if (!b) return undefined;
  const S = m.nodesOf.length;
  const inUse = found ? usedBy(m, found.shipment.x) : new Set<number>();
  const order = [...b.worth.keys()]
    .filter((s) => (m.nodesOf[s]?.length ?? 0) > 0)
    .sort((x, y) => rank(y) - rank(x) || (b.worth[x] ?? 0) - (b.worth[y] ?? 0));
  function rank(s: number): number {
    return (inUse.has(s) ? 2 : 0) + (b?.use[s] ?? 0);
  }
  const may = new Uint8Array(S);
  for (const s of order.slice(0, Math.max(30, Math.ceil(inUse.size * 1.6)))) may[s] = 1;
  const perDemand: number[][] = Array.from(m.q, () => []);
  const reduced = (a: number) => (m.arcCost[a] ?? 0) + (m.nodes[m.arcNode[a] ?? 0]?.modes[0]?.price ?? 0);
  for (let a = 0; a < m.arcNode.length; a++) if (may[m.nodes[m.arcNode[a] ?? 0]?.s ?? 0]) perDemand[m.arcDemand[a] ?? 0]?.push(a);
  const kept = new Set<number>();
  const each = Math.max(6, Math.floor(WHOLE / 3 / Math.max(1, m.q.length)));
  for (const list of perDemand) {
    list.sort((x, y) => reduced(x) - reduced(y));
    for (const a of list.slice(0, each)) kept.add(a);
  }
  if (found) for (let a = 0; a < found.shipment.x.length; a++) if ((found.shipment.x[a] ?? 0) > 0) kept.add(a);
  return { may, must: new Uint8Array(S), keepArc: (a: number) => kept.has(a) };
}
