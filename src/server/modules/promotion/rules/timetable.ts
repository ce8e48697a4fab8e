// The timetable of one-to-one meetings: promises to households first, then mutual wishes before one-sided ones, as many as possible.
import { Board } from './timetable-board.ts';
import { choose } from './timetable-choice.ts';
import { improve, rematch } from './timetable-improve.ts';
import { gridOf } from './timetable-pairs.ts';
import { place } from './timetable-place.ts';
import { shortfalls } from './timetable-shortfall.ts';
import type { Instance, Meeting, Timetable } from './timetable-types.ts';

const ROUNDS = 60;

/**
 * Who meets whom is an exact flow, when is an edge colouring; both together are optimal where nobody is away. Absences are repaired slot by
 * slot. `bound` is the flow's value: no timetable that keeps as many promises has more. The same instance gives the same timetable.
 */
export function timetable(i: Instance, rounds = ROUNDS): Timetable {
  const g = gridOf(i);
  const choice = choose(g);
  const board = new Board(g);
  const left = place(board, choice.chosen);
  const promised = g.least.reduce((sum, n) => sum + n, 0);
  if (left.length > 0) improve(board, choice.value + g.promise * (promised - choice.missed), rounds);
  return answer(i, board, choice.missed, choice.value);
}

/** Fills what is free from `fromSlot` on with pairs that have not met; what stands in `fixed` keeps its place. For the day itself. */
export function refill(asked: Instance, fixed: readonly Meeting[], fromSlot: number): Meeting[] {
  // what stands is taken as possible, also where a wish or an absence was changed since
  const stands = (id: string, s: number) => fixed.some((m) => m.slot === s && (m.firm === id || m.buyer === id));
  const present = <T extends { id: string; away: readonly number[] }>(x: T): T => ({ ...x, away: x.away.filter((s) => !stands(x.id, s)) });
  const i: Instance = {
    slots: asked.slots,
    firms: asked.firms.map(present),
    buyers: asked.buyers.map(present),
    wishes: [...asked.wishes, ...fixed.map((m) => ({ from: m.firm, to: m.buyer, weight: 0 }))],
  };
  const board = new Board(gridOf(i));
  const key = (firm: string, buyer: string) => `${firm} ${buyer}`;
  const number = new Map(board.g.pairs.map((p, n) => [key(i.firms[p.f]?.id ?? '', i.buyers[p.b]?.id ?? ''), n]));
  for (const m of fixed) {
    const n = number.get(key(m.firm, m.buyer));
    if (n !== undefined) board.put(n, m.slot);
  }
  const before = board.slotOf.slice();
  for (let s = fromSlot; s < i.slots; s++) rematch(board, s, true);
  return seated(i, board, fixed).filter((m) => (before[number.get(key(m.firm, m.buyer)) ?? -1] ?? 0) < 0);
}

/** Meetings with tables; those of `fixed` keep theirs. */
function seated(i: Instance, board: Board, fixed: readonly Meeting[] = []): Meeting[] {
  const taken = new Set(fixed.map((m) => `${m.buyer} ${m.slot} ${m.table}`));
  const known = new Map(fixed.map((m) => [`${m.firm} ${m.buyer}`, m.table]));
  const meetings: Meeting[] = [];
  board.g.pairs.forEach((p, n) => {
    const slot = board.slotOf[n] as number;
    if (slot < 0) return;
    const firm = i.firms[p.f]?.id ?? '';
    const buyer = i.buyers[p.b]?.id ?? '';
    let table = known.get(`${firm} ${buyer}`) ?? -1;
    if (table < 0) {
      table = 0;
      while (taken.has(`${buyer} ${slot} ${table}`)) table++;
      taken.add(`${buyer} ${slot} ${table}`);
    }
    meetings.push({ firm, buyer, slot, table });
  });
  return meetings.sort((x, y) => x.slot - y.slot || (x.buyer < y.buyer ? -1 : x.buyer > y.buyer ? 1 : x.table - y.table));
}

function answer(i: Instance, board: Board, missedAtLeast: number, boundKept: number): Timetable {
  const { g } = board;
  const count = (mutual: boolean) => {
    const all = g.pairs.flatMap((p, n) => (p.mutual === mutual ? [n] : []));
    return { met: all.filter((n) => (board.slotOf[n] as number) >= 0).length, wished: all.length };
  };
  const value = g.pairs.reduce((sum, p, n) => sum + ((board.slotOf[n] as number) >= 0 ? p.value : 0), 0);
  const missed = g.least.reduce((sum, least, f) => sum + Math.max(0, least - (board.firmCount[f] as number)), 0);
  // with fewer promises kept there is more room for value: then only the bound without promises holds
  const bound = missed === missedAtLeast ? boundKept : choose(g, false).value;
  return {
    meetings: seated(i, board),
    value,
    bound,
    gap: bound === 0 ? 0 : (bound - value) / bound,
    missed,
    missedAtLeast,
    short: shortfalls(i, board),
    mutual: count(true),
    oneSided: count(false),
  };
}
