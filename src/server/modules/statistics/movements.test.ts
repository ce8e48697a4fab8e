import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../../tests/support/database.ts';
import { putProduct, putTerm } from '../../../../tests/support/recognised.ts';
import { readHeadline, readMovements } from './index.ts';

const base = testDatabase();

test('what was, came and went adds up to what is, and every way of leaving is told apart', async () => {
  const { db } = base;
  const term = async (n: number, ...terms: [3 | 4 | 5, string, string][]) => {
    const id = await putProduct(db, n, n === 9 ? '24' : '08');
    for (const [star, from, until] of terms) await putTerm(db, id, star, from, until);
    return id;
  };
  await term(1, [3, '2024-01-01', '2027-01-01']); // stays
  await term(2, [3, '2024-01-01', '2027-01-01'], [4, '2026-03-01', '2029-03-01']); // rises
  await term(3, [4, '2023-05-01', '2026-05-01'], [4, '2026-04-01', '2029-04-01']); // renewed
  await term(4, [3, '2023-06-01', '2026-06-01']); // lapses
  const taken = await term(5, [3, '2025-06-01', '2028-06-01']); // revoked
  await sql`update registry.recognition set ended_on = '2026-02-02', ended_by = 'revoked' where product_id = ${taken}`.execute(db);
  await term(6, [3, '2026-07-01', '2029-07-01']); // fresh
  await term(7, [3, '2021-01-01', '2024-01-01'], [3, '2026-08-01', '2029-08-01']); // returned
  await term(8, [4, '2024-01-01', '2027-01-01'], [3, '2026-09-01', '2029-09-01']); // falls
  await term(9, [3, '2026-01-05', '2029-01-05']); // elsewhere
  const span = { from: '2025-12-31', to: '2026-11-30' };
  const here = await readMovements(db, { ...span, province: '08' });
  expect(here).toEqual({ opening: 6, fresh: 1, returned: 1, revoked: 1, lapsed: 1, closing: 6, risen: 1, fallen: 1, renewed: 1 });
  const all = await readMovements(db, span);
  expect(all).toMatchObject({ opening: 6, fresh: 2, closing: 7 });
  expect([all.opening, all.closing]).toEqual([(await readHeadline(db, span.from)).products, (await readHeadline(db, span.to)).products]);
});
