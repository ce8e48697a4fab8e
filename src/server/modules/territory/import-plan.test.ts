import { describe, expect, it } from 'vitest';
import type { Files } from './import-files.ts';
import { planImport } from './import-plan.ts';
import { LAST_THREE_TIERS, TWO_TIERS, unitRow } from './reference.ts';
import type { Level } from './tables.ts';
import type { Unit } from './unit.ts';

let id = 0;
function unit(level: Level, code: string, fullName: string, place: { province: string; district?: string }, old = false): Unit {
  const open = level === 'province' && !old;
  const row = unitRow(level, code, fullName, place, open || old ? null : TWO_TIERS, old ? LAST_THREE_TIERS : null, 'test');
  return {
    ...{ id: ++id, code, level, name: row.name, fullName: row.full_name, kind: row.kind, parent: row.parent_code, folded: row.folded },
    ...{ districtCode: row.district_code, provinceCode: row.province_code, validFrom: row.valid_from, validUntil: row.valid_until },
    ...{ lat: null, lng: null },
  };
}
const NOTHING: Files = {
  'provinces_2026.csv': [],
  'communes_2026.csv': [],
  'provinces_2025-06.csv': [],
  'districts_2025-06.csv': [],
  'communes_2025-06.csv': [],
  'commune_mapping_clean.csv': [],
  'commune_centres.csv': [],
};
const REGISTER = [
  unit('province', '51', 'Tỉnh Quảng Ngãi', { province: '51' }),
  unit('commune', '21548', 'Đặc khu Lý Sơn', { province: '51' }),
  unit('commune', '21031', 'Xã Bình Minh', { province: '51' }),
  unit('district', '51-huyen-ly-son', 'Huyện Lý Sơn', { province: '51' }, true),
  unit('commune', '21043', 'Xã Bình Khương', { province: '51', district: '524' }, true),
];
const pair = (row: number, from: { old_code?: string; old_district: string }, new_code: string, new_commune: string) => ({
  ...{ row, old_code: null, old_province: 'Tỉnh Quảng Ngãi', new_province: 'Tỉnh Quảng Ngãi' },
  ...from,
  ...{ new_code, new_commune },
});

describe('what an import of official lists changes', () => {
  it('nothing where the lists say what stands; what they leave out is kept and told', () => {
    const plan = planImport(REGISTER, {
      ...NOTHING,
      'provinces_2026.csv': [{ row: 2, code: '51', full_name: 'Tỉnh Quảng Ngãi' }],
      'communes_2026.csv': [{ row: 2, code: '21548', full_name: 'Đặc khu Lý Sơn', province_code: '51' }],
    });
    expect(plan).toMatchObject({ inserts: [], updates: [], unchanged: 2, pairs: [], rejected: [] });
    expect(plan.warnings.map((w) => [w.code, w.message.vi])).toEqual([
      ['not_listed', 'Xã Bình Minh (21031) không có trong danh sách, giữ nguyên.'],
    ]);
  });

  it('a successor is found by its code, else by its name; where both speak against each other the row is refused', () => {
    const old = { old_code: '21043', old_district: 'Huyện Bình Sơn' };
    const plan = planImport(REGISTER, {
      ...NOTHING,
      'commune_mapping_clean.csv': [
        pair(2, old, '21031', 'Xã Bình Minh'),
        pair(3, old, '99999', 'Đặc khu Lý Sơn'),
        pair(4, old, '21548', 'Xã Bình Minh'),
        pair(5, old, '99999', 'Xã Không Có'),
        pair(6, { ...old, old_code: '99998' }, '21031', 'Xã Bình Minh'),
      ],
    });
    expect(plan.pairs).toEqual([
      { level: 'commune', old: '21043', new: '21031', divided: true },
      { level: 'commune', old: '21043', new: '21548', divided: true },
    ]);
    expect(plan.warnings.map((w) => [w.row, w.code])).toEqual([[3, 'code_conflict']]);
    expect(plan.rejected.map((r) => [r.row, r.field, r.code])).toEqual([
      [4, 'new_code', 'code_name_mismatch'],
      [5, 'new_code', 'unknown_commune'],
      [6, 'old_code', 'unknown_old_unit'],
    ]);
  });

  it('a district without communes is followed under the code that it gets from the same lists', () => {
    const plan = planImport(REGISTER, {
      ...NOTHING,
      'districts_2025-06.csv': [{ row: 2, code: '536', full_name: 'Huyện Lý Sơn', province_code: '51' }],
      'commune_mapping_clean.csv': [pair(2, { old_district: 'Huyện Lý Sơn' }, '21548', 'Đặc khu Lý Sơn')],
    });
    expect(plan.districtCodes).toEqual([{ old: '51-huyen-ly-son', new: '536' }]);
    expect(plan.pairs).toEqual([{ level: 'district', old: '536', new: '21548', divided: false }]);
  });
});
