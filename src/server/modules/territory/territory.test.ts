// Against official lists kept beside the repository; without them only our own data is checked.
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { fold, foldMarks } from '#shared/text/fold.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { loadTerritory, loadUnits, type PlaceInput, resolvePlace, type Territory } from './index.ts';
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
  it('know where each province lies before any official centres are imported', () => {
    for (const { code } of t.provinces(34)) {
      const centre = t.centreOf(code);
      expect(centre?.lat, code).toBeGreaterThan(8);
      expect(centre?.lat, code).toBeLessThan(24);
    }
    expect(t.centreOf('99')).toBeUndefined();
    if (!haveLists) return;
    // Within a province's own size of the mean of its communes' official centres.
    const lines: { province: string; lat: string; lng: string }[] = parse(readFileSync(`${LISTS}/commune_centres.csv`), { columns: true });
    for (const { code } of t.provinces(34)) {
      const own = lines.filter((l) => l.province === code);
      const mean = (key: 'lat' | 'lng') => own.reduce((sum, l) => sum + Number(l[key]), 0) / own.length;
      expect(Math.abs((t.centreOf(code)?.lat ?? 0) - mean('lat')), code).toBeLessThan(0.25);
      expect(Math.abs((t.centreOf(code)?.lng ?? 0) - mean('lng')), code).toBeLessThan(0.25);
    }
  });

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
    let inOne = 0;
    for (const p of t.provinces(34))
      for (const c of t.communesOf(p.code)) {
        const old = t.oldProvinceOf(c.code);
        if (old === undefined) continue;
        inOne++;
        expect(t.successorProvince(old)).toBe(p.code);
      }
    expect(inOne).toBeGreaterThan(3000);
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
    'Tiểu Cần Commune, Trà Vinh',
    'xã Phu Can, tỉnh Tra Vinh',
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
    ['An Lão, An Lão, Bình Định', '21609'],
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

  it('reads the province and the district in the address beside a commune that has a column of its own', () => {
    const beside = (commune: string, address: string) => resolvePlace(t, { commune, address });
    expect(beside('xã Đông Hải', 'xã Long Điền Đông, huyện Đông Hải, tỉnh Bạc Liêu').place?.communeCode).toBe('31975');
    expect(beside('TP Cà Mau', 'Phường 5, TP. Cà Mau, tỉnh Cà Mau').place?.communeCode).toBe('32025');
    expect(beside('Phường 12', '5 Lê Lợi P.12 Q.Gò Vấp TPHCM').place?.communeCode).toBe('26882');
    expect(beside('xã Trí Phải', 'xã Trí Phải, tỉnh Atlantis')).toMatchObject({ candidates: [], provinceWritten: 'unknown' });
    expect(beside('xã Năm Căn', 'khóm 1, tỉnh Hòa Bình').place).toMatchObject({ communeCode: null, oldProvinceCode: '17' });
  });
  it('keeps the province where the commune beside it is not known there', () => {
    const beside = (commune: string, address: string) => resolvePlace(t, { commune, address });
    expect(beside('xã Đào Thịnh', 'xã Đào Thịnh, H.Trấn Yên, Yên Bái')).toMatchObject({
      place: { communeCode: null, provinceCode: '15', oldProvinceCode: '15' },
      unrecognised: ['commune'],
    });
    expect(beside('xã Tân Cương', 'ấp 1, Cà Mau').place).toMatchObject({ communeCode: null, provinceCode: '96' });
  });
  it('takes no hamlet, street or road for a province', () => {
    for (const address of ['ấp Hòa Bình', 'Hòa Bình', '5 đường Hà Nội', 'khóm 1, tỉnh lộ 5']) {
      expect(resolvePlace(t, { commune: 'xã Năm Căn', address }).place?.communeCode).toBe('32191');
    }
  });
  it('knows Huế by its earlier names', () => {
    expect(place('P. Thuỷ Biều, TP Huế, tỉnh Thừa Thiên - Huế')).toMatchObject({ place: { communeCode: '19813' }, unrecognised: [] });
    expect(place('xã Phú Diên, huyện Phú Vang, TT. Huế').place?.provinceCode).toBe('46');
  });
  it('takes i and y at the end of a syllable for one spelling', () => {
    const commune = (name: string, province: string) => resolvePlace(t, { commune: name, province }).place?.communeCode;
    const known = commune('phường Vỹ Dạ', 'Huế');
    expect(known).toBeTruthy();
    expect(commune('phường Vĩ Dạ', 'Huế')).toBe(known);
    expect(commune('phường Vi Da', 'Huế')).toBe(known);
    expect(commune('phường Vỷ Dạ', 'Huế')).not.toBe(known); // another tone is another name
  });
  it('does not take other marks for the same name unless the district confirms it', () => {
    expect(place('xã Tân Thành, huyện Ngã Năm, Sóc Trăng').place?.communeCode ?? null).toBeNull();
    expect(place('40 Nguyễn Huệ').provinceKnown).toBe(false);
    expect(place('huyện Hoàng Hóa, tỉnh Thanh Hóa').place?.provinceCode).toBe('38');
  });

  it('a day makes its own names come first', () => {
    expect(place('phường Tân Phú, Đồng Nai', '2026-05-01').candidates[0]).toMatchObject({ name: 'Phường Tân Phú', asOf: '2026-05-01' });
    const before = place('xã Tân Thành', '2025-06-30').candidates;
    expect(before.every((c) => c.asOf === '2025-06-30')).toBe(true);
    const after = place('xã Tân Thành', '2025-07-01').candidates;
    expect(after.every((c) => c.asOf === '2025-07-01')).toBe(true);
    expect(after.length).toBeLessThan(before.length);
    // an old address written late is still understood
    expect(place('xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh', '2026-01-01').place).toEqual(TIEU_CAN);
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

const REAL = '../shared/data';
describe.runIf(existsSync(`${REAL}/products-real.csv`))('places found in public lists', () => {
  const rows = ['products-real.csv', 'pos.csv'].flatMap((f): Line[] =>
    existsSync(`${REAL}/${f}`) ? parse(readFileSync(`${REAL}/${f}`), { columns: true }) : [],
  );
  const places = [...new Map(rows.map((r) => [[r.address, r.commune, r.district, r.province].join('|'), r])).values()];

  it('nearly all resolve; the rest ask, and none is guessed', () => {
    const found = places.map(({ address, commune, district, province }) => ({
      commune,
      province,
      answer: resolvePlace(t, { address, commune, district, province }),
    }));
    const share = (list: typeof found, test: (f: (typeof found)[number]) => boolean) => list.filter(test).length / list.length;
    expect(share(found, (f) => f.answer.place !== undefined)).toBeGreaterThan(0.96);
    expect(
      share(
        found.filter((f) => f.commune),
        (f) => f.answer.place?.communeCode != null,
      ),
    ).toBeGreaterThan(0.9);
    for (const f of found) {
      if (f.province) expect(f.answer.provinceKnown, f.province).toBe(true);
      if (f.commune && f.answer.place?.communeCode === null) expect(f.answer.unrecognised).toContain('commune');
      if (!f.answer.place && f.answer.provinceKnown) expect(f.answer.ambiguous).toBe(true);
    }
  });
});
