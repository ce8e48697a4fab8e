import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { findRuleset } from '../rulesets/known.ts';
import { scoreSheet } from '../score-sheet.ts';
import type { Sheet } from './sheet.ts';

const sheets = [...(findRuleset('QD26-2026')?.sheets.values() ?? [])];
const sheet = (no: number) => sheets.find((s) => s.no === no) as Sheet;
const ask = (set: number, answers: Record<string, string>, more: object = {}) =>
  scoreSheet({ ruleset: 'QD26-2026', set, answers, ...more });
/** The best option of every criterion. */
const best = (s: Sheet): Record<string, string> =>
  Object.fromEntries(s.criteria.map((c) => [c.code, c.options.reduce((a, b) => (b.points > a.points ? b : a)).id]));
const faultsOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error.faults.map((f) => `${f.path}: ${f.code}`);
    throw error;
  }
  return [];
};

/** A random sheet: set, and for each criterion an option or nothing. */
const filled = fc
  .integer({ min: 0, max: sheets.length - 1 })
  .chain((i) => {
    const s = sheets[i] as Sheet;
    return fc.tuple(fc.constant(s), fc.tuple(...s.criteria.map((c) => fc.integer({ min: -1, max: c.options.length - 1 }))));
  })
  .map(([s, picks]) => ({
    s,
    answers: Object.fromEntries(s.criteria.flatMap((c, i) => (picks[i] === -1 ? [] : [[c.code, c.options[picks[i] ?? 0]?.id ?? '']]))),
  }));

describe('every set', () => {
  it.each(sheets.map((s) => [s.no, s] as const))('%i: everything gives 100 and 5 stars, nothing gives 0 and 1', (no, s) => {
    const all = ask(no, best(s));
    expect(all).toMatchObject({ total: 100, parts: { A: 40, B: 25, C: 35 }, band: 5, star: 5, stoppedBy: [] });
    expect(all.gates.every((g) => g.met)).toBe(true);
    expect(ask(no, {})).toMatchObject({ total: 0, band: 1, star: 1, stoppedBy: [] });
  });
});

it('has half-open bands', () => {
  const s = sheet(26);
  const picked = (points: number) => {
    // Take points away, a criterion after the other, sparing those with gates.
    const answers = best(s);
    let over = 100 - points;
    for (const c of s.criteria) {
      const ways = [{ id: '', points: 0 }, ...c.options].filter((o) => c.max - o.points <= over && !['3.4', '3.5'].includes(c.code));
      const lower = ways.reduce((a, o) => (o.points < a.points ? o : a), { id: answers[c.code] ?? '', points: c.max });
      over -= c.max - lower.points;
      if (lower.id === '') delete answers[c.code];
      else answers[c.code] = lower.id;
    }
    return ask(26, answers);
  };
  for (const [points, band] of [
    [90, 5],
    [89, 4],
    [70, 4],
    [69, 3],
    [50, 3],
    [49, 2],
    [30, 2],
    [29, 1],
  ] as const) {
    const r = picked(points);
    expect([r.total, r.band, r.star]).toEqual([points, band, band]);
  }
});

it('caps the star one below the lowest missed gate, whatever the points', () => {
  const s = sheet(1);
  expect(ask(1, { ...best(s), '4.1': '4.1-3' })).toMatchObject({ total: 98, band: 5, star: 4 });
  expect(ask(1, { ...best(s), '4.1': '4.1-2' })).toMatchObject({ total: 97, band: 5, star: 3 });
  expect(ask(1, { ...best(s), '4.1': '4.1-1' })).toMatchObject({ total: 96, band: 5, star: 2 });
});

it('counts a condition only when it is met', () => {
  const s = sheet(1);
  expect(ask(1, { ...best(s), '5.1': '5.1-1' }).total).toBe(100 - 5 - 2);
  const { '5.1': _, ...without } = best(s);
  expect(ask(1, without).total).toBe(100 - 5 - 2);
});

it('stops at a knock-out, a disqualified dossier, and an answered zero of the senses in set 16', () => {
  const forged = ask(1, best(sheet(1)), { knockouts: ['D1', 'K6.1', 'D1'] });
  expect(forged).toMatchObject({ total: 100, star: 0 });
  expect(forged.stoppedBy.map((x) => [x.id, x.criterion])).toEqual([
    ['D1', undefined],
    ['K6.1', '6.1'],
  ]);
  const water = ask(16, { ...best(sheet(16)), '6.2': '6.2-1' });
  expect(water.star).toBe(0);
  expect(water.stoppedBy).toMatchObject([{ id: 'K6.4', criterion: '6.2' }]);
  // claimed and seen: said once
  const both = ask(16, { ...best(sheet(16)), '6.4': '6.4-1' }, { knockouts: ['K6.4'] });
  expect(both.stoppedBy.map((x) => [x.id, x.criterion])).toEqual([['K6.4', '6.4']]);
  const { '6.2': _, ...unanswered } = best(sheet(16));
  expect(ask(16, unanswered)).toMatchObject({ total: 97, star: 5, stoppedBy: [] });
});

