// Against official lists kept beside the repository; without them only our own data is checked.
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { fold, foldMarks } from '#shared/text/fold.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { importUnits, loadTerritory, loadUnits, resolvePlace, type Territory, type UnitsReport } from './index.ts';
import { listUnits } from './list-units.ts';

const LISTS = '../shared/data/admin';
const csv = (name: string): Record<string, string>[] => parse(readFileSync(`${LISTS}/${name}`), { columns: true });
const haveLists = existsSync(LISTS);
if (!haveLists) console.log('skipped: official lists are not here');

const base = testDatabase();
let t: Territory;
beforeAll(async () => {
  t = await loadTerritory(base.db);
});

describe('units as delivered', () => {
  it('are loaded once', async () => {
    expect(await loadUnits(base.db)).toBe(false);
  });

  it('know both maps and their regions', () => {
    expect(t.provinces(34)).toHaveLength(34);
    expect(t.provinces(63)).toHaveLength(63);
    for (const map of [34, 63] as const) {
      expect(t.regions(map)).toHaveLength(6);
      expect(
        t
          .regions(map)
          .flatMap((r) => r.provinces)
          .sort(),
      ).toEqual(t.provinces(map).map((p) => p.code));
    }
    expect(t.province('24', 63)).toMatchObject({ name: 'Bắc Giang', region: { key: 'northern-mountains' } });
    expect(t.province('24', 34)).toMatchObject({ name: 'Bắc Ninh', region: { key: 'red-river-delta' } });
    expect(t.province('79', 34)).toMatchObject({ name: 'Hồ Chí Minh', fullName: 'Thành phố Hồ Chí Minh' });
    expect(t.successorProvince('27')).toBe('24');
    expect(new Set(t.provinces(63).map((p) => t.successorProvince(p.code))).size).toBe(34);
  });

  it('change with time', () => {
    const name = (asOf: string, code: string) => listUnits(t, { level: 'province', asOf }).find((u) => u.code === code)?.fullName;
    expect(name('2025-06-30', '75')).toBe('Tỉnh Đồng Nai');
    expect(name('2026-04-29', '75')).toBe('Tỉnh Đồng Nai');
    expect(name('2026-04-30', '75')).toBe('Thành phố Đồng Nai');
    expect(name('2024-12-31', '46')).toBe('Tỉnh Thừa Thiên Huế');
    expect(name('2025-01-01', '46')).toBe('Thành phố Huế');
    const count = (level: 'province' | 'district' | 'commune', asOf: string) => listUnits(t, { level, asOf }).length;
    for (const day of ['2020-01-01', '2024-12-31', '2025-06-30']) {
      expect([count('province', day), count('district', day), count('commune', day)]).toEqual([63, 696, 10_035]);
    }
    for (const day of ['2025-07-01', '2026-04-29', '2026-04-30']) {
      expect([count('province', day), count('district', day), count('commune', day)]).toEqual([34, 0, 3321]);
    }
  });

  it('every old unit has a successor and every commune of today lies in one province of the old map or joins several', () => {
    for (const u of t.units) if (u.level !== 'district') expect(t.currentOf(u).length, u.fullName).toBeGreaterThan(0);
    for (const p of t.provinces(34)) {
      for (const c of t.communesOf(p.code)) {
        const old = t.oldProvinceOf(c.code);
        if (old !== undefined) expect(t.successorProvince(old)).toBe(p.code);
      }
    }
  });
});

