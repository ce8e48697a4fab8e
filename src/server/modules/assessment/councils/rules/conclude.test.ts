import { expect, it } from 'vitest';
import { conclude, DEFAULT_SETTINGS, type MemberSheet, printedTotal } from './conclude.ts';

const BANDS = [
  { star: 5, from: 90 },
  { star: 4, from: 70 },
  { star: 3, from: 50 },
  { star: 2, from: 30 },
  { star: 1, from: 0 },
];
const sheet = (total: number, { chair = false, gate = true, stop = false } = {}): MemberSheet => ({
  account: String(Math.random()),
  chair,
  score: {
    total,
    gates: [{ criterion: '5.1', star: 4, needPoints: 3, havePoints: gate ? 3 : 0, met: gate }],
    stoppedBy: stop ? [{ id: 'D1', article: '' }] : [],
  },
});
const of = (sheets: MemberSheet[], members = sheets.length) => conclude(sheets, members, DEFAULT_SETTINGS, BANDS);
const result = (sheets: MemberSheet[]) => {
  const found = of(sheets);
  if (found.kind !== 'concluded') throw new Error(found.kind);
  return found.result;
};

it('takes the mean without rounding: two thirds under 90 is 4 stars, printed as cut', () => {
  const r = result([sheet(90, { chair: true }), sheet(90), sheet(89)]);
  expect(r.star).toBe(4);
  expect(printedTotal(r.total)).toBe(89.66);
  expect(result([sheet(90, { chair: true }), sheet(91), sheet(89)]).star).toBe(5);
  expect(printedTotal(89.999)).toBe(89.99);
});

it('needs three quarters of all members and the chair', () => {
  expect(of([sheet(80, { chair: true }), sheet(80)], 3)).toEqual({ kind: 'no_quorum', have: 2, need: 3, chairMissing: false });
  expect(of([sheet(80), sheet(80), sheet(80)], 4)).toMatchObject({ kind: 'no_quorum', chairMissing: true });
  expect(of([sheet(80, { chair: true }), sheet(80), sheet(80)], 4).kind).toBe('concluded');
});

it('asks for a discussion when members are more than ten points apart', () => {
  expect(of([sheet(80, { chair: true }), sheet(69)])).toEqual({ kind: 'too_far_apart', spread: 11, limit: 10 });
  expect(of([sheet(80, { chair: true }), sheet(70)]).kind).toBe('concluded');
});

it('misses a gate and stops a dossier only by more than half of the sheets', () => {
  const half = [sheet(75, { chair: true, gate: false }), sheet(75)];
  expect(result(half).star).toBe(3);
  expect(result([...half, sheet(75)]).star).toBe(4);
  expect(result([sheet(75, { chair: true, stop: true }), sheet(75)]).star).toBe(4);
  expect(result([sheet(75, { chair: true, stop: true }), sheet(75, { stop: true }), sheet(75)])).toMatchObject({
    star: 0,
    stoppedBy: ['D1'],
  });
});
