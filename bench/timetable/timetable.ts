// The timetable of a conference: time, distance to the bound, promises kept, beside whoever is first served first.
import { loadavg } from 'node:os';
import { timetable } from '../../src/server/modules/promotion/rules/timetable.ts';
import { breach } from '../../src/server/modules/promotion/rules/timetable-check.ts';
import type { Instance, Meeting } from '../../src/server/modules/promotion/rules/timetable-types.ts';
import { MUTUAL } from '../../src/server/modules/promotion/rules/timetable-types.ts';
import { type Line, printTable } from '../table.ts';

const SECONDS = 30;
const GAP = 0.01;

function seeded(seed: number): () => number {
  let x = seed;
  return () => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    return x / 2 ** 32;
  };
}

/** Popular buyers are asked for most; every fourth firm is a household with two promised meetings; `absence`: share of slots missed. */
function conference(firms: number, buyers: number, slots: number, absence: number, seed: number, density = 1): Instance {
  const random = seeded(seed);
  const away = () => Array.from({ length: slots }, (_, s) => s).filter(() => random() < absence);
  const wishes: { from: string; to: string; weight: number }[] = [];
  const weight = () => 1 + Math.floor(random() * 3);
  for (let f = 0; f < firms; f++)
    for (let k = 0; k < 12 * density; k++) wishes.push({ from: `f${f}`, to: `b${Math.floor(random() ** 1.6 * buyers)}`, weight: weight() });
  for (let b = 0; b < buyers; b++)
    for (let k = 0; k < 25 * density; k++) wishes.push({ from: `b${b}`, to: `f${Math.floor(random() ** 1.3 * firms)}`, weight: weight() });
  return {
    slots,
    firms: Array.from({ length: firms }, (_, n) => ({ id: `f${n}`, least: n % 4 === 0 ? 2 : 0, most: 8, away: away() })),
    buyers: Array.from({ length: buyers }, (_, n) => ({ id: `b${n}`, tables: n % 10 === 0 ? 2 : 1, most: slots * 2, away: away() })),
    wishes,
  };
}

/** Wishes in the order they came, each in the first slot both have: what is done by hand. */
function firstServed(i: Instance): { value: number; missed: number } {
  const slotsOf = (list: readonly { id: string; away: readonly number[] }[]) =>
    new Map(list.map((x) => [x.id, Array.from({ length: i.slots }, (_, s) => (x.away.includes(s) ? 0 : 1))]));
  const firms = slotsOf(i.firms);
  const tables = new Map(i.buyers.map((b) => [b.id, Array.from({ length: i.slots }, (_, s) => (b.away.includes(s) ? 0 : b.tables))]));
  const most = new Map(i.firms.map((f) => [f.id, f.most]));
  const met = new Set<string>();
  const meetings: Meeting[] = [];
  for (const w of i.wishes) {
    const [firm, buyer] = firms.has(w.from) ? [w.from, w.to] : [w.to, w.from];
    const mine = firms.get(firm);
    const theirs = tables.get(buyer);
    if (!mine || !theirs || met.has(`${firm} ${buyer}`) || (most.get(firm) ?? 0) === 0) continue;
    const slot = mine.findIndex((free, s) => free > 0 && (theirs[s] ?? 0) > 0);
    if (slot < 0) continue;
    mine[slot] = 0;
    theirs[slot] = (theirs[slot] ?? 0) - 1;
    most.set(firm, (most.get(firm) ?? 0) - 1);
    met.add(`${firm} ${buyer}`);
    meetings.push({ firm, buyer, slot, table: 0 });
  }
  const asked = new Map<string, number>();
  for (const w of i.wishes) asked.set(`${w.from} ${w.to}`, Math.max(w.weight, asked.get(`${w.from} ${w.to}`) ?? 0));
  const value = meetings.reduce((sum, m) => {
    const [x, y] = [asked.get(`${m.firm} ${m.buyer}`) ?? 0, asked.get(`${m.buyer} ${m.firm}`) ?? 0];
    return sum + x + y + (x && y ? MUTUAL : 0);
  }, 0);
  const count = (firm: string) => meetings.filter((m) => m.firm === firm).length;
  return { value, missed: i.firms.reduce((sum, f) => sum + Math.max(0, f.least - count(f.id)), 0) };
}

export async function benchTimetable(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [what, i] of [
    ['400 firms × 100 buyers, 16 slots, all present', conference(400, 100, 16, 0, 1)],
    ['400 firms × 100 buyers, 16 slots, 15 % away', conference(400, 100, 16, 0.15, 2)],
    ['400 firms × 100 buyers, 16 slots, 40 % away', conference(400, 100, 16, 0.4, 3)],
    ['400 firms × 100 buyers, 16 slots, 15 % away, ten times the wishes', conference(400, 100, 16, 0.15, 5, 10)],
    ['400 firms × 100 buyers, 16 slots, 60 % away, ten times the wishes', conference(400, 100, 16, 0.6, 6, 10)],
    ['60 firms × 12 buyers, 10 slots, 15 % away', conference(60, 12, 10, 0.15, 4)],
  ] as const) {
    const before = process.cpuUsage();
    const made = timetable(i);
    const { user, system } = process.cpuUsage(before);
    const cpu = (user + system) / 1e6;
    const broken = breach(i, made.meetings);
    if (broken) throw new Error(broken);
    const hand = firstServed(i);
    lines.push(
      {
        what: `${what}: CPU`,
        ours: `${cpu.toFixed(2)} s`,
        beside: `limit ${SECONDS} s`,
        ratio: (cpu / SECONDS).toFixed(3),
        target: `≤ ${SECONDS} s`,
        met: cpu <= SECONDS,
      },
      {
        what: `${what}: value`,
        ours: `${made.value}`,
        beside: `bound ${made.bound}`,
        ratio: (made.value / made.bound).toFixed(4),
        target: '≤ 1 % below the bound',
        met: made.gap <= GAP,
      },
      {
        what: `${what}: beside first come, first served`,
        ours: `${made.value}, ${made.missed} promises missed`,
        beside: `${hand.value}, ${hand.missed} missed`,
        ratio: (made.value / hand.value).toFixed(2),
        target: 'more value, no more missed',
        met: made.value >= hand.value && made.missed <= hand.missed,
      },
    );
  }
  printTable('timetable', lines, `load ${loadavg()[0]?.toFixed(1)}; every timetable read back by the checker`);
  return lines;
}
