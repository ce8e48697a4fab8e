// Suppliers that cannot deliver at all: what would let them, and the order as it stands once they may.
import type { Found } from './choice.ts';
import { closed } from './flow.ts';
import { type Barred, buildModel, type Model } from './model.ts';
import type { RefusalReason, Supplier, WouldNeed } from './types.ts';

export type Why = { reason: RefusalReason; wouldNeed: WouldNeed | null };
/** A refusal before it is put into words. `proved`: an answer with what `wouldNeed` says was built, and is better than any without. */
export type Draft = Why & { s: number; barred: Barred | undefined; proved: boolean };

/** Bars that may stand one behind the other. */
const DEEP = 4;
const EVER = '9999-12-31';

/** The least change that takes one bar away; undefined when that is not in the supplier's hands. */
function lift(s: Supplier, b: Barred): WouldNeed | undefined {
  if (b.why === 'expired') return { validUntil: b.until };
  if (b.why === 'star') return { star: b.star };
  if (b.why === 'papers') return { papers: b.missing };
  if (b.why === 'lotAboveCapacity' && s.capacity < b.lot && b.most === s.capacity) return { capacity: b.lot };
  if (b.why === 'lotAboveCapacity' || b.why === 'lotAboveDemand') return s.minLot ? { minLot: b.most } : { lotStep: b.most };
  return undefined;
}

/** A supplier that did what a refusal says. */
export function withNeed(s: Supplier, { papers, ...need }: WouldNeed): Supplier {
  return { ...s, ...need, ...(papers ? { papers: { ...s.papers, ...Object.fromEntries(papers.map((p) => [p, EVER])) } } : {}) };
}

/** Writes into each barred draft what would let it deliver, and returns the order with all of them let in; undefined when there is none. */
export function liftBars(m: Model, drafts: readonly Draft[]): Model | undefined {
  const barred = drafts.filter((d) => d.barred);
  let lifted: Model | undefined;
  for (let deep = 0; deep < DEEP; deep++) {
    const suppliers = [...(lifted ?? m).instance.suppliers];
    let some = false;
    for (const d of barred) {
      const s = suppliers[d.s];
      const bar = (lifted ?? m).barred.get(d.s);
      const need = s && bar && lift(s, bar);
      if (!s || !need) continue;
      d.wouldNeed = { ...d.wouldNeed, ...need };
      suppliers[d.s] = withNeed(s, need);
      some = true;
    }
    if (!some) break;
    lifted = buildModel({ ...m.instance, suppliers });
  }
  // Something remains that nobody can change: then nothing has been named that would help.
  for (const d of barred) if (lifted?.barred.has(d.s)) d.wouldNeed = null;
  return lifted;
}

/** What was found for an order, in the numbers of the same order with more suppliers let in. */
export function moveFound(m: Model, to: Model, found: Found): Found {
  const choice = closed(to);
  const x = new Float64Array(to.arcNode.length);
  const at = new Map(to.nodes.map((node, n) => [`${node.s} ${node.p}`, n]));
  for (const [n, node] of m.nodes.entries()) {
    const k = at.get(`${node.s} ${node.p}`);
    const same = k === undefined ? undefined : to.nodes[k];
    if (k === undefined || !same) continue;
    choice.mode[k] = found.choice.mode[n] ?? -1;
    choice.lo[k] = found.choice.lo[n] ?? 0;
    choice.hi[k] = found.choice.hi[n] ?? 0;
    for (let i = 0; i < node.to - node.from; i++) x[same.from + i] = found.shipment.x[node.from + i] ?? 0;
  }
  return { ...found, choice, shipment: { ...found.shipment, x } };
}