it('lets only crafts leave the declaration out, with a reason, and then its gate counts as met', () => {
  const { '7': _, ...rest } = best(sheet(21));
  expect(ask(21, rest)).toMatchObject({ total: 96, star: 2 });
  const excused = ask(21, rest, { notApplicable: { '7': 'Hàng gốm trang trí, không phải công bố' } });
  expect(excused).toMatchObject({ total: 96, star: 5 });
  expect(excused.gates.find((g) => g.criterion === '7')).toMatchObject({ havePoints: 0, met: true });
  expect(faultsOf(() => ask(22, {}, { notApplicable: { '7': 'x' } }))).toEqual(['notApplicable.7: not_allowed']);
  expect(faultsOf(() => ask(21, rest, { notApplicable: { '7': '  ' } }))).toEqual(['notApplicable.7: required']);
  expect(faultsOf(() => ask(21, best(sheet(21)), { notApplicable: { '7': 'x' } }))).toEqual(['notApplicable.7: conflict']);
});

it('names every unknown code', () => {
  const wrong = { '1.1': '1.1-9', '9.9': '9.9-1', '2.1': '1.1-1', constructor: 'x' };
  expect(faultsOf(() => ask(1, wrong, { notApplicable: { zz: 'x' }, knockouts: ['K9', 'toString'] }))).toEqual([
    'answers.1.1: unknown',
    'answers.9.9: unknown',
    'answers.2.1: unknown',
    'answers.constructor: unknown',
    'notApplicable.zz: unknown',
    'knockouts.0: unknown',
    'knockouts.1: unknown',
  ]);
  expect(faultsOf(() => ask(27, {}))).toEqual(['set: unknown']);
  expect(faultsOf(() => ask(26, {}, { knockouts: ['D1'] }))).toEqual(['knockouts.0: unknown']);
  expect(faultsOf(() => scoreSheet({ ruleset: 'QD148-2023', set: 1, answers: {} }))).toEqual(['set: unknown']);
  expect(faultsOf(() => scoreSheet({ ruleset: 'QD26', set: 1, answers: {} }))).toEqual(['ruleset: unknown']);
});

describe('whatever is filled in', () => {
  it('adds up, stays within its limits, and follows band and gates', () => {
    fc.assert(
      fc.property(filled, ({ s, answers }) => {
        const r = ask(s.no, answers);
        expect(r.parts.A + r.parts.B + r.parts.C).toBe(r.total);
        expect(r.parts.A <= 40 && r.parts.B <= 25 && r.parts.C <= 35).toBe(true);
        const missed = r.gates.filter((g) => !g.met).map((g) => g.star);
        const capped = Math.min(r.band, ...missed.map((n) => n - 1));
        expect(r.star).toBe(r.stoppedBy.length > 0 ? 0 : capped);
      }),
      { numRuns: 2000 },
    );
  });

  it('never loses by a better answer', () => {
    fc.assert(
      fc.property(filled, fc.nat(), fc.nat(), ({ s, answers }, at, by) => {
        const c = s.criteria[at % s.criteria.length] as Sheet['criteria'][number];
        const held = c.options.find((o) => o.id === answers[c.code])?.points ?? 0;
        const better = c.options.filter((o) => o.points > held);
        const o = better[by % Math.max(1, better.length)];
        if (!o) return;
        const before = ask(s.no, answers);
        const after = ask(s.no, { ...answers, [c.code]: o.id });
        expect(after.total).toBeGreaterThanOrEqual(before.total);
        expect(after.star).toBeGreaterThanOrEqual(before.star);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses an option of another criterion or set', () => {
    fc.assert(
      fc.property(filled, fc.nat(), fc.nat(), ({ s, answers }, at, from) => {
        const c = s.criteria[at % s.criteria.length] as Sheet['criteria'][number];
        const other = s.criteria[from % s.criteria.length] as Sheet['criteria'][number];
        if (other.code === c.code) return;
        expect(faultsOf(() => ask(s.no, { ...answers, [c.code]: other.options[0]?.id ?? '' }))).toEqual([`answers.${c.code}: unknown`]);
      }),
      { numRuns: 500 },
    );
  });
});
