// The order of work: flow when nothing is yes-or-no; else relaxation, repair, priced bound, fixing, and HiGHS on what is left.
// The best answer so far is always kept and reported, so that a stop at any moment still answers.
import { throughTotals } from './aggregate.ts';
import { complete, usedBy } from './choice.ts';
import { closed, openNode, type Shipment, ship } from './flow.ts';
import { offGrid, tooFew } from './impossible.ts';
import { improve } from './improve.ts';
import { ascend, type Bound } from './lagrange.ts';
import { searchLocations } from './location.ts';
import { isLocation } from './location-bound.ts';
import { solveMip } from './mip.ts';
import { hasChoices, type Model } from './model.ts';
import { core, fix, largest, likely, often, WHOLE, widened } from './narrow.ts';
import { type Env, type Outcome, Progress } from './progress.ts';

/** Arcs up to which HiGHS alone is quicker than everything that comes before it. */
const TINY = 400;
const impossible = (bounds?: Bound): Outcome => ({ status: 'infeasible', found: undefined, bound: Infinity, bounds });

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
  const so = new Progress(env);
  const everything = openAll(m);
  const extra = spread(m);
  const relaxed = ship(m, everything, so.tooLate, extra);
  if (!relaxed) return so.end();
  if (!relaxed.feasible || offGrid(m) || tooFew(m)) return impossible();
  if (!hasChoices(m)) {
    so.found = { choice: everything, shipment: relaxed, objective: relaxed.cost };
    so.raise(relaxed.cost);
    return so.end();
  }
  so.raiseNearly(relaxed.cost);
  const tiny = m.arcNode.length <= TINY;
  const start = usedBy(m, relaxed.x);
  repair(m, so, relaxed, start, extra);
  if (!so.found && !tiny) await firstAnswer(m, so, relaxed, start);
  if (so.proved()) return so.end();
  if (!tiny && isLocation(m)) {
    locate(m, so, relaxed);
    if (so.over()) return so.end();
  }
  let bounds: Bound | undefined;
  if (!tiny) {
    bounds = price(m, so, relaxed);
    if (so.over()) return so.end(bounds);
  }
  return finish(m, so, bounds);
}

/** Answers near the relaxation: nobody at all where short is allowed, its suppliers and the next best, its largest ones. */
function repair(m: Model, so: Progress, relaxed: Shipment, start: Set<number>, extra: Float64Array): void {
  if (Number.isFinite(m.penalty)) so.take(complete(m, [], so.tooLate));
  so.take(complete(m, widened(m, start, relaxed), so.tooLate, extra));
  if (Number.isFinite(m.maxSuppliers) && start.size > m.maxSuppliers) so.take(complete(m, largest(m, relaxed, m.maxSuppliers), so.expired));
}

/** The likely suppliers' totals first, who serves whom afterwards. */
async function firstAnswer(m: Model, so: Progress, relaxed: Shipment, start: Set<number>): Promise<void> {
  const solver = await so.env.highs(false);
  const seconds = Math.min(4, (so.room() / 1000) * 0.4);
  if (!solver || seconds <= 0.1) return;
  try {
    so.take(throughTotals(solver, m, relaxed.mu, likely(m, relaxed, start), seconds, Math.max(so.bound, 1e-6)));
  } catch {
    await so.env.highs(true);
  }
}

function locate(m: Model, so: Progress, relaxed: Shipment): void {
  const search = searchLocations(m, {
    from: relaxed.mu,
    start: so.found,
    until: performance.now() + so.room() * (m.arcNode.length > WHOLE ? 0.9 : 0.6),
    gap: so.goal / 2,
    stop: (b) => {
      so.raise(b);
      return so.enough();
    },
    better: so.take,
  });
  if (search.found) so.raise(search.bound);
}

/** The priced bound; on its way, the sets of suppliers that it uses most are made into answers. */
function price(m: Model, so: Progress, relaxed: Shipment): Bound {
  const large = m.arcNode.length > WHOLE;
  const room = so.room();
  const until = performance.now() + room * (large ? 0.55 : 0.25);
  let last = 0;
  let tried = '';
  const bounds = ascend(m, {
    from: relaxed.mu,
    lambda: relaxed.lambda,
    upper: () => so.found?.objective ?? Infinity,
    gap: so.goal,
    passes: large ? 3_000 : 400,
    stop: () => performance.now() > until || so.enough(),
    each: (b) => {
      so.raiseNearly(b.value);
      if (b.passes - last < (so.found ? 40 : 20)) return;
      last = b.passes;
      const set = often(m, b);
      const key = [...set].join();
      if (key === tried) return;
      tried = key;
      so.take(complete(m, set, () => performance.now() > until));
    },
  });
  so.raiseNearly(bounds.value);
  polish(m, so, bounds, Math.min(so.env.deadline, performance.now() + room * 0.1));
  return bounds;
}

function polish(m: Model, so: Progress, bounds: Bound, until: number): void {
  if (so.found && !so.proved()) for (const better of improve(m, so.found, bounds, until)) so.take(better);
}

/** HiGHS on what the bound has not decided. */
async function finish(m: Model, so: Progress, bounds: Bound | undefined): Promise<Outcome> {
  const { may, must, left } = fix(m, bounds, so.found);
  const guess = Math.max(Math.abs(so.found?.objective ?? 0), Math.abs(so.bound), 1e-6);
  const highs = await so.env.highs(false);
  if (!highs) return so.end(bounds);
  if (left > WHOLE) {
    // Too large for one model: the likely suppliers and the arcs near their dual prices, for a better answer; the bound stays the priced one.
    const seconds = so.remaining() * 0.8;
    const near = core(m, bounds, so.found);
    const gaps = { gap: Math.max(so.goal, 1e-4), enough: Math.max(so.env.gap, 1e-4) };
    if (seconds > 0.5 && near)
      await unbroken(so, () => void so.take(solveMip(highs, m, { ...near, start: so.found, seconds, ...gaps }, guess).found));
    if (bounds) polish(m, so, bounds, so.env.deadline);
    return so.end(bounds);
  }
  const seconds = so.remaining();
  if (seconds <= 0.02) return so.end(bounds);
  const cutoff = so.found?.objective ?? Infinity;
  let none = false;
  await unbroken(so, () => {
    const r = solveMip(highs, m, { may, must, start: so.found, seconds, gap: so.goal, enough: so.env.gap }, guess);
    none = r.infeasible && !so.found;
    so.take(r.found);
    if (!r.infeasible) so.raise(Math.min(r.bound, cutoff));
  });
  return none ? impossible(bounds) : so.end(bounds);
}

/** A solver that broke is no reason to give up the answer so far: a new one is asked for, and the work goes on without this step. */
async function unbroken(so: Progress, step: () => void): Promise<void> {
  try {
    step();
  } catch {
    await so.env.highs(true);
  }
}
