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
  ])('%s', (address, commune) => {
    const found = place(address);
    expect(found.ambiguous).toBe(false);
    expect(t.commune(found.place?.communeCode ?? '')?.fullName).toBe(commune);
  });
});

describe('candidates', () => {
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
