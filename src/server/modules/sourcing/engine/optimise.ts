// The order of work: flow when nothing is yes-or-no; else relaxation, repair, priced bound, fixing, and HiGHS on what is left.
// The best answer so far is always kept and reported, so that a stop at any moment still answers.
import type { Highs } from 'highs';
import { throughTotals } from './aggregate.ts';
import { complete, type Found, usedBy } from './choice.ts';
import { closed, openNode, type Shipment, ship } from './flow.ts';
import { offGrid, tooFew } from './impossible.ts';
import { improve } from './improve.ts';
import { ascend, type Bound, Pricer } from './lagrange.ts';
import { searchLocations } from './location.ts';
import { isLocation } from './location-bound.ts';
import { solveMip } from './mip.ts';
import { hasChoices, type Model } from './model.ts';

export type Env = {
  /** The solver; undefined when it cannot be had. Asked again after it broke. */
  highs: (fresh: boolean) => Promise<Highs | undefined>;
  /** performance.now() at which the answer must stand. */
  deadline: number;
  gap: number;
  /** Any answer will do. */
  first?: boolean;
  /** Called with every better answer. */
  report?: (found: Found, bound: number) => void;
};
export type Outcome = {
  status: 'optimal' | 'feasible' | 'infeasible' | 'undecided';
  found: Found | undefined;
  bound: number;
  bounds: Bound | undefined;
};

/** Arcs beyond which one HiGHS model is too much for its memory and our time. */
const WHOLE = 40_000;

const gapOf = (objective: number, bound: number) => (objective - bound <= 0 ? 0 : (objective - bound) / objective);

/** Fixed costs spread over the most a supplier could deliver: what keeps a relaxation below every answer. */
export function spread(m: Model): Float64Array {
  const extra = new Float64Array(m.nodes.length);
  for (let s = 0; s < m.nodesOf.length; s++) {
    const fixed = m.fixed[s] ?? 0;
    if (fixed === 0) continue;
    const own = m.nodesOf[s] ?? [];
    const most = own.reduce((sum, n) => sum + Math.max(...(m.nodes[n]?.modes ?? []).map((mode) => mode.hi)), 0);
    for (const n of own) extra[n] = fixed / Math.max(1e-12, Math.min(m.cap[s] ?? 0, most));
  }
  return extra;
}

function openAll(m: Model) {
  const c = closed(m);
  for (let n = 0; n < m.nodes.length; n++) {
    const modes = m.nodes[n]?.modes ?? [];
    const cheapest = modes.reduce((best, mode, i) => (mode.price < (modes[best]?.price ?? Infinity) ? i : best), 0);
    openNode(m, c, n, cheapest);
    c.lo[n] = 0;
    c.hi[n] = Math.max(...modes.map((mode) => mode.hi));
  }
  return c;
}

