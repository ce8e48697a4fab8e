import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { territoryCommands } from './cli.ts';
import { importUnits, loadTerritory, resolvePlace, type Territory, type UnitsReport } from './index.ts';
import { listUnits } from './list-units.ts';

const LISTS = '../shared/data/admin';
const haveLists = existsSync(LISTS);
if (!haveLists) console.log('skipped: official lists are not here');
type Line = Record<string, string>;
const csv = (name: string): Line[] => parse(readFileSync(`${LISTS}/${name}`), { columns: true });

const base = testDatabase();

describe.runIf(haveLists)('import of official lists', () => {
  let report: UnitsReport;
  let after: Territory;
  beforeAll(async () => {
    report = await importUnits(testCtx(base.db), LISTS);
    after = await loadTerritory(base.db);
  });

  it('takes every row and names the one conflict', () => {
    expect(report.rejected).toEqual([]);
    expect(report.districtCodes).toBe(691);
    expect(report.units.added).toBe(0);
    expect(report.centres).toBe(3321);
    expect(report.successions).toMatchObject({ divided: 471 });
    expect(new Set(report.warnings.map((w) => w.code))).toEqual(new Set(['code_conflict']));
    expect(report.warnings.every((w) => w.message.vi.includes('06978') && w.message.en.includes('06970'))).toBe(true);
  });

  it('gives districts their codes and communes their centres', () => {
    expect(listUnits(after, { level: 'district', asOf: '2025-06-01' }).map((u) => u.code)).toEqual(
      csv('districts_2025-06.csv')
        .map((d) => d.code)
        .sort(),
    );
    const gold = new Map(csv('communes_2025-06.csv').map((c) => [c.code, c.district_code]));
    const list = listUnits(after, { level: 'commune', asOf: '2025-06-01' });
    expect(list.filter((u) => gold.get(u.code) !== u.parent)).toEqual([]);
    expect(after.commune('29341')).toMatchObject({ lat: expect.closeTo(9.8, 0), lng: expect.closeTo(106.2, 0) });
  });

  it('a divided commune needs a person, and all its successors are offered', () => {
    const divided = new Map<string, Line[]>();
    for (const m of csv('commune_mapping_clean.csv'))
      if (m.old_is_divided === 'True') divided.set(String(m.old_code), [...(divided.get(String(m.old_code)) ?? []), m]);
    expect(divided.size).toBe(471);
    for (const [code, rows] of divided) {
      const [m] = rows;
      const found = resolvePlace(after, { commune: m?.old_commune, district: m?.old_district, province: m?.old_province });
      expect(found.candidates[0]?.code).toBe(code);
      expect(found.candidates[0]?.current.map((c) => c.code).sort()).toEqual(
        rows.map((r) => (r.new_code === '06970' ? '06978' : r.new_code)).sort(),
      );
      expect(found).toMatchObject({ ambiguous: true, provinceKnown: true });
      expect(found.place).toBeUndefined();
    }
  });

  it('changes nothing the second time', async () => {
    const again = await importUnits(testCtx(base.db), LISTS);
    expect(again.units).toMatchObject({ added: 0, updated: 0 });
    expect(again.successions).toMatchObject({ added: 0, removed: 0, unchanged: 10_602 });
    expect([again.centres, again.districtCodes]).toEqual([0, 0]);
    const acts = await base.db.selectFrom('audit.act').select('no').where('verb', '=', 'import-units').execute();
    expect(acts).toHaveLength(1);
  });
});

describe('a faulty list', () => {
  it('names each bad row and takes the sound ones', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'units-'));
    writeFileSync(
      path.join(dir, 'commune_centres.csv'),
      'code,lng,lat\n29341,106.2,9.81\n\n99999,106,10\n29341,106,10\n123,106,10\n29342,206,10\n',
    );
    writeFileSync(path.join(dir, 'communes_2025-06.csv'), 'code,full_name,district_code,province_code\n29347,Xã Phú Cần,999,84\n');
    const report = await importUnits(testCtx(base.db), dir);
    expect(report.rejected.map((r) => [r.file, r.row, r.field, r.code])).toEqual([
      ['commune_centres.csv', 5, 'code', 'duplicate'],
      ['commune_centres.csv', 6, 'code', 'invalid'],
      ['commune_centres.csv', 7, 'lng', 'invalid'],
      ['communes_2025-06.csv', 2, 'district_code', 'unknown_district'],
      ['commune_centres.csv', 4, 'code', 'unknown_commune'],
    ]);
    expect(report.rejected.every((r) => r.message.vi && r.message.en)).toBe(true);
    expect((await loadTerritory(base.db)).commune('29341')?.lat).toBe(9.81);
    expect(report.warnings.filter((w) => w.code === 'missing_file')).toHaveLength(5);
  });

  it('is refused when it is not there, is empty or lacks a column', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'units-'));
    await expect(importUnits(testCtx(base.db), dir)).rejects.toMatchObject({ code: 'invalid' });
    for (const nothing of ['', 'code,lng,lat\n']) {
      writeFileSync(path.join(dir, 'commune_centres.csv'), nothing);
      await expect(importUnits(testCtx(base.db), dir)).rejects.toMatchObject({ faults: [{ path: 'commune_centres.csv', code: 'empty' }] });
    }
    writeFileSync(path.join(dir, 'commune_centres.csv'), 'code,lng\n29341,106.2\n');
    await expect(importUnits(testCtx(base.db), dir)).rejects.toMatchObject({
      faults: [{ path: 'commune_centres.csv:lat', code: 'missing_column' }],
    });
  });

  it('is told how to be used', () => {
    const command = territoryCommands['import units'];
    expect(() => command?.check?.([])).toThrow();
    expect(() => command?.check?.(['a', 'b'])).toThrow();
    expect(command?.check?.(['a'])).toBeUndefined();
  });
});
