// What pools add to the contract's model, and the comparisons that pages show.
import loadHighs, { type Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import { alternatives, priceOfConditions } from './compare.ts';
import { distanceCost, kilometres, rotationHandicaps } from './pool-terms.ts';
import { type SolveEnv, solveNow } from './solve.ts';
import type { Instance } from './types.ts';

let env: SolveEnv;
beforeAll(async () => {
  const highs: Highs = await loadHighs();
  env = { highs: async () => highs };
});
const order: Instance = {
  demands: [{ id: 'd', quantity: 100, period: '2027-03' }],
  suppliers: [
    { id: 'far', type: 'enterprise', capacity: 100, unitPrice: 10, invoices: false },
    { id: 'near', type: 'household', capacity: 60, unitPrice: 14 },
    { id: 'mid', type: 'cooperative', capacity: 60, unitPrice: 13, invoices: true },
    { id: 'last', type: 'household', capacity: 60, unitPrice: 15 },
  ],
  unitTransport: { far: { d: 3 }, near: { d: 0 }, mid: { d: 1 }, last: { d: 0 } },
};
const served = (a: { allocations: { supplier: string }[] }) => [...new Set(a.allocations.map((x) => x.supplier))].sort();

describe('pools', () => {
  it('takes a lower price from a total on, and pays the higher one below it', async () => {
    const tiers = {
      ...order,
      suppliers: order.suppliers.map((s) => (s.id === 'last' ? { ...s, capacity: 100, tiers: [{ from: 80, unitPrice: 9 }] } : s)),
    };
    const many = await solveNow(tiers, env);
    expect(many).toMatchObject({ status: 'optimal', objective: 900, allocations: [{ supplier: 'last', quantity: 100, unitCost: 9 }] });
    const few = await solveNow({ ...tiers, demands: [{ id: 'd', quantity: 70, period: '2027-03' }] }, env);
    expect(served(few)).toEqual(['far']);
    // 70 at 13 cost 910; 80 cannot be delivered to an order for 70.
    expect(few.objective).toBe(910);
  });

  it('asks for papers that are good on the last day of the period', async () => {
    const papers = {
      ...order,
      rules: { papers: ['VietGAP'] },
      suppliers: order.suppliers.map((s) => ({ ...s, papers: { VietGAP: s.id === 'far' ? '2027-03-30' : '2027-03-31' } })),
    };
    const answer = await solveNow(papers, env);
    expect(served(answer)).not.toContain('far');
    expect(answer.refused.find((r) => r.supplier === 'far')).toMatchObject({ reason: 'papers', wouldNeed: { papers: ['VietGAP'] } });
  });

  it('takes one supplier along that can invoice', async () => {
    expect(served(await solveNow(order, env))).toEqual(['far']);
    const answer = await solveNow({ ...order, rules: { needInvoice: true } }, env);
    expect(served(answer)).toContain('mid');
    expect(answer.status).toBe('optimal');
  });

  it('counts turns while choosing, never in what is paid a unit', async () => {
    const handicaps = rotationHandicaps(
      new Map([
        ['far', 900],
        ['mid', 50],
        ['near', 50],
      ]),
      10,
      1,
    );
    expect(handicaps.get('far')).toBe(10);
    expect(handicaps.get('mid')).toBe(0);
    const answer = await solveNow({ ...order, suppliers: order.suppliers.map((s) => ({ ...s, handicap: handicaps.get(s.id) ?? 0 })) }, env);
    expect(served(answer)).not.toContain('far');
    const light = await solveNow({ ...order, suppliers: order.suppliers.map((s) => ({ ...s, handicap: s.id === 'far' ? 0.5 : 0 })) }, env);
    expect(light).toMatchObject({ handicaps: 50, objective: 1350, allocations: [{ supplier: 'far', unitCost: 13 }] });
  });

  it('states distance as a cost', () => {
    const hanoi = { lat: 21.0285, lng: 105.8542 };
    const hue = { lat: 16.4637, lng: 107.5909 };
    expect(kilometres(hanoi, hue)).toBeCloseTo(540, -1);
    expect(distanceCost(hanoi, hanoi, { base: 500, perKm: 20 })).toBe(500);
    expect(distanceCost(hanoi, hue, { base: 500, perKm: 2, detour: 1 })).toBe(500 + Math.round(kilometres(hanoi, hue) * 2));
  });

  it('prices each condition by solving without it', async () => {
    const { base, conditions } = await priceOfConditions(
      { ...order, rules: { smallProducerShare: 0.5, maxSuppliers: 2 }, limits: { seconds: 4 } },
      env,
    );
    // Half from small producers: 50 at 13 and 50 at 14.
    expect(base.objective).toBe(1350);
    expect(conditions.map((c) => [c.rule, c.cost])).toEqual([
      ['maxSuppliers', 0],
      ['smallProducerShare', 50],
    ]);
  });

  it('puts four ways side by side, each within all conditions', async () => {
    const list = await alternatives(
      { ...order, suppliers: order.suppliers.map((s) => (s.id === 'far' ? { ...s, capacity: 90 } : s)) },
      env,
    );
    const by = Object.fromEntries(list.map((a) => [a.kind, a]));
    expect(by.cheapest?.cost).toBe(90 * 13 + 10 * 14);
    expect(by.nearest?.transport).toBe(0);
    expect(by.fewest?.suppliers).toBe(2);
    expect(by.widest?.largestShare).toBeLessThan(0.27);
    expect(by.widest?.suppliers).toBe(4);
    for (const a of list) expect(a.cost).toBeGreaterThanOrEqual((by.cheapest?.cost ?? 0) - 1e-6);
  });
});
