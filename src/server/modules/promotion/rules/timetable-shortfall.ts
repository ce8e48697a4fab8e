// Why a promise cannot be kept, from the flow itself: the buyers that could be reached are full of promises to others.
import type { Board } from './timetable-board.ts';
import { choose } from './timetable-choice.ts';
import type { Instance, Shortfall } from './timetable-types.ts';

/** One explanation per firm that got fewer meetings than it was promised. */
export function shortfalls(i: Instance, board: Board): Shortfall[] {
  const { g } = board;
  const short = i.firms.map((firm, f) => ({ firm, f })).filter(({ firm, f }) => (board.firmCount[f] as number) < firm.least);
  if (short.length === 0) return [];
  // promises alone: nothing but them competes
  const bare = choose({ ...g, most: g.least, pairs: g.pairs.map((p) => ({ ...p, value: 0 })), promise: 1 });
  const promised = new Int32Array(g.most.length);
  for (const n of bare.chosen) {
    const { f } = g.pairs[n] as { f: number };
    promised[f] = (promised[f] as number) + 1;
  }
  return short.map(({ firm, f }) => {
    const pairs = (board.byFirm[f] ?? []).length;
    let slots = 0;
    for (let s = 0; s < g.slots; s++) slots += g.firmFree[f * g.slots + s] as number;
    const said = { firm: firm.id, least: firm.least, got: board.firmCount[f] as number, pairs, slots, buyers: [], places: 0, rivals: [] };
    if (slots < firm.least) return { ...said, why: 'no_slots' };
    if (pairs < firm.least) return { ...said, why: 'no_wishes' };
    if ((promised[f] as number) >= firm.least) return { ...said, why: 'slots' };
    const seen = bare.flow.reach(bare.firmNode(f));
    const buyers = i.buyers.flatMap((b, n) => (seen[bare.buyerNode(n)] ? [{ id: b.id, places: g.buyerMost[n] as number }] : []));
    return {
      ...said,
      why: 'full',
      buyers: buyers.map((b) => b.id),
      places: buyers.reduce((sum, b) => sum + b.places, 0),
      rivals: i.firms.flatMap((x, n) => (n !== f && seen[bare.firmNode(n)] ? [x.id] : [])),
    };
  });
}
