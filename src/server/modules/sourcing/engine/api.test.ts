// The endpoint as others call it: real threads, real solver.
import { afterAll, describe, expect, it } from 'vitest';
import { createApi } from '#server/api.ts';
import type { App } from '#server/app-port.ts';
import { solvers } from './solvers.ts';
import type { Answer } from './types.ts';

// Only what the routes ask for while they are made; the engine itself needs nothing of the house.
const silent = { error: () => {}, info: () => {}, warn: () => {} };
const app = {
  log: silent,
  territory: {},
  catalogue: {},
  identity: {},
  origin: undefined,
  clock: () => new Date('2026-11-22T08:00:00+07:00'),
} as unknown as App;
const { api } = createApi(app);
afterAll(() => solvers().close());

type Problem = { code: string; errors: { path: string; code: string }[] };
const send = (body: unknown, headers: Record<string, string> = {}) =>
  api.request('/api/v1/sourcing/solve', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const solve = async (body: unknown): Promise<Answer> => {
  const response = await send(body);
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
};
const refusedPaths = async (body: unknown): Promise<string[]> => {
  const response = await send(body);
  expect(response.status).toBe(422);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return ((await response.json()) as Problem).errors.map((e) => e.path);
};

const two = {
  demands: [{ id: 'a', quantity: 100 }],
  suppliers: [
    { id: 'x', capacity: 60, unitPrice: 10 },
    { id: 'y', capacity: 60, unitPrice: 12 },
    { id: 'z', capacity: 60, unitPrice: 15 },
  ],
};

describe('POST /api/v1/sourcing/solve', () => {
  it('fills one demand from the cheapest and says why the third gets nothing', async () => {
    const answer = await solve(two);
    expect(answer).toMatchObject({
      status: 'optimal',
      objective: 1080,
      bound: 1080,
      gap: 0,
      short: [],
      allocations: [
        { supplier: 'x', demand: 'a', quantity: 60, unitCost: 10 },
        { supplier: 'y', demand: 'a', quantity: 40, unitCost: 12 },
      ],
      refused: [{ supplier: 'z', reason: 'price', wouldNeed: { unitPrice: 11 } }],
    });
    expect(answer.seconds).toBeLessThan(5);
  });

  it('answers in the language asked for', async () => {
    const english = (await (await send(two, { 'accept-language': 'en' })).json()) as { refused: { detail: string }[] };
    expect(english.refused[0]?.detail).toContain('would not make the order cheaper');
  });

  it('leaves short what cannot be had, at the stated penalty', async () => {
    const answer = await solve({ ...two, demands: [{ id: 'a', quantity: 200 }], rules: { allowShort: true, shortPenalty: 50 } });
    expect(answer.short).toEqual([{ demand: 'a', quantity: 20 }]);
    expect(answer.objective).toBe(60 * 10 + 60 * 12 + 60 * 15 + 20 * 50);
  });

  it('counts a recognition only in periods it outlasts', async () => {
    const answer = await solve({
      demands: [
        { id: 'dec', quantity: 5, period: '2026-12' },
        { id: 'jan', quantity: 5, period: '2027-01' },
      ],
      suppliers: [
        { id: 'ends', capacity: 100, unitPrice: 1, validUntil: '2027-01-30' },
        { id: 'lasts', capacity: 100, unitPrice: 2, validUntil: '2027-01-31' },
        { id: 'gone', capacity: 100, unitPrice: 1, validUntil: '2026-12-30' },
      ],
    });
    expect(answer.allocations.map((a) => [a.supplier, a.demand])).toEqual([
      ['ends', 'dec'],
      ['lasts', 'jan'],
    ]);
    expect(answer.refused).toMatchObject([{ supplier: 'gone', reason: 'expired', wouldNeed: { validUntil: '2026-12-31' } }]);
  });

  it('names the fewest conditions to relax', async () => {
    const supply = await solve({ demands: [{ id: 'a', quantity: 100 }], suppliers: [{ id: 'x', capacity: 60, unitPrice: 1 }] });
    expect(supply).toMatchObject({ status: 'infeasible', objective: null, relax: [{ rule: 'quantity', at: 'a', from: 100, to: 60 }] });
    const few = await solve({ ...two, rules: { maxSuppliers: 1 } });
    expect(few.relax).toEqual([{ rule: 'maxSuppliers', at: 1, from: 1, to: 2 }]);
    const share = await solve({ ...two, rules: { maxShare: 0.2 } });
    expect(share.relax).toEqual([{ rule: 'maxShare', at: 0.2, from: 0.2, to: expect.closeTo(0.3334, 3) }]);
    const lots = await solve({ demands: [{ id: 'a', quantity: 10 }], suppliers: [{ id: 'x', capacity: 60, unitPrice: 1, lotStep: 3 }] });
    expect(lots.relax).toEqual([{ rule: 'lotStep', at: 'x', from: 3, to: 0 }]);
    expect(few.refused.map((r) => r.reason)).toEqual(['infeasible', 'infeasible', 'infeasible']);
  });

  it('says in a sentence what two hundred lines lack, on the fewest of them', async () => {
    const demands = Array.from({ length: 200 }, (_, i) => ({ id: `d${i}`, quantity: 50 + (i % 20) }));
    const suppliers = Array.from({ length: 30 }, (_, i) => ({ id: `s${i}`, capacity: 390, unitPrice: 1 }));
    const short = await solve({ demands, suppliers });
    // 11,900 are asked for, 11,700 are there; the largest lines ask for 69.
    expect(short.relax).toHaveLength(3);
    expect(short).toMatchObject({
      relaxProved: true,
      relaxSummary: expect.stringMatching(/^Cần 11\.900 nhưng .* 11\.700\. .* 3 thay đổi \(không thể ít hơn\): d\d+: /),
    });
    const cut = (short.relax ?? []).reduce((sum, r) => sum + Number(r.from) - Number(r.to), 0);
    expect(cut).toBeCloseTo(200, 6);
    const english = (await (await send({ ...two, rules: { maxSuppliers: 1 } }, { 'accept-language': 'en' })).json()) as {
      relaxSummary: string;
    };
    expect(english.relaxSummary).toBe('The order becomes possible with one change (no fewer would do): at most 2 suppliers instead of 1.');
  });

  it('names every field that does not fit', async () => {
    const paths = await refusedPaths({
      demands: [
        { id: 'a', quantity: -1 },
        { id: 'b', quantity: 1, period: '2026-13' },
      ],
      suppliers: [
        { id: 'x', capacity: 1e13, unitPrice: 'ten', star: 9, extra: 1, validUntil: '2026-02-30', capacityByPeriod: { soon: 1 } },
      ],
      rules: { maxShare: 2, maxSuppliers: 1.5 },
      limits: { seconds: 61 },
      more: true,
    });
    for (const p of [
      'demands.0.quantity',
      'demands.1.period',
      'suppliers.0.capacity',
      'suppliers.0.unitPrice',
      'suppliers.0.star',
      'suppliers.0.extra',
      'suppliers.0.validUntil',
      'suppliers.0.capacityByPeriod.soon',
      'rules.maxShare',
      'rules.maxSuppliers',
      'limits.seconds',
      'more',
    ])
      expect(paths).toContain(p);
  });

  it('refuses doubles, unknown ids, two forms of period, shadow keys and what is no JSON', async () => {
    const [x, y] = two.suppliers;
    expect(await refusedPaths({ ...two, suppliers: [x, y, x] })).toEqual(['suppliers.2.id']);
    expect(await refusedPaths({ ...two, demands: [two.demands[0], two.demands[0]] })).toEqual(['demands.1.id']);
    expect(await refusedPaths({ ...two, unitTransport: { q: { a: 1 }, x: { b: 1 } } })).toEqual(['unitTransport.q', 'unitTransport.x.b']);
    expect(
      await refusedPaths({
        demands: [{ id: 'a', quantity: 1, period: '2026-12' }],
        suppliers: [{ ...x, capacityByPeriod: { '2026-12-01': 1 } }],
      }),
    ).toEqual(['suppliers.0.capacityByPeriod.2026-12-01']);
    expect(await refusedPaths('{"demands":[],"suppliers":[],"unitTransport":{"__proto__":{"a":1}}}')).toEqual(['unitTransport.__proto__']);
    expect(await refusedPaths('{"demands":[{"id":"a","quantity":1e999}],"suppliers":[]}')).toEqual(['demands.0.quantity']);
    expect(await refusedPaths('{"demands":')).toEqual(['']);
    expect(await refusedPaths('[]')).toEqual(['']);
    expect((await send(two, { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it('refuses deliveries that lie more than a year back, and lets last season be played through again', async () => {
    const of = (...periods: string[]) => ({
      demands: periods.map((period, i) => ({ id: `${i}`, quantity: 1, period })),
      suppliers: two.suppliers,
    });
    expect(await refusedPaths(of('2020-01', '2026-12', '2025-10'))).toEqual(['demands.0.period', 'demands.2.period']);
    expect(await refusedPaths(of('2026-11-30', '2025-11-21'))).toEqual(['demands.1.period']);
    expect(await refusedPaths(of('0000-01', '2025-02'))).toEqual(['demands.0.period', 'demands.1.period']);
    expect((await solve(of('9999-12', '2028-02'))).status).toBe('optimal');
    expect((await solve(of('2025-11', '2026-12'))).status).toBe('optimal');
    expect((await solve(of('2025-11-22'))).status).toBe('optimal');
  });

  it('says in one sentence what is wrong with a value, in both languages', async () => {
    const faulty = {
      demands: [{ id: 'a', quantity: '5' }],
      suppliers: [{ capacity: 1, unitPrice: 1, type: 'factory', validUntil: '2026-02-30', capacityByPeriod: { soon: 1 } }],
      limits: { seconds: 0 },
    };
    const messages = async (lang: string) => {
      const response = await send(faulty, { 'accept-language': lang });
      return ((await response.json()) as { errors: { message: string }[] }).errors.map((e) => e.message);
    };
    expect(await messages('en')).toEqual([
      'demands.0.quantity must be a number.',
      'suppliers.0.id is missing.',
      expect.stringMatching(/^suppliers\.0\.type must be one of: .*household/),
      'suppliers.0.capacityByPeriod.soon must be a real month or day (YYYY-MM, YYYY-MM-DD).',
      'suppliers.0.validUntil must be a real day (YYYY-MM-DD).',
      'limits.seconds must be more than 0.',
    ]);
    expect((await messages('vi'))[0]).toBe('demands.0.quantity phải là số.');
  });

  it('reads a body that is too long to its end, so that whoever only sends hears the refusal', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(c) {
        if (sent++ === 800) return c.close();
        c.enqueue(new Uint8Array(65_536));
      },
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' };
    expect((await api.request('/api/v1/sourcing/solve', init as RequestInit)).status).toBe(413);
    expect(sent).toBeGreaterThanOrEqual(800);
  });

  it('refuses 50 MB, and too many pairs', async () => {
    expect((await send(`{"demands":"${'x'.repeat(50 * 1024 * 1024)}"}`)).status).toBe(413);
    const demands = Array.from({ length: 2000 }, (_, i) => ({ id: `d${i}`, quantity: 1 }));
    const suppliers = Array.from({ length: 300 }, (_, i) => ({ id: `s${i}`, capacity: 1, unitPrice: 1 }));
    expect(await refusedPaths({ demands, suppliers })).toEqual(['suppliers']);
  });

  it('takes the largest and the smallest numbers, prices of nothing and orders for nothing', async () => {
    const most = await solve({
      demands: [{ id: 'a', quantity: 1e12 }],
      suppliers: [
        { id: 'x', capacity: 1e12, unitPrice: 1e12, fixedCost: 1e12 },
        { id: 'y', capacity: 6e11, unitPrice: 0, minLot: 1 },
      ],
    });
    expect(most.status).toBe('optimal');
    expect(most.objective).toBe(4e11 * 1e12 + 1e12);
    const least = await solve({
      demands: [{ id: 'a', quantity: 0.3 }],
      suppliers: [
        { id: 'x', capacity: 0.1, unitPrice: 0 },
        { id: 'y', capacity: 0.2, unitPrice: 1e-9, minLot: 0.1, lotStep: 0.05 },
      ],
    });
    expect(least).toMatchObject({ status: 'optimal', allocations: [{ quantity: 0.1 }, { quantity: 0.2 }] });
    const nothing = await solve({ demands: [{ id: 'a', quantity: 0 }], suppliers: two.suppliers });
    expect(nothing).toMatchObject({ status: 'optimal', objective: 0, allocations: [] });
    expect(nothing.refused.map((r) => r.reason)).toEqual(['noDemand', 'noDemand', 'noDemand']);
    expect((await solve({ demands: [{ id: 'a', quantity: 1 }], suppliers: [] })).status).toBe('infeasible');
    expect(
      (await solve({ ...two, rules: { maxSuppliers: 0, maxShare: 0, smallProducerShare: 1, minStar: 5 } })).relax?.length,
    ).toBeGreaterThan(0);
  });

  it('is described', async () => {
    const document = (await (await api.request('/api/v1/openapi.json')).json()) as {
      paths: Record<string, { post?: { responses: object } }>;
    };
    expect(Object.keys(document.paths['/api/v1/sourcing/solve']?.post?.responses ?? {})).toEqual([
      '200',
      '413',
      '415',
      '422',
      '429',
      '503',
    ]);
  });
});
