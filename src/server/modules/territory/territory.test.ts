// Against official lists kept beside the repository; without them only our own data is checked.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { fold, foldMarks } from '#shared/text/fold.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { importUnits, loadTerritory, loadUnits, type PlaceInput, resolvePlace, type Territory, type UnitsReport } from './index.ts';
import { listUnits } from './list-units.ts';

const LISTS = '../shared/data/admin';
type Line = Record<'code' | 'name' | 'full_name' | 'district_name' | 'province_code' | 'province_name', string> & Record<string, string>;
const csv = (name: string): Line[] => parse(readFileSync(`${LISTS}/${name}`), { columns: true });
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

  it.each([
    ['KP. 3 P.Tân Phong Q7 TPHCM', '27475'],
    ['12/3 Nguyễn Huệ, phường Bến Nghé, Quận 1, TP.HCM 700000', '26740'],
    ['Phường 1 Quận 3 Sài Gòn', '27154'],
    ['buôn Ako Dhong, P. Tân Lợi, TP. Buôn Mê Thuột, Đắc Lắc', '24133'],
    ['Thôn Đông Khê - Xã Đạo Trù - Huyện Tam Đảo - Vĩnh Phúc', '08914'],
    ['Thị trấn NT Trần Phú, huyện Văn Chấn, Yên Bái', '04705'],
    ['huyện đảo Lý Sơn, Quảng Ngãi', '21548'],
    ['Lý Sơn, Quảng Ngãi', '21548'],
    ['Thị xã Quảng Trị, phường 1, tỉnh Quảng Trị', '19360'],
    ['phường Tân Phú, tỉnh Đồng Nai', '26116'],
  ])('commune: %s', (address, code) => expect(t.commune(place(address).place?.communeCode ?? '')?.code).toBe(code));

  it.each([
    ['Phú Quốc, Kiên Giang', '91', '91'],
    ['Tỉnh lộ 5, huyện Tiểu Cần', '86', '84'],
    ['thị xã Hà Tiên', '91', '91'],
  ])('a road or a district is no commune: %s', (address, provinceCode, oldProvinceCode) =>
    expect(place(address).place).toEqual({ communeCode: null, provinceCode, oldProvinceCode }),
  );

  it('does not take other marks for the same name unless the district confirms it', () => {
    expect(place('xã Tân Thành, huyện Ngã Năm, Sóc Trăng').place?.communeCode ?? null).toBeNull();
    expect(place('40 Nguyễn Huệ').provinceKnown).toBe(false);
    expect(place('huyện Hoàng Hóa, tỉnh Thanh Hóa').place?.provinceCode).toBe('38');
  });

  it('asks where one name may be a district or a commune', () => {
    const found = place('Cao Lộc, Lạng Sơn');
    expect(found.ambiguous).toBe(true);
    expect(new Set(found.candidates.map((c) => c.level))).toEqual(new Set(['commune', 'district']));
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

  const undone = (list: Line[], ask: (l: Line) => boolean) =>
    list.filter((l) => !ask(l)).map((l) => `${l.full_name}, ${l.district_name}, ${l.province_name}`);
  const numbered = (name: string | undefined, kind: string) => (/^\d+$/.test(name ?? '') ? `${kind} ${name}` : (name ?? ''));
  /** Tone letters the other way round: hòa ↔ hoà, thúy ↔ thuý. */
  const shifted = (text: string) =>
    text
      .normalize('NFD')
      .replace(
        /(o)([\u0300\u0301\u0303\u0309\u0323])([ae])(?![\p{L}\p{M}])|(u)([\u0300\u0301\u0303\u0309\u0323])(y)(?![\p{L}\p{M}])/gu,
        '$1$4$3$6$2$5',
      );

  it('every commune of June 2025 is found by its parts', () => {
    const first = (input: PlaceInput) => resolvePlace(t, input).candidates[0]?.code;
    expect(undone(lines, (l) => first({ commune: l.full_name, district: l.district_name, province: l.province_name }) === l.code)).toEqual(
      [],
    );
    expect(
      undone(lines, (l) => first({ commune: l.name, district: l.district_name, province: l.province_name }) === l.code).length,
    ).toBeLessThan(60);
  });

  it('every commune of June 2025 is found in an address, however its marks are written', () => {
    const address = (l: Line) => `${l.full_name}, ${numbered(l.district_name, 'Quận')}, ${l.province_name}`;
    const found = (text: string, code: string) => resolvePlace(t, { address: text }).candidates.some((c) => c.code === code);
    expect(undone(lines, (l) => found(address(l), l.code))).toEqual([]);
    expect(undone(lines, (l) => found(shifted(address(l)), l.code))).toEqual([]);
    expect(undone(lines, (l) => found(address(l).split(', ').map(fold).join(', '), l.code))).toEqual([]);
    expect(undone(lines, (l) => found(`số 5 ${address(l).replaceAll(',', '')}`, l.code)).length).toBeLessThan(100);
  });

  it('every commune of today is found without doubt; only names that differ by marks alone need them', () => {
    const code = (address: string) => resolvePlace(t, { address }).place?.communeCode;
    expect(undone(now, (l) => code(`${l.full_name}, ${l.province_name}`) === l.code)).toEqual([]);
    expect(undone(now, (l) => code(`thôn 3, ${shifted(`${l.full_name}, tỉnh ${l.province_name}`)}`) === l.code)).toEqual([]);
    const twins = new Set(now.map((l) => `${l.province_code} ${fold(l.full_name)}`).filter((k, i, all) => all.indexOf(k) !== i));
    const plain = (l: Line) => code(`${fold(l.full_name)}, ${fold(l.province_name)}`);
    for (const l of now) expect(plain(l), l.full_name).toBe(twins.has(`${l.province_code} ${fold(l.full_name)}`) ? undefined : l.code);
  });

  it('a place has one key, however it is written', () => {
    const line = fc.constantFrom(...lines);
    fc.assert(
      fc.property(line, fc.boolean(), fc.boolean(), (l, lower, prefixes) => {
        const district = numbered(l.district_name, 'Quận');
        const write = (s: string) => (lower ? s.toLowerCase() : s).normalize(prefixes ? 'NFD' : 'NFC');
        const parts = { commune: l.full_name, district, province: prefixes ? `tỉnh ${l.province_name}` : l.province_name };
        const key = resolvePlace(t, parts).placeKey;
        const again = resolvePlace(t, {
          commune: write(parts.commune),
          district: shifted(write(parts.district)),
          province: write(parts.province),
        });
        expect(again.placeKey).toBe(key);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with the full mapping as far as the package goes', () => {
    const ours = new Map(
      t.units
        .filter((u) => u.level === 'commune' && u.validUntil === '2025-06-30')
        .map((u) => [u.code, t.currentOf(u).map((c) => c.unit.code)]),
    );
    const theirs = new Map<string, Set<string>>();
    for (const m of csv('commune_mapping_clean.csv')) {
      if (!m.old_code) continue;
      const to = m.new_code === '06970' ? '06978' : m.new_code;
      theirs.set(m.old_code, (theirs.get(m.old_code) ?? new Set()).add(String(to)));
    }
    const wrong = [...theirs].filter(([code, to]) => !ours.get(code)?.every((c) => to.has(c)));
    expect(wrong.map(([code]) => code)).toEqual([]);
    expect([...theirs.values()].filter((to) => to.size > 1)).toHaveLength(471);
  });
});

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
      'code,lng,lat\n29341,106.2,9.81\n99999,106,10\n29341,106,10\n123,106,10\n29342,206,10\n',
    );
    writeFileSync(path.join(dir, 'communes_2025-06.csv'), 'code,full_name,district_code,province_code\n29347,Xã Phú Cần,999,84\n');
    const report = await importUnits(testCtx(base.db), dir);
    expect(report.rejected.map((r) => [r.file, r.row, r.field, r.code])).toEqual([
      ['commune_centres.csv', 4, 'code', 'duplicate'],
      ['commune_centres.csv', 5, 'code', 'invalid'],
      ['commune_centres.csv', 6, 'lng', 'invalid'],
      ['communes_2025-06.csv', 2, 'district_code', 'unknown_district'],
      ['commune_centres.csv', 3, 'code', 'unknown_commune'],
    ]);
    expect(report.rejected.every((r) => r.message.vi && r.message.en)).toBe(true);
    expect((await loadTerritory(base.db)).commune('29341')?.lat).toBe(9.81);
    expect(report.warnings.filter((w) => w.code === 'missing_file')).toHaveLength(5);
  });

  it('is refused when it is not there or lacks a column', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'units-'));
    await expect(importUnits(testCtx(base.db), dir)).rejects.toMatchObject({ code: 'invalid' });
    writeFileSync(path.join(dir, 'commune_centres.csv'), 'code,lng\n29341,106.2\n');
    await expect(importUnits(testCtx(base.db), dir)).rejects.toMatchObject({
      faults: [{ path: 'commune_centres.csv:lat', code: 'missing_column' }],
    });
  });
});