export async function optimise(m: Model, env: Env): Promise<Outcome> {
  const now = () => performance.now();
  const expired = () => now() > env.deadline;
  let found: Found | undefined;
  let bound = -Infinity;
  const take = (f: Found | undefined) => {
    if (!f?.shipment.feasible || f.objective >= (found?.objective ?? Infinity)) return false;
    found = f;
    env.report?.(f, bound);
    return true;
  };
  const raise = (b: number) => {
    if (b > bound) bound = b;
  };
  const end = (bounds?: Bound): Outcome => {
    if (!found) return { status: 'undecided', found, bound, bounds };
    bound = Math.min(bound, found.objective);
    return { status: gapOf(found.objective, bound) <= env.gap ? 'optimal' : 'feasible', found, bound, bounds };
  };
  // Work goes on a hundred times further than the gap asked for while there is time: an optimum should be the optimum, not its neighbour.
  const goal = env.gap <= 1e-4 ? env.gap * 0.01 : env.gap * 0.5;
  const proved = () => found !== undefined && (env.first === true || gapOf(found.objective, bound) <= goal);

  const started = now();
  let since: number | undefined;
  /** Within the gap asked for, and worked on as long again. */
  const enough = () => {
    if (!found || gapOf(found.objective, bound) > env.gap) return false;
    since ??= now();
    return now() - since > Math.max(300, since - started);
  };

  /** Seconds for the next step: less when what there is would do. */
  const remaining = () => {
    const good = found !== undefined && gapOf(found.objective, bound) <= env.gap;
    return Math.min(env.deadline - now(), good ? Math.max(300, now() - started) : Infinity) / 1000;
  };

  const everything = openAll(m);
  const extra = spread(m);
  // Without a first answer there is nothing to say: it may use the time kept for the reasons.
  const late = env.deadline + (env.deadline - started) * 0.2;
  const tooLate = () => now() > (found ? env.deadline : late);
  const relaxed = ship(m, everything, tooLate, extra);
  if (!relaxed) return end();
  if (!relaxed.feasible || offGrid(m) || tooFew(m)) return { status: 'infeasible', found: undefined, bound: Infinity, bounds: undefined };
  if (!hasChoices(m)) {
    found = { choice: everything, shipment: relaxed, objective: relaxed.cost };
    bound = relaxed.cost;
    return end();
  }
  raise(relaxed.cost - 1e-12 * Math.abs(relaxed.cost));

  if (Number.isFinite(m.penalty)) take(complete(m, [], tooLate));
  const arcs = m.arcNode.length;
  const tiny = arcs <= 400;
  const start = usedBy(m, relaxed.x);
  take(complete(m, widened(m, start, relaxed), tooLate, extra));
  if (Number.isFinite(m.maxSuppliers) && start.size > m.maxSuppliers) take(complete(m, largest(m, relaxed, m.maxSuppliers), expired));
  if (proved()) return end();
  if (!found && !tiny) {
    const solver = await env.highs(false);
    const seconds = Math.min(4, ((env.deadline - now()) / 1000) * 0.4);
    if (solver && seconds > 0.1) {
      try {
        take(throughTotals(solver, m, relaxed.mu, likely(m, relaxed, start), seconds, Math.max(bound, 1e-6)));
      } catch {
        await env.highs(true);
      }
    }
    if (proved()) return end();
  }

  if (!tiny && isLocation(m)) {
    const search = searchLocations(m, {
      from: relaxed.mu,
      start: found,
      until: now() + (env.deadline - now()) * (arcs > WHOLE ? 0.9 : 0.6),
      gap: goal / 2,
      stop: (b) => {
        raise(b);
        return enough() || (env.first === true && found !== undefined);
      },
      better: take,
    });
    if (search.found) raise(search.bound);
    if (proved() || enough()) return end();
  }

  let bounds: Bound | undefined;
  if (!tiny) {
    const room = env.deadline - now();
    const share = arcs > WHOLE ? 0.55 : 0.25;
    const until = now() + room * share;
    let last = 0;
    let tried = '';
    bounds = ascend(m, {
      from: relaxed.mu,
      lambda: relaxed.lambda,
      upper: () => found?.objective ?? Infinity,
      gap: goal,
      passes: arcs > WHOLE ? 3_000 : 400,
      stop: () => now() > until || enough() || (env.first === true && found !== undefined),
      each: (b) => {
        raise(b.value - 1e-12 * Math.abs(b.value));
        if (b.passes - last < (found ? 40 : 20)) return;
        last = b.passes;
        const set = often(m, b);
        const key = [...set].join();
        if (key === tried) return;
        tried = key;
        take(complete(m, set, () => now() > until));
      },
    });
    raise(bounds.value - 1e-12 * Math.abs(bounds.value));
    if (found && !proved()) for (const better of improve(m, found, bounds, Math.min(env.deadline, now() + room * 0.1))) take(better);
    if (proved() || enough()) return end(bounds);
  }

  const { may, must, left } = fix(m, bounds, found);
  const cutoff = found?.objective ?? Infinity;
  const guess = Math.max(Math.abs(found?.objective ?? 0), Math.abs(bound), 1e-6);
  let highs = await env.highs(false);
  if (highs && left <= WHOLE) {
    const seconds = remaining();
    if (seconds > 0.02) {
      try {
        const r = solveMip(highs, m, { may, must, start: found, seconds, gap: goal, enough: env.gap }, guess);
        if (r.infeasible && !found) return { status: 'infeasible', found: undefined, bound: Infinity, bounds };
        take(r.found);
        if (!r.infeasible) raise(Math.min(r.bound, cutoff));
      } catch {
        highs = await env.highs(true);
      }
    }
  } else if (highs) {
    // Too large for one model: the likely suppliers and the arcs near their dual prices, for a better answer; the bound stays the priced one.
    const seconds = remaining() * 0.8;
    const near = core(m, bounds, found);
    if (seconds > 0.5 && near) {
      try {
        take(
          solveMip(highs, m, { ...near, start: found, seconds, gap: Math.max(goal, 1e-4), enough: Math.max(env.gap, 1e-4) }, guess).found,
        );
      } catch {
        await env.highs(true);
      }
    }
    if (found && bounds && !proved()) for (const better of improve(m, found, bounds, env.deadline)) take(better);
  }
  return end(bounds);
}

/** The suppliers of a relaxation and the next best ones, so that lots have room to move. */
function widened(m: Model, start: Set<number>, relaxed: Shipment): Set<number> {
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
function likely(m: Model, relaxed: Shipment, start: Set<number>): Uint8Array {
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
function largest(m: Model, r: Shipment, count: number): Set<number> {
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
function often(m: Model, b: Bound): Set<number> {
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
function fix(m: Model, b: Bound | undefined, found: Found | undefined) {
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
function core(m: Model, b: Bound | undefined, found: Found | undefined) {
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
