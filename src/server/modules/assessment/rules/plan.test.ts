import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findRuleset } from '../rulesets/known.ts';
import { planSheet, scoreSheet } from '../score-sheet.ts';
import { planTo } from './plan.ts';
import { type Claims, score } from './score.ts';
import type { Sheet, SheetCriterion } from './sheet.ts';

const BANDS = [
  { star: 5, from: 9 },
  { star: 4, from: 7 },
  { star: 3, from: 5 },
  { star: 2, from: 3 },
  { star: 1, from: 0 },
];

type Shape = { points: number[]; gate: [3 | 4 | 5, number] | null; dependsOn: number | null; na: boolean; zero: boolean };
/** A small set of its own: few criteria with random points, gates, conditions, allowances and stops. */
function makeSheet(shapes: Shape[]): Sheet {
  const criteria = shapes.map((x, i): SheetCriterion => {
    const gateAt = x.gate ? x.gate[1] % x.points.length : -1;
    return {
      code: `${i + 1}`,
      title: '',
      part: 0,
      max: Math.max(...x.points),
      options: x.points.map((points, n) => ({
        id: `${i + 1}-${n + 1}`,
        points,
        label: '',
        gate: n === gateAt && x.gate ? x.gate[0] : 0,
        case: undefined,
      })),
      appliesIf: x.dependsOn !== null && i > 0 ? { at: x.dependsOn % i, minPoints: 1 } : undefined,
      mayBeNotApplicable: x.na,
      zeroStops: x.zero ? 'K1' : undefined,
    };
  });
  const gates = criteria.flatMap((c, at) =>
    c.options.flatMap((o) => (o.gate === 0 ? [] : [{ at, criterion: c.code, star: o.gate, needPoints: o.points }])),
  );
  return {
    ruleset: 'T',
    instrument: 'T',
    no: 1,
    criteria,
    at: new Map(criteria.map((c, i) => [c.code, i])),
    gates: gates.sort((a, b) => a.star - b.star || a.at - b.at),
    knockouts: new Map([['K1', { id: 'K1', criterion: '1', why: '', article: '' }]]),
    bands: BANDS,
    articles: [],
  };
}

/** Tries every sheet there is. */
function bruteForce(sheet: Sheet, claims: Claims, target: number, keep: ReadonlySet<number>) {
  let best: { changes: number; total: number } | undefined;
  const choices = claims.choices.slice();
  const visit = (i: number, changes: number): void => {
    if (i === sheet.criteria.length) {
      const r = score(sheet, { ...claims, choices });
      if (r.star < target) return;
      if (!best || changes < best.changes || (changes === best.changes && r.total < best.total)) best = { changes, total: r.total };
      return;
    }
    visit(i + 1, changes);
    if (keep.has(i) || claims.notApplicable.has(i)) return;
    const held = choices[i] ?? -1;
    for (let n = 0; n < (sheet.criteria[i]?.options.length ?? 0); n++) {
      if (n === held) continue;
      choices[i] = n;
      visit(i + 1, changes + 1);
    }
    choices[i] = held;
  };
  visit(0, 0);
  return best;
}

const shape = fc.record({
  points: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
  gate: fc.option(fc.tuple(fc.constantFrom(3 as const, 4 as const, 5 as const), fc.nat({ max: 3 })), { freq: 2 }),
  dependsOn: fc.option(fc.nat({ max: 5 }), { freq: 3 }),
  na: fc.boolean(),
  zero: fc.boolean(),
});
const question = fc
  .array(shape, { minLength: 1, maxLength: 5 })
  .chain((shapes) =>
    fc.tuple(
      fc.constant(makeSheet(shapes)),
      fc.tuple(...shapes.map((x) => fc.integer({ min: -1, max: x.points.length - 1 }))),
      fc.array(fc.nat({ max: 4 }), { maxLength: 2 }),
      fc.array(fc.nat({ max: 4 }), { maxLength: 1 }),
      fc.integer({ min: 1, max: 5 }),
    ),
  );

