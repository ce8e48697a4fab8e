// The loaded sample counted with SQL alone: nothing here knows how it was made.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { isId } from '#shared/ids.ts';
import { fold } from '#shared/text/fold.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { exportProducts } from '../exports/export-products.ts';
import { importProducts } from '../imports/import-products.ts';
import { isSample, loadSample, sampleSize } from './load.ts';

const test = testDatabase();
let territory: Territory;
beforeAll(async () => {
  territory = await loadTerritory(test.db);
  expect(await isSample(test.db)).toBe(false);
  expect(await loadSample(test.db, testCtx(test.db), territory)).toBe(true);
}, 60_000);

const query = async <T>(text: string): Promise<T[]> => (await sql.raw(text).execute(test.db)).rows as T[];

/** Products in force on a day, each once, by its latest recognition. */
const inForce = (day: string) => `(
  select distinct on (p.id) p.*, r.star, r.potential_five, m.type from registry.product p
  join registry.recognition r on r.product_id = p.id join registry.producer m on m.id = p.producer_id
  where r.valid_from <= '${day}' and '${day}' <= coalesce(r.extended_until, r.valid_until) and (r.ended_on is null or '${day}' < r.ended_on)
  order by p.id, r.valid_from desc) f`;

async function totals(day: string, where = 'true') {
  const [row] = await query<Record<string, number>>(`select count(*) n, count(distinct producer_id) makers,
    count(*) filter (where star = 3) three, count(*) filter (where star = 4 and not potential_five) four,
    count(*) filter (where potential_five) potential, count(*) filter (where star = 5) five from ${inForce(day)} where ${where}`);
  return row;
}

describe('the published figures come out of the register', () => {
  it('end of 2023', async () => expect(await totals('2023-12-31')).toMatchObject({ n: 10_322, makers: 5_361, five: 42 }));

  it('end of 2024: stars, producer types, regions', async () => {
    expect(await totals('2024-12-31')).toEqual({ n: 15_590, makers: 8_476, three: 11_880, four: 3_570, potential: 61, five: 79 });
    const types = await query<{ type: string; n: number }>(
      `select replace(type, 'business_', '') type, count(distinct producer_id) n from ${inForce('2024-12-31')} group by 1 order by 1`,
    );
    expect(types).toEqual([
      { type: 'cooperative', n: 2_707 },
      { type: 'cooperative_group', n: 1_192 },
      { type: 'enterprise', n: 1_890 },
      { type: 'household', n: 2_687 },
    ]);
    const provinces = await query<{ code: string; n: number }>(
      `select old_province_code code, count(*) n from ${inForce('2024-12-31')} group by 1`,
    );
    const region = (name: string) => {
      const members = territory.regions(63).find((r) => r.nameEn === name)?.provinces ?? [];
      return provinces.filter((p) => members.includes(p.code)).reduce((sum, p) => sum + p.n, 0);
    };
    expect(region('Red River Delta')).toBe(4_490);
    expect(region('Mekong River Delta')).toBe(2_947);
    expect(region('Northern midlands and mountains')).toBe(2_666);
    expect(region('South-East')).toBe(920);
    expect(provinces).toHaveLength(63);
  });

  it('end of July 2025', async () => expect(await totals('2025-07-31')).toMatchObject({ n: 17_068, five: 126 }));

  it('Bắc Ninh of the 34-map on each day of the second half of September 2025', async () => {
    for (let day = 15; day <= 30; day++) {
      const row = await totals(`2025-09-${day}`, "province_code = '24'");
      expect([day, row?.n, row?.five, (row?.four ?? 0) + (row?.potential ?? 0), row?.three]).toEqual([day, 773, 1, 114, 658]);
    }
  });

  it('at least 16,000 on every day after', async () => {
    // each product's days in force as one range, so that an overlap counts once; then a sweep over the changes
    const [row] = await query<{ least: number; days: number }>(`
      with spans as (select product_id, unnest(range_agg(daterange(valid_from, case when ended_on is null then coalesce(extended_until, valid_until) + 1
          else least(ended_on, coalesce(extended_until, valid_until) + 1) end))) s from registry.recognition where ended_on is distinct from valid_from group by 1),
      changes as (select lower(s) as day, 1 as step from spans union all select upper(s), -1 from spans),
      days as (select day, sum(sum(step)) over (order by day)::integer n from changes group by day)
      select min(n) least, count(*) days from days where day between '2025-08-01' and '2027-12-31'`);
    expect(row?.days).toBeGreaterThan(300);
    expect(row?.least).toBeGreaterThanOrEqual(16_000);
  });
});

