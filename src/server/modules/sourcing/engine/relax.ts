// An order that cannot be met: the fewest conditions to change, each no further than need be, tried before they are named.
import { type Attempt, tighten, type Works, worksIn } from './changes.ts';
import { isOrderRule, leastByCounting } from './conditions.ts';
import type { Fewest } from './fewest.ts';
import { lastDay } from './model.ts';
import { askNothing, ByKind } from './relax-by-kind.ts';
import type { Instance, Relaxation } from './types.ts';

export type Tools = {
  attempt: Attempt;
  /** The whole order as one model; undefined when it is too large for one, or the solver broke. */
  exactly: (instance: Instance) => Promise<Fewest | undefined>;
  expired: () => boolean;
  /** From here on nothing is made smaller any more. */
  tired: () => boolean;
};
/** Pairs of demand and supplier up to which one model is quick enough to come first. */
const SMALL = 400;

/** `proved`: no fewer changes make the order possible. */
export type Relaxed = { relax: Relaxation[]; proved: boolean };

/** The fewest changes that make an impossible order possible, as far as time allows. */
export async function smallestRelaxation(asked: Instance, tools: Tools): Promise<Relaxed> {
  const { attempt, exactly, expired, tired } = tools;
  const i = free(asked);
  const works = worksIn(i, attempt);
  const counted = leastByCounting(i);
  const byKind = new ByKind(i, attempt, counted, expired, tired);
  // A larger order gets an answer first and the fewest changes after it.
  const large = i.demands.length * i.suppliers.length > SMALL;
  if (large) await byKind.singles();
  if (byKind.best && byKind.best.length <= counted) return { relax: byKind.best, proved: true };
  const exact = await exactly(i);
  const least = Math.max(counted, exact?.least ?? 1);
  let best: Relaxation[] | undefined;
  for (const list of exact?.changes ? [exact.changes, exact.changes.map(looser)] : []) {
    if (best || !(await works(list))) continue;
    best = await asLittleAsNeeded(i, list, works, tired);
  }
  if (!best || best.length > least) {
    if (!large) await byKind.singles();
    await byKind.pairs();
    if (byKind.best && byKind.best.length < (best?.length ?? Infinity)) best = byKind.best;
  }
  // Nothing tried in time: asking for nothing is always possible.
  const relax = best ?? askNothing(i);
  return { relax, proved: relax.length <= least };
}

/** The order without its prices: whether it is possible does not hang on them. Few suppliers are cheapest where their number counts. */
function free(i: Instance): Instance {
  const fixedCost = i.rules?.maxSuppliers === undefined ? 0 : 1;
  const { unitTransport: _far, ...rest } = i;
  return { ...rest, suppliers: i.suppliers.map(({ tiers: _t, handicap: _h, ...s }) => ({ ...s, unitPrice: 0, fixedCost })) };
}

/** What the solver's tolerance may have cut too fine. */
function looser(r: Relaxation): Relaxation {
  if (r.rule !== 'quantity' && r.rule !== 'minLot') return r;
  const to = Number(r.to) * (1 - 1e-8);
  return { ...r, to: Number.isInteger(r.from) && Number(r.from) - Math.floor(to) <= 1 ? Math.floor(to) : Number(to.toPrecision(9)) };
}

/** Rules and days brought back as far as the other changes let them. */
async function asLittleAsNeeded(i: Instance, from: readonly Relaxation[], works: Works, tired: () => boolean): Promise<Relaxation[]> {
  let list = [...from];
  const ends = [...new Set(i.demands.flatMap((d) => (d.period && d.quantity > 0 ? [lastDay(d.period)] : [])))].sort();
  for (const r of from) {
    const at = list.indexOf(r);
    const change = (to: number | string) => list.map((other, k) => (k === at ? { ...other, to } : other));
    const does = async (to: number | string) => !tired() && (await works(change(to)));
    let to = r.to;
    if (r.rule === 'validUntil') {
      for (const end of ends.filter((e) => e > r.from && e < r.to)) {
        if (!(await does(end))) continue;
        to = end;
        break;
      }
    } else if (isOrderRule(r.rule)) {
      const whole = r.rule === 'maxSuppliers' || r.rule === 'minStar';
      to = await tighten(Number(r.from), Number(r.to), whole, does, tired);
    }
    list = change(to);
  }
  return list;
}
