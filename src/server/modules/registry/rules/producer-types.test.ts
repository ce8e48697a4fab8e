import { expect, it } from 'vitest';
import { PRODUCER_TYPES } from '#shared/vocabulary.ts';
import { PRODUCER_TYPE_LABELS, producerType } from './producer-types.ts';

const cases: [string | null, string, string][] = [
  ['HTX', 'Minh Ngọc', 'cooperative'],
  ['THT', 'x', 'cooperative_group'],
  ['HKD', 'x', 'business_household'],
  ['hộ SXKD', 'x', 'business_household'],
  ['hộ sản xuất', 'x', 'household'],
  ['Hộ gia đình có đăng ký kinh doanh', 'x', 'business_household'],
  ['cơ sở', 'x', 'business_household'],
  ['Cty', 'x', 'enterprise'],
  ['DNTN', 'x', 'enterprise'],
  ['chi nhánh công ty', 'x', 'enterprise'],
  ['Hiệp hội', 'x', 'association'],
  ['craft_village', 'x', 'craft_village'],
  [null, 'HTX Xoài Mỹ Xương', 'cooperative'],
  [null, 'CTCP kem Bình Dương', 'enterprise'],
  [null, 'Cở sở sản xuất bún Vạn Linh', 'business_household'],
  [null, 'trại dế Oanh Vĩnh', 'farm'],
  [null, 'Làng nghề nón lá', 'craft_village'],
  [null, 'Hội nữ trí thức', 'association'],
  [null, 'Sê San Cooperative', 'cooperative'],
  [null, 'household business Nguyễn Huy Thuyên', 'business_household'],
  [null, 'Phú Sinh Trading and Services Co. Ltd', 'enterprise'],
  ['', 'Nguyễn Thanh Bình', 'other'],
];
for (const [stated, name, type] of cases)
  it(`${stated ?? '–'} | ${name} → ${type}`, () => expect(producerType(stated, name).type).toBe(type));

it('says when nothing tells the type', () => {
  expect(producerType(null, 'Nguyễn Thanh Bình').known).toBe(false);
  expect(producerType('HTX', 'x').known).toBe(true);
});
it('reads its own labels and codes', () => {
  for (const type of PRODUCER_TYPES) {
    expect(producerType(PRODUCER_TYPE_LABELS[type], 'x')).toEqual({ type, known: true });
    expect(producerType(type, 'x').type).toBe(type);
  }
});