describe('the rows are sound', () => {
  it('everything is marked, counted and loaded once', async () => {
    expect(await isSample(test.db)).toBe(true);
    const [row] = await query<{ n: number; plain: number; unplaced: number }>(
      `select count(*) n, count(*) filter (where not p.sample or not m.sample) plain, count(*) filter (where p.old_province_code is null or p.lat is null) unplaced
       from registry.product p join registry.producer m on m.id = p.producer_id`,
    );
    expect(row).toEqual({ n: await sampleSize(test.db), plain: 0, unplaced: 0 });
    expect(await loadSample(test.db, testCtx(test.db), territory)).toBe(false);
    expect(await query("select verb from audit.act where verb = 'load_sample'")).toHaveLength(1);
  });

  it('names are NFC and folded as the register folds; identities are unique; nobody has a telephone', async () => {
    const rows = await query<{ id: string; name: string; name_key: string }>('select id, name, name_key from registry.product');
    for (const r of rows) expect(r.name === r.name.normalize('NFC') && r.name_key === fold(r.name) && isId(r.id)).toBe(true);
    expect(await query('select 1 from registry.producer group by name_key, place_key having count(*) > 1')).toEqual([]);
    expect(await query('select 1 from registry.product group by producer_id, name_key having count(*) > 1')).toEqual([]);
    expect(await query('select 1 from registry.producer where phone is not null')).toEqual([]);
  });

  it('codes have their form and are no two products’', async () => {
    const codes = await query<{ code: string | null; old_code: string | null }>('select code, old_code from registry.product');
    const [now, former] = [codes.flatMap((c) => c.code ?? []), codes.flatMap((c) => c.old_code ?? [])];
    expect(new Set([...now, ...former]).size).toBe(now.length + former.length);
    expect(now.filter((c) => !/^\d{2}-\d{5}-\d+-20\d{2}$/.test(c))).toEqual([]);
    expect(former.filter((c) => !/^\d{2}-\d{3}-\d{5}-\d+-20\d{2}$/.test(c))).toEqual([]);
  });

  it('comes back from our own list without a change', async () => {
    const ctx = testCtx(test.db, '2026-11-21T05:00:00Z');
    const list = await exportProducts(ctx, { layout: 'csv', format: 'csv', province: '86' }, { territory });
    expect(list.products).toBeGreaterThan(500);
    const back = await importProducts(ctx, { file: list.file, fileName: 'vinh-long.csv' }, { territory });
    expect(back).toMatchObject({ rows: list.rows, unchanged: list.rows, warnings: [], needsPerson: [], rejected: [] });
  }, 60_000);

  it('issuers follow the law of the day', async () => {
    const district = "issuer ~ '^UBND (huyện|quận|thị xã)'";
    expect(
      await query(
        `select issuer from registry.recognition where ${district} and (star <> 3 or valid_from not between '2023-02-24' and '2025-07-05')`,
      ),
    ).toEqual([]);
    expect(
      await query(
        `select issuer from registry.recognition where star = 3 and issuer ~ '^UBND tỉnh' and valid_from between '2023-02-24' and '2025-07-05'`,
      ),
    ).toEqual([]);
    expect(await query("select issuer from registry.recognition where (star = 5) <> (issuer like 'Bộ %')")).toEqual([]);
    expect(
      await query(
        'select decision_no from registry.recognition group by decision_no, issuer, extract(year from valid_from) having count(distinct valid_from) > 1',
      ),
    ).toEqual([]);
  });

  it('every set and group, every status of late 2026', async () => {
    expect(await query('select distinct set_no from registry.product')).toHaveLength(26);
    expect(await query('select distinct group_code from registry.product')).toHaveLength(6);
    const [row] = await query<Record<string, number>>(`select
      count(*) filter (where valid_until < '2026-11-21' and extended_until >= '2026-11-21' and ended_on is null) extended,
      count(*) filter (where ended_by = 'revoked' and ended_on between '2026-01-01' and '2026-11-21') revoked,
      count(*) filter (where valid_until between '2026-06-01' and '2026-11-20' and ended_on is null and extended_until is null) expired
      from registry.recognition`);
    expect(row?.extended).toBeGreaterThan(0);
    expect(row?.revoked).toBeGreaterThan(10);
    expect(row?.expired).toBeGreaterThan(50);
  });
});
