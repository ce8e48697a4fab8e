import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../../tests/support/database.ts';
import { linesOf } from './deals/queries/lines-of.ts';
import { readDealFigures, STAGES } from './deals/queries/read-figures.ts';
import { dueOf, payouts } from './deals/rules/money.ts';
import { loadSampleSupply } from './fixtures.ts';

const base = testDatabase();
const count = async (table: string) =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(`sourcing.${table}`)}`.execute(base.db)).rows[0]?.n ?? 0;
beforeAll(async () => {
  await sql`insert into registry.producer (id, name, name_key, type, place_key, province_code, sample) values ('M', 'HTX mẫu', 'm', 'cooperative', '08', '08', true)`.execute(
    base.db,
  );
  await sql`insert into registry.product (id, producer_id, name, name_key, province_code, group_code, sample)
    select 'S' || n, 'M', 'Mật ong ' || n, 'm' || n, '08', 'I', true from generate_series(1, 90) n`.execute(base.db);
  await sql`insert into identity.organisation (id, kind, name, unit, sample) values ('B', 'buyer', 'Nhà phân phối mẫu', 'VN', true)`.execute(
    base.db,
  );
});

test('sample supply is loaded once, marked, and the same products state it again elsewhere', async () => {
  const now = new Date('2026-11-22T08:00:00+07:00');
  await loadSampleSupply(base.db, now);
  const first = await sql<{ id: string }>`select product_id as id from sourcing.supply where sample order by 1`.execute(base.db);
  expect(first.rows.length).toBeGreaterThan(10);
  expect(await count('capacity')).toBe(first.rows.length * 24);
  expect(await count('demand')).toBe(3);
  await loadSampleSupply(base.db, now);
  expect([await count('supply'), await count('demand')]).toEqual([first.rows.length, 3]);
  expect(await count('agreement')).toBe(0); // nothing is in force
});

test('sample agreements stand in every state, add up, are marked, and leave the real figures empty', async () => {
  const now = new Date('2026-11-22T08:00:00+07:00');
  for (const table of ['demand_delivery', 'demand', 'capacity', 'paper', 'supply', 'buyer'])
    await sql`delete from ${sql.table(`sourcing.${table}`)}`.execute(base.db);
  await sql`insert into registry.producer (id, name, name_key, type, place_key, province_code, sample)
    select 'N' || n, 'HTX mẫu ' || n, 'n' || n, 'cooperative', '08', '08', true from generate_series(1, 90) n`.execute(base.db);
  await sql`update registry.product set producer_id = 'N' || substr(id, 2)`.execute(base.db);
  await sql`insert into registry.recognition (product_id, star, valid_from, valid_until) select id, 4, '2026-01-01', '2028-12-31' from registry.product`.execute(
    base.db,
  );
  await sql`insert into identity.organisation (id, kind, name, unit, sample) values ('E', 'buyer', 'Nhà nhập khẩu mẫu', 'VN', true)`.execute(
    base.db,
  );
  await Promise.all([loadSampleSupply(base.db, now), loadSampleSupply(base.db, now)]);
  const states = await sql<{ state: string }>`select kind || ' ' || state as state from sourcing.agreement where sample order by 1`.execute(
    base.db,
  );
  expect(states.rows.map((r) => r.state)).toEqual([
    'contract drawn',
    'contract fulfilled',
    'contract signed',
    'memorandum lapsed',
    'memorandum signed',
  ]);
  expect(await readDealFigures(base.db)).toEqual([]);
  const sums = new Map<string, number>();
  for (const r of await readDealFigures(base.db, { samples: true })) sums.set(r.stage, (sums.get(r.stage) ?? 0) + r.amount);
  for (const stage of STAGES) expect(sums.get(stage), stage).toBeGreaterThan(0);
  const { rows } = await sql<{ id: string }>`select id from sourcing.agreement where state = 'fulfilled'`.execute(base.db);
  const lines = await linesOf(base.db, rows[0]?.id ?? '');
  const paid = await sql<{ producer: string | null; amount: number }>`
    select producer_id as producer, amount from sourcing.payment where agreement_id = ${rows[0]?.id}`.execute(base.db);
  expect(paid.rows.find((p) => p.producer === null)?.amount).toBe(dueOf(lines));
  for (const p of paid.rows) if (p.producer) expect(p.amount).toBe(payouts(lines).get(p.producer));
  expect(await count('account_number')).toBe(0);
});
