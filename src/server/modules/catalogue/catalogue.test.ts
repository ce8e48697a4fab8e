import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { silentLog } from '#server/platform/log.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { createCatalogue } from './catalogue.ts';
import { emptySearch } from './parse-search.ts';
import type { Catalogue } from './types.ts';

const database = testDatabase();
let now = new Date('2026-03-01T09:00:00+07:00');
let territory: Territory;
let catalogue: Catalogue;
let deaf: Catalogue;

beforeAll(async () => {
  territory = await loadTerritory(database.db);
  await put('0', 'Chè Shan tuyết', '2024-01-10');
  const options = { territory: () => territory, clock: () => now, log: silentLog };
  catalogue = await createCatalogue(database.db, { ...options, connectionString: database.url });
  deaf = await createCatalogue(database.db, options);
});
afterAll(async () => {
  await catalogue?.close();
  await deaf?.close();
});

async function put(id: string, name: string, from: string) {
  await sql`insert into registry.producer (id, name, name_key, type, place_key, province_code)
    values ('P', 'HTX Bản Mới', 'x', 'cooperative', '08', '08') on conflict do nothing`.execute(database.db);
  await database.db.transaction().execute(async (tx) => {
    await sql`insert into registry.product (id, producer_id, name, name_key, province_code, old_province_code) values (${id}, 'P', ${name}, ${name}, '08', '02')`.execute(
      tx,
    );
    await sql`insert into registry.recognition (product_id, star, valid_from, valid_until) values (${id}, 4, ${from}, ${from}::date + interval '36 months')`.execute(
      tx,
    );
  });
}
const find = (q: string, of = catalogue) => of.search({ ...emptySearch(), q }, 'vi').items.map((c) => c.id);

async function within(ms: number, fits: () => boolean): Promise<void> {
  const until = Date.now() + ms;
  while (!fits()) {
    if (Date.now() > until) throw new Error(`not within ${ms} ms`);
    await new Promise((done) => setTimeout(done, 5));
  }
}

test('what was there at the start is found', () => {
  expect(find('che shan tuyet')).toEqual(['0']);
  expect(catalogue.inForce).toBe(1);
  expect(catalogue.ready).toBe(true);
});

test('a commit is visible within a second, in every process, and the number rises alike', async () => {
  const before = catalogue.change;
  let told = 0;
  const stop = catalogue.onChange(() => told++);
  await put('1', 'Mật ong bạc hà', '2025-02-10');
  await within(1000, () => find('mat ong').includes('1') && find('mat ong', deaf).includes('1'));
  expect(catalogue.change).toBeGreaterThan(before);
  expect(deaf.change).toBe(catalogue.change);
  expect(told).toBeGreaterThan(0);
  stop();
});

test('a revocation and a new name are visible within a second', async () => {
  await sql`update registry.recognition set ended_on = '2026-03-01', ended_by = 'revoked', cause = 'x' where product_id = '1'`.execute(
    database.db,
  );
  await within(1000, () => find('mat ong').length === 0);
  expect(catalogue.product('1')?.status).toBe('revoked');
  await sql`update registry.producer set name = 'HTX Đổi Tên' where id = 'P'`.execute(database.db);
  await within(1000, () => catalogue.producer('P')?.name === 'HTX Đổi Tên');
  expect(find('đổi tên')).toContain('0');
});

test('a rolled back change is never seen', async () => {
  const before = catalogue.change;
  await database.db
    .transaction()
    .execute(async (tx) => {
      await sql`update registry.product set name = 'Khác hẳn' where id = '0'`.execute(tx);
      throw new Error('back');
    })
    .catch(() => {});
  await new Promise((done) => setTimeout(done, 50));
  expect(catalogue.product('0')?.name).toBe('Chè Shan tuyết');
  expect(catalogue.change).toBe(before);
});

test('many changes at once are read anew', async () => {
  await sql`insert into registry.product (id, producer_id, name, name_key, province_code)
    select 'M' || n, 'P', 'Gạo nếp số ' || n, 'x' || n, '08' from generate_series(1, 2500) n`.execute(database.db);
  await sql`insert into registry.recognition (product_id, star, valid_from, valid_until)
    select 'M' || n, 3, '2025-01-01', '2028-01-01' from generate_series(1, 2500) n`.execute(database.db);
  await within(5000, () => catalogue.inForce === 2501);
  expect(find('gạo nếp số 77')[0]).toBe('M77');
});

test('at midnight the standing is derived anew and the number rises, without any commit', () => {
  const before = catalogue.change;
  now = new Date('2027-01-10T23:59:59+07:00');
  expect(catalogue.product('0')?.status).toBe('expiring');
  const eve = catalogue.change;
  expect(eve).toBeGreaterThan(before);
  now = new Date('2027-01-11T00:00:00+07:00');
  expect(catalogue.day).toBe('2027-01-11');
  expect(catalogue.product('0')?.status).toBe('expired');
  expect(catalogue.inForce).toBe(2500);
  expect(catalogue.change).toBe(eve + 1);
});

test('suggestions name products, producers, provinces and communes', () => {
  const kinds = (q: string) => catalogue.suggest(q, 10).map((s) => `${s.kind} ${s.text}`);
  expect(kinds('gao ne').some((k) => k.startsWith('product Gạo nếp'))).toBe(true);
  expect(kinds('doi ten')).toContain('producer HTX Đổi Tên');
  expect(kinds('tuyen qu')).toContain('province Tuyên Quang');
  expect(kinds('meo va')).toContain('commune Xã Mèo Vạc, Tuyên Quang');
  expect(catalogue.suggest('', 10)).toEqual([]);
});