it('is what trying everything finds: as few changes, as few points, reachable exactly when something reaches it', () => {
  let [reached, unreachable, several] = [0, 0, 0];
  fc.assert(
    fc.property(question, ([sheet, picks, na, keepList, target]) => {
      const excused = new Set(na.filter((i) => sheet.criteria[i]?.mayBeNotApplicable));
      const choices = Int16Array.from(picks, (p, i) => (excused.has(i) ? -1 : p));
      const claims: Claims = { choices, notApplicable: excused, knockouts: [] };
      const keep = new Set(keepList);
      const plan = planTo(sheet, claims, target, keep);
      const best = bruteForce(sheet, claims, target, keep);
      expect(plan.reachable).toBe(best !== undefined);
      if (!best) {
        unreachable++;
        return;
      }
      reached++;
      if (plan.changes.length > 1) several++;
      expect([plan.changes.length, plan.totalAfter]).toEqual([best.changes, best.total]);
      const after = choices.slice();
      for (const c of plan.changes) {
        const i = sheet.at.get(c.criterion) ?? -1;
        expect(keep.has(i) || excused.has(i)).toBe(false);
        expect(c.from).toBe(sheet.criteria[i]?.options[after[i] ?? -1]?.id ?? null);
        after[i] = sheet.criteria[i]?.options.findIndex((o) => o.id === c.to) ?? -1;
      }
      const r = score(sheet, { ...claims, choices: after });
      expect(r.star).toBeGreaterThanOrEqual(target);
      expect(r.total).toBe(plan.totalAfter);
      expect(plan.changes.reduce((sum, c) => sum + c.points, 0)).toBe(r.total - score(sheet, claims).total);
    }),
    { numRuns: 4000 },
  );
  // The questions were worth asking.
  expect(Math.min(reached, unreachable, several)).toBeGreaterThan(200);
});

const sheets = [...(findRuleset('QD26-2026')?.sheets.values() ?? [])];

it('reaches every star of every set from any sheet, and by no fewer changes than gates alone demand', () => {
  const anySheet = fc
    .integer({ min: 0, max: 25 })
    .chain((i) =>
      fc.tuple(
        fc.constant(sheets[i] as Sheet),
        fc.tuple(...(sheets[i] as Sheet).criteria.map((c) => fc.integer({ min: -1, max: c.options.length - 1 }))),
      ),
    );
  fc.assert(
    fc.property(anySheet, fc.integer({ min: 1, max: 5 }), ([s, picks], targetStar) => {
      const answers = Object.fromEntries(
        s.criteria.flatMap((c, i) => (picks[i] === -1 ? [] : [[c.code, c.options[picks[i] ?? 0]?.id ?? '']])),
      );
      const body = { ruleset: 'QD26-2026', set: s.no, answers };
      const plan = planSheet({ ...body, targetStar });
      const before = scoreSheet(body);
      const after = scoreSheet({ ...body, answers: { ...answers, ...Object.fromEntries(plan.changes.map((c) => [c.criterion, c.to])) } });
      expect(plan.reachable).toBe(true);
      expect(after.star).toBeGreaterThanOrEqual(targetStar);
      expect(after.total).toBe(plan.totalAfter);
      const missed = new Set(before.gates.filter((g) => !g.met && g.star <= targetStar).map((g) => g.criterion));
      expect(plan.changes.length).toBeGreaterThanOrEqual(missed.size);
      if (before.star >= targetStar) expect(plan.changes).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it('cannot undo a knock-out, nor change what is kept', () => {
  const body = { ruleset: 'QD26-2026', set: 1, answers: {}, targetStar: 3 };
  expect(planSheet({ ...body, knockouts: ['K6.1'] })).toEqual({ reachable: false, changes: [], totalAfter: 0 });
  expect(planSheet({ ...body, keep: ['9'] })).toEqual({ reachable: false, changes: [], totalAfter: 0 });
  const spared = planSheet({ ...body, keep: ['3.1', '3.2'] });
  expect(spared.reachable).toBe(true);
  expect(spared.changes.map((c) => c.criterion)).not.toContain('3.1');
});

it('lifts a stopped sheet of set 16 by mending the zero', () => {
  const plan = planSheet({ ruleset: 'QD26-2026', set: 16, answers: { '6.2': '6.2-1' }, targetStar: 1 });
  expect(plan).toEqual({ reachable: true, changes: [{ criterion: '6.2', from: '6.2-1', to: '6.2-2', points: 3 }], totalAfter: 3 });
});
