// What the database leaves out, the rule of matching leaves out too.
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { answers } from '../demands/rules/matching.ts';
import { listSupply } from './queries/list-supply.ts';

const base = testDatabase();
const NAMES = [
  'Mật ong bạc hà Mèo Vạc',
  'MẬT  ONG – hoa nhãn (500 ml)',
  'Mật\u00a0ong rừng U Minh',
  'Đường thốt nốt “Thảo Hương”',
  'Nước mắm Ⅱ độ đạm 40°N',
  'Bánh phu thê Đình Bảng',
  'Cơm cháy chà bông/ruốc',
  'Cà phê ﬁlter Arabica',
  'Bưởi da xanh số 1.',
  'a\u20ddb thử',
  'ÐÀ LẠT hoa',
];
beforeAll(async () => {
  await sql`insert into registry.producer (id, name, name_key, type, place_key, province_code) values ('M', 'HTX', 'm', 'cooperative', '08', '08')`.execute(
    base.db,
  );
  for (const [n, name] of NAMES.entries()) {
    await sql`insert into registry.product (id, producer_id, name, name_key, province_code, group_code, set_no)
      values (${`P${n}`}, 'M', ${name}, ${`k${n}`}, '08', 'I', ${5 + (n % 2)})`.execute(base.db);
    await sql`insert into sourcing.supply (product_id, producer_id, unit, unit_price, stated_by, stated_at)
      values (${`P${n}`}, 'M', ${n % 3 === 2 ? 'l' : 'kg'}, 1000, 't', now())`.execute(base.db);
  }
});

test('a name that answers a demand is never left out', async () => {
  const word = fc.constantFrom(...NAMES.flatMap((n) => n.split(/\s+/)), 'mat', 'ong', 'MẬT', 'xyz', 'đ', '%', '_', '\\');
  const wanted = fc.array(word, { maxLength: 3 }).map((w) => w.join(' '));
  await fc.assert(
    fc.asyncProperty(wanted, fc.constantFrom(null, 5, 6), fc.constantFrom('kg' as const, 'l' as const), async (words, set, unit) => {
      const found = new Set((await listSupply(base.db, { goods: { unit, wanted: words, set } })).map((s) => s.productId));
      for (const [n, name] of NAMES.entries()) {
        const fits = answers({ wanted: words, set, minStar: 0 }, { name, set: 5 + (n % 2), star: 4 });
        if (fits && unit === (n % 3 === 2 ? 'l' : 'kg')) expect(found, `${words} → ${name}`).toContain(`P${n}`);
      }
    }),
    { numRuns: 150 },
  );
});

test('it narrows', async () => {
  expect((await listSupply(base.db, { goods: { unit: 'kg', wanted: 'mật ong', set: null } })).map((s) => s.productId)).toEqual([
    'P0',
    'P1',
  ]);
});
