// When they meet: edge colouring of a bipartite graph. Where everybody attends every slot König's alternating chains always succeed;
// where somebody is away, chains keep to what is possible and what cannot be placed is left to the improvement.
import type { Board } from './timetable-board.ts';

/** Places the chosen pairs; those that found no slot come back. The hardest (fewest common slots, then least value) are placed first. */
export function place(board: Board, chosen: readonly number[]): number[] {
  const { g } = board;
  const common = (n: number) => {
    const { f, b } = g.pairs[n] as { f: number; b: number };
    let sum = 0;
    for (let s = 0; s < g.slots; s++) sum += (g.firmFree[f * g.slots + s] as number) & (g.buyerFree[b * g.slots + s] as number);
    return sum;
  };
  const order = chosen.map((n) => ({ n, slots: common(n) })).sort((x, y) => x.slots - y.slots || x.n - y.n);
  return order.filter(({ n }) => !placeOne(board, n)).map(({ n }) => n);
}

/** Gives one pair a slot, moving others along a chain of two slots when it must. */
export function placeOne(board: Board, n: number): boolean {
  const { g } = board;
  const { f, b } = g.pairs[n] as { f: number; b: number };
  const ofFirm: number[] = [];
  const ofBuyer: number[] = [];
  let best = -1;
  for (let s = 0; s < g.slots; s++) {
    const firm = board.firmOpen(f, s);
    const buyer = board.buyerOpen(b, s);
    if (firm && buyer && best < 0) best = s;
    if (firm) ofFirm.push(s);
    if (buyer) ofBuyer.push(s);
  }
  if (best >= 0) {
    board.put(n, best);
    return true;
  }
  for (const mine of ofFirm)
    for (const theirs of ofBuyer)
      if (chain(board, b, mine, theirs)) {
        board.put(n, mine);
        return true;
      }
  return false;
}

/**
 * Frees slot `from` at buyer `b0`, which is open in slot `other`: one of its meetings moves to `other`, what stands there in the firm's way
 * moves to `from`, and so on. Changes nothing when the chain meets an absence or has no end.
 */
function chain(board: Board, b0: number, from: number, other: number): boolean {
  const { g } = board;
  if (g.buyerFree[b0 * g.slots + from] === 0) return false;
  const seen = new Set<number>();
  const moves: { n: number; to: number }[] = [];
  const walk = (b: number): boolean => {
    // some meeting of b in slot `from` has to go to `other`
    for (const n of board.byBuyer[b] as number[]) {
      if (board.slotOf[n] !== from || seen.has(n)) continue;
      const { f } = g.pairs[n] as { f: number };
      if (g.firmFree[f * g.slots + other] === 0) continue;
      seen.add(n);
      const blocked = board.firmAt[f * g.slots + other] as number;
      if (blocked < 0) {
        moves.push({ n, to: other });
        return true;
      }
      if (seen.has(blocked)) continue;
      seen.add(blocked);
      const { b: next } = g.pairs[blocked] as { b: number };
      if (g.buyerFree[next * g.slots + from] === 0) continue;
      const open = board.buyerOpen(next, from);
      if (open || walk(next)) {
        moves.push({ n: blocked, to: from }, { n, to: other });
        return true;
      }
    }
    return false;
  };
  if (!walk(b0)) return false;
  // an open place may have been counted on twice: look before moving
  const extra = new Map<number, number>();
  for (const { n, to } of moves) {
    const { b } = g.pairs[n] as { b: number };
    const slotIs = board.slotOf[n] as number;
    extra.set(b * g.slots + to, (extra.get(b * g.slots + to) ?? 0) + 1);
    extra.set(b * g.slots + slotIs, (extra.get(b * g.slots + slotIs) ?? 0) - 1);
  }
  for (const [key, more] of extra)
    if (more > 0 && (board.buyerAt[key] as number) + more > (g.tables[Math.floor(key / g.slots)] as number)) return false;
  for (const { n } of moves) board.take(n);
  for (const { n, to } of moves) board.put(n, to);
  return true;
}
