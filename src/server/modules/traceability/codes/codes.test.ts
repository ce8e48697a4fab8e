import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAccount, grantRole } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { listen } from '#server/platform/listen.ts';
import { silentLog } from '#server/platform/log.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { officer, putProduct, putTerm } from '../../../../../tests/support/recognised.ts';
import { itemName } from '../events/commands/tell-lots.ts';
import { issueSerials, type PrintRequest } from './commands/issue-serials.ts';
import { findItem, forgetScans, markRefusal, noteScan, warnOfCopies } from './index.ts';
import { createLooks } from './looks.ts';
import { zip } from './prints/zip.ts';
import { judge } from './queries/scan-view.ts';
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

describe('looks gathered for a moment', () => {
  it('lose none, whatever process writes them, and tell when a number is seen too often', async () => {
    const heard: string[] = [];
    const listening = await listen(base.url, silentLog, {
      lot_change: async (names) => {
        heard.push(names);
      },
    });
    const two = [createLooks(() => ctx()), createLooks(() => ctx())];
    const item = (serial: string) => ({ productId: ids[2] ?? '', serial });
    for (let i = 0; i < 30; i++) for (const looks of two) for (const serial of ['A', 'B']) looks.note(item(serial));
    await Promise.all(two.map((l) => l.flush()));
    const times = async () =>
      (
        await base.db
          .selectFrom('traceability.scan')
          .select(['serial', 'times'])
          .where('product_id', '=', ids[2] ?? '')
          .orderBy('serial')
          .execute()
      ).map((r) => [r.serial, r.times]);
    expect(await times()).toEqual([
      ['A', 60],
      ['B', 60],
    ]);
    expect(heard).toEqual([]);
    two[0]?.note(item('B'));
    // by itself, a moment later
    await expect.poll(times, { timeout: 2000 }).toContainEqual(['B', 61]);
    await expect.poll(() => heard, { timeout: 2000 }).toEqual([itemName(ids[2] ?? '', 'B')]);
    await listening.close();
    await base.db.deleteFrom('traceability.scan').execute();
  });
});

describe('numbers on several packages', () => {
  it('are told to their producer once each', async () => {
    const id = ids[5] ?? '';
    const ground = await loadTerritory(base.db);
    const { account } = await createAccount(ctx(), { account: 'ocop.08', name: 'Cơ quan tham mưu' }, ground);
    await grantRole(ctx(), { account, role: 'province_body', unit: '08', basis: 'Quyết định' }, ground);
    for (const [serial, provinces] of [
      ['COPY', ['01', '79']],
      ['FINE', ['01', '01']],
    ] as const)
      for (const province of provinces) await noteScan(ctx(), { productId: id, serial, province });
    expect(await warnOfCopies(ctx())).toBe(1);
    await Promise.all([warnOfCopies(ctx('2026-11-22T08:10:00+07:00')), warnOfCopies(ctx('2026-11-22T08:10:00+07:00'))]);
    expect(await warnOfCopies(ctx('2026-11-24T08:10:00+07:00'))).toBe(0);
    const { rows } = await sql<{ key: string }>`select key from notices.notice where kind = 'copy'`.execute(base.db);
    expect([...new Set(rows.map((r) => r.key))]).toEqual([`copy:${id}:COPY`]);
    expect(rows).toHaveLength(1);
  });
});

describe('numbers of items', () => {
  const body = officer('body', 'province_body', '08');
  const as = () => testCtx(base.db, '2026-11-21T08:10:00+07:00', body);
  const request = (more: Partial<PrintRequest> = {}): PrintRequest => ({
    productId: ids[1] ?? '',
    lot: 'l7',
    serials: 5,
    requestId: crypto.randomUUID(),
    ...more,
  });
  let ground: Territory;
  beforeAll(async () => {
    ground = await loadTerritory(base.db);
  });

  it('are made once for a request, never twice in one product, and known afterwards', async () => {
    const asked = request();
    const [one, again] = await Promise.all([
      issueSerials(as(), asked, randomBytes(32), ground),
      issueSerials(as(), asked, randomBytes(32), ground),
    ]);
    expect(again.serials).toEqual(one.serials);
    const many = await Promise.all(Array.from({ length: 4 }, () => issueSerials(as(), request(), randomBytes(32), ground)));
    const all = [...one.serials, ...many.flatMap((m) => m.serials)];
    expect(new Set(all).size).toBe(25);
    const id = ids[1] ?? '';
    for (const serial of all) expect((await findItem(base.db, id, 'L7', serial)).serial).toBe('issued');
    const [first = ''] = all;
    const other = first.slice(0, -1) + (first.endsWith('0') ? '1' : '0');
    expect((await findItem(base.db, id, 'L7', other)).serial).toBe('foreign');
    expect((await findItem(base.db, id, 'L8', first)).serial).toBe('foreign');
    expect((await findItem(base.db, ids[2] ?? '', 'L7', first)).serial).toBe('unknown');
    expect((await findItem(base.db, id, 'L7', undefined)).lotKnown).toBe(true);
  });
  it('are refused to others, in odd amounts and for odd lots', async () => {
    const stranger = testCtx(base.db, '2026-11-21T08:10:00+07:00', officer('s', 'producer', '08'));
    await expect(issueSerials(stranger, request(), randomBytes(32), ground)).rejects.toThrow('forbidden');
    for (const bad of [{ serials: 2001 }, { serials: -1 }, { lot: 'lô một' }, { lot: '..' }])
      await expect(issueSerials(as(), request(bad), randomBytes(32), ground)).rejects.toThrow('invalid');
  });
});

describe('the verdict', () => {
  const alarm = { kind: 'many', times: 99, day: '2026-11-21' } as const;
  it('puts a recall before a copy and a copy before the star', () => {
    expect(judge('valid', true, 'foreign', alarm)).toBe('recalled');
    expect(judge('valid', false, 'foreign', undefined)).toBe('copy');
    expect(judge('revoked', false, 'issued', alarm)).toBe('copy');
    expect(judge('revoked', false, 'issued', undefined)).toBe('revoked');
    expect(judge('valid', false, 'unknown', undefined)).toBe('valid');
  });
  it('lets the star on print only while it is in force, and says why not', () => {
    for (const status of ['valid', 'expiring', 'extended'] as const) expect(markRefusal(status, '2027-01-10')).toBeUndefined();
    for (const status of ['expired', 'revoked', 'superseded'] as const) expect(markRefusal(status, '2027-01-10')?.vi).toMatch(/nhãn không/);
  });
});

it('archives are read by an outside program', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'sanvat-zip-'));
  const file = path.join(dir, 'a.zip');
  writeFileSync(
    file,
    zip(
      [
        { name: 'mật-ong/lời.txt', data: Buffer.from('Chào '.repeat(500)) },
        { name: 'b.bin', data: new Uint8Array(0) },
      ],
      new Date(),
    ),
  );
  const script =
    'import zipfile,sys,json; z=zipfile.ZipFile(sys.argv[1]); print(json.dumps([z.testzip(), z.namelist(), len(z.read(z.namelist()[0]))]))';
  const { stdout, error } = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' });
  rmSync(dir, { recursive: true });
  if (!error) expect(JSON.parse(stdout)).toEqual([null, ['mật-ong/lời.txt', 'b.bin'], 3000]);
});
