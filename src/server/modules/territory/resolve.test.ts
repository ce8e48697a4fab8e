// Ways of writing found in lists of offices, and what the candidates say.
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../tests/support/database.ts';
import { loadTerritory, resolvePlace, type Territory } from './index.ts';

const base = testDatabase();
let t: Territory;
beforeAll(async () => {
  t = await loadTerritory(base.db);
});
const place = (address: string) => resolvePlace(t, { address });

describe('ways of writing', () => {
  it.each([
    ['xa Sơn Tân, H.Sơn Tây, Quảng Ngãi', 'Xã Sơn Tây'],
    ['XA THANH SƠN, huyện Ba Chẽ, tỉnh Quảng Ninh', 'Xã Ba Chẽ'],
    ['xa Dung, huyện Điện Biên Đông, tỉnh Điện Biên', 'Xã Xa Dung'],
    ['xã Tinh Nhuệ, huyện Thanh Sơn, Phú Thọ', 'Xã Yên Sơn'],
    ['ph. 5, Q3, HCM', 'Phường Bàn Cờ'],
    ['Ph.Sông Hiến, TP.Cao Bằng, tỉnh Cao Bằng', 'Phường Thục Phán'],
    ['xã Cư Mta, Đắk Lắk', "Xã Cư M'ta"],
    ['xã Dế Xu Phình, H.Mù Cang Chải, Yên Bái', 'Xã Púng Luông'],
    ['Xã Pờ Y, huyện Ngọc Hồi, Kon Tum', 'Xã Bờ Y'],
    ['xã Ngọk Lây, huyện Tu Mơ Rông, Kon Tum', 'Xã Măng Ri'],
    ['xã Hoà Tú 2, huyện Mỹ Xuyên, Sóc Trăng', 'Xã Hòa Tú'],
    ['Thị trấn Thạnh An, huyện Vĩnh Thạnh, TP Cần Thơ', 'Xã Thạnh An'],
    ['xã An Vĩnh, huyện Lý Sơn', 'Đặc khu Lý Sơn'],
    ['xã Trà Dơn cũ, huyện Nam Trà My, tỉnh Quảng Nam (cũ)', 'Xã Trà Leng'],
    // a commune of today under the province of before: no district of Thanh Miện
    ['Xã Bắc Thanh Miện, tỉnh Hải Dương', 'Xã Bắc Thanh Miện'],
    // there are no townships today: not the commune of that name
    ['Thị trấn Yên Phú, tỉnh Tuyên Quang', 'Xã Bắc Mê'],
  ])('%s', (address, commune) => {
    const found = place(address);
    expect(found.ambiguous).toBe(false);
    expect(t.commune(found.place?.communeCode ?? '')?.fullName).toBe(commune);
  });
});

describe('a district', () => {
  it('counts where the address names it, beside a commune and a province in columns of their own', () => {
    const parts = { commune: 'Xã Hưng Đạo', province: 'Cao Bằng' };
    const inAddress = resolvePlace(t, { ...parts, address: 'xóm 3, huyện Nguyên Bình' });
    expect(inAddress.place?.communeCode).toBe('01774');
    expect(inAddress).toEqual(resolvePlace(t, { ...parts, district: 'huyện Nguyên Bình' }));
    // the column is nearer to the commune than the address
    const both = resolvePlace(t, { ...parts, district: 'Bảo Lạc', address: 'xóm 3, huyện Nguyên Bình' });
    expect(both.place?.communeCode).toBe('01351');
  });

  it('that contradicts the commune, of today or of before, leaves the choice to a person', () => {
    for (const address of ['Phường Sơn Tây, huyện Sóc Sơn, Hà Nội', 'Xã Đường Lâm, huyện Sóc Sơn, Hà Nội'])
      expect(place(address), address).toMatchObject({ ambiguous: true });
    expect(place('Phường Sơn Tây, thị xã Sơn Tây, Hà Nội').ambiguous).toBe(false);
  });
});

describe('candidates', () => {
  it('are less sure where part of the text is in no list', () => {
    const of = (address: string) => place(address).candidates.map((c) => [c.level, c.confidence]);
    expect(of('Hải Phòng')).toEqual([['province', 1]]);
    expect(of('xã Đường Lâm, Hải Phòng')).toEqual([['province', 0.5]]);
  });

  it('a name of both maps gives the unit of today first; the other one comes with less confidence', () => {
    const { ambiguous, candidates } = place('xã Tân Tiến, tỉnh Tuyên Quang');
    expect(ambiguous).toBe(false);
    const [first, ...others] = candidates.map((c) => ({ now: c.current[0]?.code, confidence: c.confidence }));
    for (const other of others) {
      if (other.now !== first?.now) expect(other.confidence).toBeLessThanOrEqual((first?.confidence ?? 0) / 2);
      else expect(other.confidence).toBe(first?.confidence);
    }
    expect(new Set(candidates.map((c) => c.current[0]?.code)).size).toBe(2);
  });

  it('an old district comes with the communes that took it over', () => {
    const [district] = place('huyện Kim Sơn, tỉnh Ninh Bình').candidates;
    expect(district).toMatchObject({ level: 'district', name: 'Huyện Kim Sơn' });
    expect(district?.current.length).toBeGreaterThan(3);
    for (const c of district?.current ?? []) expect(t.commune(c.code)).toMatchObject({ fullName: c.name, provinceCode: '37' });
  });

  it('a commune of another province is no candidate beside a district named outright', () => {
    expect(place('xã An Vĩnh, huyện Lý Sơn').candidates.map((c) => c.province)).toEqual(['51']);
  });
});
