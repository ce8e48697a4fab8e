// Better timetables where absences stop the colouring: each slot in turn is matched anew while all others stand.
import type { Board } from './timetable-board.ts';
import { createFlow } from './timetable-flow.ts';
import { placeOne } from './timetable-place.ts';

/** A repeatable series of numbers below `n` (xorshift). */
export function series(seed: number): (n: number) => number {
  let x = seed | 0 || 1;
  return (n) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % n;
  };
}

/** The best meetings of one slot beside all that stand in the others; `keep` false for slots whose meetings may go. */
export function rematch(board: Board, s: number, keep = false): void {
  const { g } = board;
  if (!keep) for (let n = 0; n < g.pairs.length; n++) if (board.slotOf[n] === s) board.take(n);
  const firms = g.most.length;
  const flow = createFlow(2 + firms + g.tables.length);
  const usedFirm = new Uint8Array(firms);
  const usedBuyer = new Uint8Array(g.tables.length);
  const arcs: [number, number][] = [];
  for (let n = 0; n < g.pairs.length; n++) {
    if ((board.slotOf[n] as number) >= 0) continue;
    const { f, b, value } = g.pairs[n] as { f: number; b: number; value: number };
    if (!board.firmOpen(f, s) || !board.buyerOpen(b, s)) continue;
    if ((board.firmCount[f] as number) >= (g.most[f] as number)) continue;
    if ((board.buyerCount[b] as number) >= (g.buyerMost[b] as number)) continue;
    usedFirm[f] = 1;
    usedBuyer[b] = 1;
    arcs.push([n, flow.arc(2 + f, 2 + firms + b, 1, -value)]);
  }
  if (arcs.length === 0) return;
  usedFirm.forEach((used, f) => {
    if (used) flow.arc(0, 2 + f, 1, (board.firmCount[f] as number) < (g.least[f] as number) ? -g.promise : 0);
  });
  usedBuyer.forEach((used, b) => {
    const room = (g.tables[b] as number) - (board.buyerAt[b * g.slots + s] as number);
    if (used) flow.arc(2 + firms + b, 1, Math.min(room, (g.buyerMost[b] as number) - (board.buyerCount[b] as number)), 0);
  });
  flow.run(0, 1);
  for (const [n, a] of arcs) if (flow.on(a) > 0) board.put(n, s);
}

/** `target`: the score nothing can exceed. `rounds`: passes over all slots at most. Never ends with less than it began with. */
export function improve(board: Board, target: number, rounds: number): void {
  const { g } = board;
  const pick = series(g.pairs.length * 31 + g.slots);
  let best = board.score();
  let kept = board.slotOf.slice();
  const restore = () => {
    for (let n = 0; n < g.pairs.length; n++) board.take(n);
    kept.forEach((s, n) => {
      if (s >= 0) board.put(n, s);
    });
  };
  const note = (): boolean => {
    const now = board.score();
    if (now < best) {
      restore();
      return false;
    }
    const more = now > best;
    best = now;
    kept = board.slotOf.slice();
    return more;
  };
  for (let round = 0; round < rounds && best < target; round++) {
    let more = false;
    for (let s = 0; s < g.slots; s++) {
      rematch(board, s);
      for (const n of unmet(board)) if (hasRoom(board, n)) placeOne(board, n);
      more = note() || more;
    }
    if (more || best >= target) continue;
    // a standstill: two slots are emptied and a few meetings change places before they are filled again
    const [a, b] = [pick(g.slots), pick(g.slots)];
    for (let n = 0; n < g.pairs.length; n++) if (board.slotOf[n] === a || board.slotOf[n] === b) board.take(n);
    const waiting = unmet(board);
    for (let i = 0; i < 3 && waiting.length > 0; i++) force(board, waiting[pick(waiting.length)] as number, pick);
    rematch(board, b, true);
    rematch(board, a, true);
    for (let s = 0; s < g.slots; s++) rematch(board, s, true);
    note();
  }
  restore();
}

const hasRoom = ({ g, firmCount, buyerCount }: Board, n: number): boolean => {
  const { f, b } = g.pairs[n] as { f: number; b: number };
  return (firmCount[f] as number) < (g.most[f] as number) && (buyerCount[b] as number) < (g.buyerMost[b] as number);
};

/** Pairs that do not meet although both could have one meeting more. */
const unmet = (board: Board): number[] => {
  const { g } = board;
  const open = g.pairs.flatMap((_, n) => ((board.slotOf[n] as number) < 0 && hasRoom(board, n) ? [n] : []));
  return open.sort((x, y) => (g.pairs[y]?.value ?? 0) - (g.pairs[x]?.value ?? 0));
};

/** Puts a pair into a slot both attend, whoever sits there. */
function force(board: Board, n: number, pick: (n: number) => number): void {
  const { g } = board;
  const { f, b } = g.pairs[n] as { f: number; b: number };
  if ((board.slotOf[n] as number) >= 0) return;
  const common: number[] = [];
  for (let s = 0; s < g.slots; s++) if (g.firmFree[f * g.slots + s] && g.buyerFree[b * g.slots + s]) common.push(s);
  const s = common[pick(common.length)] as number;
  const own = board.firmAt[f * g.slots + s] as number;
  if (own >= 0) board.take(own);
  const sitting = (board.byBuyer[b] as number[]).find((m) => board.slotOf[m] === s);
  if (sitting !== undefined && !board.buyerOpen(b, s)) board.take(sitting);
  if (hasRoom(board, n)) board.put(n, s);
}
