import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { putProduct, putTerm } from '../../../../../tests/support/recognised.ts';
import { forgetScans, noteScan } from './index.ts';
import { isDemonstration, readGtin } from './rules/gtin.ts';
import { listSampleCodes, loadSampleCodes, sampleGtin } from './sample.ts';

const base = testDatabase();
const ctx = (now = '2026-11-21T08:10:00+07:00') => testCtx(base.db, now);
const ids: string[] = [];

beforeAll(async () => {
  for (let n = 1; n <= 24; n++) ids.push(await putProduct(base.db, n));
  for (const [i, id] of ids.entries()) {
    const [from, until] = [
      ['2025-01-10', '2028-01-10'],
      ['2024-01-10', '2027-01-10'],
      ['2022-01-10', '2025-01-10'],
    ][i % 3] as [string, string];
    await putTerm(base.db, id, 4, from, until);
  }
  await sql`update registry.product set sample = true`.execute(base.db);
  await sql`update registry.recognition set ended_on = '2026-01-01', ended_by = 'revoked' where product_id = ${ids[3]}`.execute(base.db);
});

describe('sample codes', () => {
  it('take demonstration numbers only, once, and show every status', async () => {
    expect(readGtin(sampleGtin(7)).ok && isDemonstration(sampleGtin(7))).toBe(true);
    const [one, two] = await Promise.all([loadSampleCodes(ctx()), loadSampleCodes(ctx())]);
    expect(one.created + two.created).toBe(3);
    expect((await loadSampleCodes(ctx())).created).toBe(0);
    const codes = await listSampleCodes(ctx());
    expect(new Set(codes.map((c) => c.status))).toEqual(new Set(['valid', 'expiring', 'expired', 'revoked']));
    for (const c of codes) expect(c.path).toBe(c.gtin ? `/01/${c.gtin}` : `/P/${c.productId}`);
    expect(codes.some((c) => c.gtin && c.lot)).toBe(true);
    expect(codes[0]?.certificateUrl).toMatch(/^\/vc\/chung-nhan\/[0-9A-Z]{8}-\d{8}$/);
  });
});

describe('scans of items', () => {
  it('are counted by day and place, at once too, and forgotten after 90 days', async () => {
    const item = { productId: ids[0] ?? '', serial: 'S1' };
    await Promise.all(Array.from({ length: 8 }, () => noteScan(ctx(), item)));
    await noteScan(ctx('2026-11-21T09:59:59+07:00'), { ...item, province: '01' });
    const rows = () => base.db.selectFrom('traceability.scan').selectAll().orderBy('province').execute();
    expect((await rows()).map((r) => [r.day, r.province, r.times])).toEqual([
      ['2026-11-21', '', 8],
      ['2026-11-21', '01', 1],
    ]);
    // no more exact than the hour
    expect((await rows())[1]?.last_hour).toEqual(new Date('2026-11-21T09:00:00+07:00'));
    expect(await forgetScans(ctx('2027-02-19T03:00:00+07:00'))).toBe(0);
    expect(await forgetScans(ctx('2027-02-20T03:00:00+07:00'))).toBe(2);
  });
});