describe('resolvePlace', () => {
  const place = (address: string, asOf?: string) => resolvePlace(t, { address }, asOf);
  const TIEU_CAN = { communeCode: '29341', provinceCode: '86', oldProvinceCode: '84' };

  it.each([
    'ấp Cây Hẹ, xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh',
    'ấp Cây Hẹ xã Phú Cần huyện Tiểu Cần tỉnh Trà Vinh',
    'ap Cay He, xa Phu Can, huyen Tieu Can, tinh Tra Vinh',
    'ap Cay He xa Phu Can huyen Tieu Can tinh Tra Vinh',
    'Phú Cần, Tiểu Cần, Trà Vinh',
    'Phú Cần Tiểu Cần Trà Vinh',
    'xã Phú Cần - huyện Tiểu Cần - tỉnh Trà Vinh',
    'Phú Cần - Tiểu Cần - Trà Vinh',
    'tỉnh Trà Vinh, huyện Tiểu Cần, xã Phú Cần',
    'X. Phú Cần, H. Tiểu Cần, T. Trà Vinh.',
    'XÃ PHÚ CẦN, HUYỆN TIỂU CẦN, TỈNH TRÀ VINH',
    'Phu Can Commune, Tieu Can District, Tra Vinh Province, Vietnam',
    'xã Phú Cần (nay là xã Tiểu Cần), huyện Tiểu Cần, tỉnh Trà Vinh',
    'xã Phú Cần, huyện Tiểu Cần, tỉnh Vĩnh Long',
    'xã Phú Cần, tỉnh Trà Vinh',
    'xã Tiểu Cần, tỉnh Trà Vinh',
  ])('%s', (address) => {
    const found = place(address.normalize('NFD'));
    expect(found).toMatchObject({ ambiguous: false, place: TIEU_CAN, placeKey: 'commune:29341', provinceKnown: true });
  });

  it.each([
    ['TPHCM', '79', null],
    ['TP. Hồ Chí Minh', '79', null],
    ['Sài Gòn', '79', null],
    ['tỉnh Trà Vinh', '86', '84'],
    ['Tỉnh Vĩnh Long', '86', null],
    ['Thừa Thiên Huế', '46', '46'],
    ['TP. Huế', '46', '46'],
    ['Bà Rịa–Vũng Tàu', '79', '77'],
    ['BR-VT', '79', '77'],
    ['Đắc Lắc', '66', null],
    ['Dak Lak', '66', null],
    ['Đăk Nông', '68', '67'],
    ['Hai Duong', '31', '30'],
    ['Tam Duong District, Lai Chau province', '12', '12'],
    ['TP. Cà Mau', '96', '96'],
    ['huyện Tiểu Cần, tỉnh Vĩnh Long', '86', '84'],
    ['Ðà Nẵng', '48', null],
  ])('province level: %s', (address, provinceCode, oldProvinceCode) => {
    expect(place(address)).toMatchObject({ ambiguous: false, place: { communeCode: null, provinceCode, oldProvinceCode } });
  });

  it('a day tells a name on either map apart', () => {
    expect(place('tỉnh Vĩnh Long', '2025-06-30').place?.oldProvinceCode).toBe('86');
    expect(place('tỉnh Bắc Ninh', '2025-06-30').candidates[0]?.code).toBe('27');
    expect(place('tỉnh Bắc Ninh', '2025-07-01').candidates[0]?.code).toBe('24');
    expect(place('tỉnh Bắc Ninh', '2025-07-01').place).toEqual({ communeCode: null, provinceCode: '24', oldProvinceCode: null });
  });

  it('asks where a name is not enough', () => {
    const bare = place('xã Tân Thành');
    expect(bare.ambiguous).toBe(true);
    expect(bare.place).toBeUndefined();
    expect(bare.candidates.length).toBeGreaterThan(10);
    expect(bare.candidates.every((c) => fold(c.name).endsWith('tan thanh'))).toBe(true);
  });

  it('knows no province that does not exist', () => {
    for (const input of [{ province: 'tỉnh Sơn Hà' }, { commune: 'xã Phú Cần', province: 'Atlantis' }, { address: 'xã X, tỉnh Sơn Hà' }]) {
      expect(resolvePlace(t, input)).toMatchObject({ candidates: [], ambiguous: false, provinceKnown: false });
    }
  });

  it('keeps the province and says so when the commune is unknown', () => {
    const found = resolvePlace(t, { commune: 'xã Không Đâu', district: 'huyện Tiểu Cần', province: 'Trà Vinh' });
    expect(found).toMatchObject({ place: { communeCode: null, provinceCode: '86', oldProvinceCode: '84' }, unrecognised: ['commune'] });
    const again = resolvePlace(t, { commune: 'xa Khong Dau', district: 'H. Tieu Can', province: 'tinh Tra Vinh' });
    expect(again.placeKey).toBe(found.placeKey);
  });

  it('an island district is its special zone', () => {
    expect(place('huyện Côn Đảo, tỉnh Bà Rịa - Vũng Tàu').place).toEqual({
      communeCode: '26732',
      provinceCode: '79',
      oldProvinceCode: '77',
    });
  });
});

