// Numbers that strain double precision: prices beside 1e12, sums of lots that only nearly add up, costs far below 1.
import loadHighs, { type Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import { breach } from './check.ts';
import { solveNow } from './solve.ts';
import type { Answer, Instance } from './types.ts';

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});
const solve = async (i: Instance): Promise<Answer> => {
  const answer = await solveNow(i, { highs: async () => highs });
  if (answer.status !== 'infeasible') expect(breach(i, answer.allocations, answer.short)).toBeUndefined();
  const served = new Set(answer.allocations.map((a) => a.supplier));
  expect([...served, ...answer.refused.map((r) => r.supplier)].sort()).toEqual(i.suppliers.map((s) => s.id).sort());
  return answer;
};

describe('extreme numbers', () => {
  it('tell small prices apart beside a huge one', async () => {
    const huge = { id: 'huge', capacity: 5, unitPrice: 1e12 };
    const flow = await solve({
      demands: [{ id: 'd', quantity: 2000 }],
      suppliers: [huge, { id: 'dear', capacity: 9000, unitPrice: 0.5 }, { id: 'cheap', capacity: 9000, unitPrice: 0.25 }],
    });
    expect(flow).toMatchObject({ status: 'optimal', objective: 500, allocations: [{ supplier: 'cheap' }] });
    const once = await solve({
      demands: [{ id: 'd', quantity: 2000 }],
      suppliers: [huge, { id: 'dear', capacity: 1e9, unitPrice: 1, fixedCost: 7 }, { id: 'cheap', capacity: 1e12, unitPrice: 1 }],
      rules: { maxSuppliers: 2 },
    });
    expect(once).toMatchObject({ status: 'optimal', objective: 2000, allocations: [{ supplier: 'cheap' }] });
  });

  it('find lots that add up except for the last digit', async () => {
    const answer = await solve({
      demands: [{ id: 'd', quantity: 35.9 }],
      suppliers: [
        { id: 'x', capacity: 48.1, unitPrice: 2, lotStep: 5 },
        { id: 'y', capacity: 49.4, unitPrice: 2, lotStep: 1.1 },
      ],
      rules: { allowShort: true, shortPenalty: 20 },
    });
    expect(answer).toMatchObject({ status: 'optimal', short: [] });
    expect(answer.objective).toBeCloseTo(71.8, 9);
  });

  it('are not used by the dust of rounding', async () => {
    // 0.1 + 0.2 > 0.3 by 5e-17: that is no reason to use a third supplier and pay what it costs once.
    const answer = await solve({
      demands: [{ id: 'd', quantity: 0.1 + 0.2 }],
      suppliers: [
        { id: 'x', capacity: 0.3, unitPrice: 1 },
        { id: 'y', capacity: 5, unitPrice: 9, fixedCost: 1000 },
      ],
    });
    expect(answer).toMatchObject({ status: 'optimal', allocations: [{ supplier: 'x' }] });
  });

  it('prove an optimum to the last digit when no gap at all is allowed', async () => {
    const answer = await solve({
      demands: [
        { id: 'a', quantity: 14.692 },
        { id: 'b', quantity: 20.67 },
      ],
      suppliers: [
        { id: 'x', type: 'household', capacity: 23.78, unitPrice: 0.1 },
        { id: 'y', capacity: 34.12, unitPrice: 13.718 },
      ],
      rules: { smallProducerShare: 1 / 3 },
      limits: { gap: 0 },
    });
    expect(answer).toMatchObject({ status: 'optimal', gap: 0 });
  });

  it('far below one still have an optimum', async () => {
    const answer = await solve({
      demands: [{ id: 'd', quantity: 1e-6 }],
      suppliers: [
        { id: 'x', capacity: 1, unitPrice: 2e-6, minLot: 1e-6 },
        { id: 'y', capacity: 1, unitPrice: 1e-6, fixedCost: 2e-12 },
      ],
    });
    expect(answer).toMatchObject({ status: 'optimal', allocations: [{ supplier: 'x' }] });
    expect(answer.objective).toBeCloseTo(2e-12, 24);
  });

  it('of suppliers, none or too few allowed, are impossible at once', async () => {
    const suppliers = [
      { id: 'x', capacity: 3.5, unitPrice: 0, fixedCost: 1e12 },
      { id: 'y', capacity: 1, unitPrice: 1e6, fixedCost: 1000, minLot: 0.002 },
    ];
    const none = await solve({ demands: [{ id: 'd', quantity: 1e-6 }], suppliers, rules: { maxSuppliers: 0 } });
    expect(none).toMatchObject({ status: 'infeasible', relax: [{ rule: 'maxSuppliers', to: 1 }] });
    const one = await solve({ demands: [{ id: 'd', quantity: 4 }], suppliers, rules: { maxSuppliers: 1 } });
    expect(one).toMatchObject({ status: 'infeasible', relax: [{ rule: 'maxSuppliers', to: 2 }] });
    const small = await solve({
      demands: [{ id: 'd', quantity: 4 }],
      suppliers,
      rules: { maxSuppliers: 0, allowShort: true, shortPenalty: 1 },
    });
    expect(small).toMatchObject({ status: 'optimal', objective: 4, allocations: [] });
  });
});

describe('what presolving gets wrong', () => {
  it('is found by a second look', async () => {
    const periods = { d0: '2027-01', d1: '2027-02', d2: '2027-01' };
    const i: Instance = {
      demands: Object.entries(periods).map(([id, period], k) => ({ id, quantity: [9, 30, 28][k] ?? 0, period })),
      suppliers: [
        { id: 's0', capacity: 31, unitPrice: 24, minLot: 6, lotStep: 3, capacityByPeriod: { '2027-02': 13 } },
        { id: 's1', capacity: 34, unitPrice: 16, minLot: 4, lotStep: 16 },
        { id: 's2', capacity: 2, unitPrice: 18, fixedCost: 81 },
        { id: 's3', capacity: 18, unitPrice: 2, capacityByPeriod: { '2027-01': 16, '2027-02': 22 } },
        { id: 's5', capacity: 39, unitPrice: 17, minLot: 22, capacityByPeriod: { '2027-01': 30 } },
      ],
      unitTransport: { s0: { d0: 2 }, s1: { d0: 12, d1: 15, d2: 1 }, s5: { d0: 13, d2: 13 } },
      rules: { maxShare: 0.6 },
      limits: { seconds: 10 },
    };
    const answer = await solveNow(i, { highs: async () => highs });
    expect(answer).toMatchObject({ status: 'optimal', objective: expect.closeTo(1183.8, 6) });
    expect(breach(i, answer.allocations, answer.short)).toBeUndefined();
  });
});
