import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Person } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { officer, putProduct } from '../../../../../tests/support/recognised.ts';
import { readNumber } from './commands/import-supply.ts';
import { endPaper, importSupply, listPapers, listSupply, type SupplyInput, statePaper, stateSupply } from './index.ts';

const base = testDatabase();
let ground: Territory;
let product = '';
let other = '';
const owner = (): Person => {
  const person = officer('owner', 'producer', '08');
  for (const a of person.assignments) a.producers = [{ id: 'M08', from: '2020-01-01', until: null }];
  return person;
};
const as = (who: Person = owner()) => testCtx(base.db, '2026-11-21T08:00:00+07:00', who);
beforeAll(async () => {
  ground = await loadTerritory(base.db);
  product = await putProduct(base.db, 1);
  other = await putProduct(base.db, 2, '24');
});
beforeEach(async () => {
  for (const t of ['share', 'pool', 'demand_delivery', 'demand', 'buyer', 'paper', 'price_tier', 'capacity', 'supply'])
    await sql`delete from ${sql.table(`sourcing.${t}`)}`.execute(base.db);
});
const supply = (more: Partial<SupplyInput> = {}): SupplyInput => ({
  productId: product,
  unit: 'kg',
  stock: 10,
  unitPrice: 90_000,
  minLot: 5,
  lotStep: null,
  leadDays: 3,
  packs: [{ quantity: 0.5, label: 'hũ 500 g' }],
  published: true,
  months: { '2026-12': 300, '2027-01': 200 },
  tiers: [{ from: 100, unitPrice: 85_000 }],
  ...more,
});

test('a statement is read back, the next one replaces it, and months not named stay', async () => {
  await stateSupply(as(), supply(), ground);
  await stateSupply(as(), supply({ unitPrice: 95_000, tiers: [], months: { '2027-01': 150 } }), ground);
  const [stated] = await listSupply(base.db, { producerIds: ['M08'] });
  expect(stated).toMatchObject({ unitPrice: 95_000, stock: 10, tiers: [], held: {}, months: { '2026-12': 300, '2027-01': 150 } });
});

test('nobody states for others, and nothing absurd is stated', async () => {
  await expect(stateSupply(as(), supply({ productId: other }), ground)).rejects.toThrow(/^forbidden/);
  await expect(stateSupply(as(officer('x', 'province_body', '08')), supply(), ground)).rejects.toThrow(/^forbidden/);
  for (const bad of [
    { unitPrice: -1 },
    { stock: 1e13 },
    { months: { '2026-13': 1 } },
    { months: { '2026-10': 1 } },
    { tiers: [{ from: 10, unitPrice: 99_000 }] },
    { lotStep: 0 },
    { unit: 'ton' as 'kg' },
  ])
    await expect(stateSupply(as(), supply(bad), ground)).rejects.toThrow(/^invalid/);
  expect(await listSupply(base.db, {})).toEqual([]);
});

test('a capacity does not fall below what is promised', async () => {
  await stateSupply(as(), supply(), ground);
  const run = (text: string) => sql.raw(text).execute(base.db);
  await run(`insert into sourcing.buyer (organisation_id, updated_at) values ('B', now())`);
  await run(
    `insert into sourcing.demand (id, organisation_id, title, unit, closes_at, created_by, created_at, checklist) values ('D', 'B', 'x', 'kg', now(), 't', now(), '[]')`,
  );
  await run(`insert into sourcing.demand_delivery (id, demand_id, no, due_on, quantity) values ('D1', 'D', 1, '2026-12-10', 500)`);
  await run(
    `insert into sourcing.pool (id, demand_id, round, rules, question, answer, solved_at, solved_by) values ('Q', 'D', 1, '{}', '{}', '{}', now(), 't')`,
  );
  await run(`insert into sourcing.share (id, pool_id, demand_id, delivery_id, product_id, producer_id, quantity, unit_price, state)
    values ('S', 'Q', 'D', 'D1', '${product}', 'M08', 250, 1, 'offered')`);
  await expect(stateSupply(as(), supply({ months: { '2026-12': 200 } }), ground)).rejects.toMatchObject({
    faults: [{ path: 'months.2026-12', code: 'below_promised' }],
  });
  await expect(stateSupply(as(), supply({ unit: 'l' }), ground)).rejects.toMatchObject({ faults: [{ path: 'unit' }] });
  await stateSupply(as(), supply({ months: { '2026-12': 240 } }), ground); // the stock of 10 covers the rest
  expect((await listSupply(base.db, {}))[0]?.held).toEqual({ '2026-12': 250 });
});

test('papers: stated once, good on their days, ended by their holder', async () => {
  const paper = {
    producerId: 'M08',
    productId: null,
    kind: 'vietgap',
    number: 'VG-1',
    issuer: '',
    validFrom: null,
    validUntil: '2026-12-31',
  } as const;
  const { id } = await statePaper(as(), paper, ground);
  expect(await statePaper(as(), paper, ground)).toEqual({ id });
  expect(await listPapers(base.db, { producerIds: ['M08'], day: '2027-01-01' })).toEqual([]);
  await expect(endPaper(as(officer('x', 'province_body', '08')), { id }, ground)).rejects.toThrow(/^forbidden/);
  await endPaper(as(), { id }, ground);
  expect(await listPapers(base.db, { producerIds: ['M08'] })).toEqual([]);
});

test('a file states what is sound and names what is not', async () => {
  const file = `Mã sản phẩm;Đơn vị tính;Đơn giá;Tồn kho;12/2026;T1/2027\n${product};kg;90.000;1.250,5;300;\n${other};kg;1;1;1;1\nNOPE;kg;1;1;1;1\n${product};kg;1;1;1;1\n`;
  const first = await importSupply(as(), Buffer.from(file), ground);
  expect([first.rows, first.stated, first.rejected.map((r) => [r.row, r.field])]).toEqual([
    4,
    1,
    [
      [3, 'productId'],
      [4, 'productId'],
      [5, 'productId'],
    ],
  ]);
  expect((await listSupply(base.db, {}))[0]).toMatchObject({ unitPrice: 90_000, stock: 1250.5, months: { '2026-12': 300 } });
  const second = await importSupply(as(), Buffer.from(`product,price,2026-12\n${product},abc,5\n`), ground);
  expect(second.rejected).toMatchObject([{ row: 2, field: 'price' }]);
  await expect(importSupply(as(), Buffer.from('a,b\n1,2\n'), ground)).rejects.toThrow(/^invalid/);
  expect(['1.250', '1,250.5', '1.250,5', '0,5', '12', 'x', ''].map(readNumber)).toEqual([
    1250,
    1250.5,
    1250.5,
    0.5,
    12,
    Number.NaN,
    undefined,
  ]);
});