describe.runIf(haveLists)('against official lists', () => {
  const marked = (s: string) => foldMarks(s);

  it('today’s names and codes are equal', () => {
    const ours = new Map(listUnits(t, { level: 'commune', asOf: '2026-11-21' }).map((u) => [u.code, `${u.parent} ${marked(u.fullName)}`]));
    const theirs = csv('communes_2026.csv').map((c) => [c.code, `${c.province_code} ${marked(c.full_name ?? '')}`]);
    expect(theirs.filter(([code, name]) => ours.get(String(code)) !== name)).toEqual([]);
    for (const [file, asOf] of [
      ['provinces_2026.csv', '2026-11-21'],
      ['provinces_2025-06.csv', '2025-06-15'],
    ] as const) {
      const provinces = listUnits(t, { level: 'province', asOf }).map((u) => `${u.code} ${marked(u.fullName)}`);
      expect(csv(file).map((p) => `${p.code} ${marked(p.full_name ?? '')}`)).toEqual(provinces);
    }
  });

  const lines = haveLists ? csv('communes_2025-06.csv') : [];
  const now = haveLists ? csv('communes_2026.csv') : [];

  /** Shares of a list that resolve as they should, and what did not. */
  function misses(list: Record<string, string>[], ask: (l: Record<string, string>) => { got: unknown; want: unknown }) {
    return list.flatMap((l) => {
      const { got, want } = ask(l);
      return got === want ? [] : [`${l.full_name}, ${l.district_name ?? ''}, ${l.province_name}: ${got} ≠ ${want}`];
    });
  }

  it('every commune of June 2025 is found by its three names', () => {
    const parts = (l: Record<string, string>) => ({ commune: l.full_name, district: l.district_name, province: l.province_name });
    const missed = misses(lines, (l) => {
      const { candidates } = resolvePlace(t, parts(l));
      return { got: candidates[0]?.code, want: l.code };
    });
    console.log('old parts', missed.length, missed.slice(0, 30));
    const plain = misses(lines, (l) => {
      const r = resolvePlace(t, {
        address: fold(`${l.full_name} @`) + ', ' + fold(l.district_name ?? '') + ', ' + fold(l.province_name ?? ''),
      });
      return { got: r.candidates.some((c) => c.code === l.code), want: true };
    });
    console.log('old unmarked', plain.length, plain.slice(0, 30));
  });

  it('every commune of today is found without doubt', () => {
    const missed = misses(now, (l) => {
      const r = resolvePlace(t, { address: `${l.full_name}, ${l.province_name}` });
      return { got: r.place?.communeCode, want: l.code };
    });
    console.log('now', missed.length, missed.slice(0, 30));
    const bare = misses(now, (l) => {
      const r = resolvePlace(t, { address: `${fold(l.full_name ?? '')}, ${fold(l.province_name ?? '')}` });
      return { got: r.place?.communeCode, want: l.code };
    });
    console.log('now unmarked', bare.length, bare.slice(0, 30));
  });
});

describe.runIf(haveLists)('import of official lists', () => {
  let report: UnitsReport;
  beforeAll(async () => {
    report = await importUnits(testCtx(base.db), LISTS);
  });
  it('brings the splits', async () => {
    console.log(JSON.stringify({ ...report, warnings: report.warnings.slice(0, 8), rejected: report.rejected.slice(0, 10) }, null, 1));
    const again = await importUnits(testCtx(base.db), LISTS);
    console.log(JSON.stringify({ ...again, warnings: again.warnings.length, rejected: again.rejected.length }));
    const t2 = await loadTerritory(base.db);
    expect(t2.provinces(34)).toHaveLength(34);
  });
});
void fc;
