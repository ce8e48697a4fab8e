import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor, Person } from '#server/modules/identity/index.ts';
import { currentChange } from '#server/modules/registry/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { addDays } from '#shared/dates.ts';
import { rangeText } from '#shared/declared-range.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { officer, putProduct, putTerm } from '../../../../tests/support/recognised.ts';
import { declareSpecification, listDeclared, listOpenFindings, listTests, publishedTests, recordTest } from './index.ts';
import { verdictOn } from './rules/verdict.ts';

const base = testDatabase();
const DAY = '2026-11-21';
let ground: Territory;
let id = '';
let n = 700;
beforeAll(async () => {
  ground = await loadTerritory(base.db);
});
beforeEach(async () => {
  id = await putProduct(base.db, ++n, '08', ground.communesOf('08')[0]?.code ?? '');
  await putTerm(base.db, id, 4, '2025-01-10', '2028-01-10');
});
const inspector = officer('inspector', 'inspector', '08');
const producerOf = (producer: string): Person => {
  const [role] = officer('p', 'producer', '08').assignments;
  return {
    ...officer('p', 'producer', '08'),
    assignments: role ? [{ ...role, producers: [{ id: producer, from: '2020-01-01', until: null }] }] : [],
  };
};
const maker = producerOf('M08');
const as = (actor: Actor, day = DAY) => testCtx(base.db, `${day}T08:00:00+07:00`, actor);
const claim = (more: object = {}) => ({ productId: id, parameter: 'Độ ẩm', unit: '%', min: null, max: 20, ...more });
const report = (value: number, more: object = {}) => ({
  productId: id,
  lot: 'L1',
  lab: 'Trung tâm kiểm nghiệm',
  reportNo: `K-${value}`,
  testedOn: DAY,
  published: true,
  results: [{ parameter: 'độ ẩm', unit: '%', value }],
  ...more,
});

describe('the verdict', () => {
  it('is within exactly between the bounds, which belong to the range', () => {
    const bound = fc.option(fc.double({ noNaN: true, min: -1e6, max: 1e6 }));
    fc.assert(
      fc.property(bound, bound, fc.double({ noNaN: true, min: -1e6, max: 1e6 }), (a, b, value) => {
        const [min, max] = a !== null && b !== null && a > b ? [b, a] : [a, b];
        const verdict = verdictOn(value, 'mg/kg', { unit: 'MG/KG', min, max });
        expect(verdict).toBe(min !== null && value < min ? 'below' : max !== null && value > max ? 'above' : 'within');
        for (const edge of [min, max]) if (edge !== null) expect(verdictOn(edge, 'mg/kg', { unit: 'mg/kg', min, max })).toBe('within');
      }),
    );
    expect(verdictOn(1, 'g', undefined)).toBe('undeclared');
    expect(verdictOn(1, 'g', { unit: 'kg', min: 0, max: 2 })).toBe('other_unit');
    expect(rangeText({ unit: '%', min: 5.5, max: 8 })).toBe('5,5 – 8 %');
  });
});

describe('declared and tested', () => {
  it('a producer declares for its own product only; a newer claim takes the place of the older', async () => {
    await declareSpecification(as(maker), claim(), ground);
    await declareSpecification(as(maker), claim(), ground);
    await declareSpecification(as(maker), claim({ parameter: 'độ ẩm', max: 18 }), ground);
    expect(await listDeclared(base.db, [id])).toMatchObject([{ parameter: 'độ ẩm', max: 18, since: DAY }]);
    await expect(declareSpecification(as(producerOf('M19')), claim(), ground)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(declareSpecification(as(inspector), claim(), ground)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(declareSpecification(as(maker), claim({ parameter: 'Chì', max: null }), ground)).rejects.toMatchObject({
      faults: [{ path: 'min' }],
    });
    await expect(declareSpecification(as(maker), claim({ min: 30 }), ground)).rejects.toMatchObject({ faults: [{ path: 'max' }] });
    await declareSpecification(as(maker), claim({ max: null }), ground);
    expect(await listDeclared(base.db, [id])).toEqual([]);
  });

  it('a breach opens a finding; published results are for everybody, and pages made before are no longer served', async () => {
    await declareSpecification(as(maker), claim(), ground);
    const before = await currentChange(base.db);
    expect(await recordTest(as(inspector), report(19.9), ground)).toMatchObject({ verdicts: ['within'] });
    expect(await currentChange(base.db)).not.toEqual(before);
    await recordTest(as(inspector), report(23.5), ground);
    const mine = (await listOpenFindings(base.db, '08', DAY)).filter((f) => f.productId === id);
    expect(mine).toMatchObject([{ kind: 'quality', text: 'độ ẩm: 23,5 % (≤ 20 %)', dueOn: addDays(DAY, 15) }]);
    const { published: _, ...rest } = report(25);
    await recordTest(as(inspector), { ...rest, published: false }, ground);
    expect((await publishedTests(base.db, id)).map((t) => [t.value, t.verdict])).toEqual([
      [19.9, 'within'],
      [23.5, 'above'],
    ]);
    expect((await listTests(base.db, '08')).filter((t) => t.productId === id)).toHaveLength(3);
  });

  it('is held against what was declared on the day of the test, not against what was loosened afterwards', async () => {
    await declareSpecification(as(maker, '2026-11-01'), claim(), ground);
    await declareSpecification(as(maker, '2026-11-20'), claim({ max: 40 }), ground);
    expect((await recordTest(as(inspector), report(30, { testedOn: '2026-11-10' }), ground)).verdicts).toEqual(['above']);
    expect((await recordTest(as(inspector), report(31), ground)).verdicts).toEqual(['within']);
    expect((await recordTest(as(inspector), report(32, { testedOn: '2026-10-10' }), ground)).verdicts).toEqual(['undeclared']);
  });

  it('refuses another unit, a report of tomorrow, a report twice, another province; nothing is kept of them', async () => {
    await declareSpecification(as(maker), claim(), ground);
    const other = { results: [{ parameter: 'Độ ẩm', unit: 'g', value: 1 }] };
    await expect(recordTest(as(inspector), report(1, other), ground)).rejects.toMatchObject({ faults: [{ path: 'results.0.unit' }] });
    await expect(recordTest(as(inspector), report(1, { testedOn: '2026-11-22' }), ground)).rejects.toMatchObject({
      faults: [{ path: 'testedOn' }],
    });
    await expect(recordTest(as(inspector), report(1, { mendBy: '2026-11-20' }), ground)).rejects.toMatchObject({
      faults: [{ path: 'mendBy' }],
    });
    await expect(recordTest(as(officer('x', 'inspector', '19')), report(1), ground)).rejects.toMatchObject({ code: 'forbidden' });
    const both = await Promise.allSettled([1, 2].map(() => recordTest(as(inspector), report(50), ground)));
    expect(both.map((b) => b.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await listTests(base.db, '08')).filter((t) => t.productId === id)).toHaveLength(1);
    expect((await listOpenFindings(base.db, '08', DAY)).filter((f) => f.productId === id)).toHaveLength(1);
  });
});
