import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../../tests/support/database.ts';
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
});
