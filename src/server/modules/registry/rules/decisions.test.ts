import { describe, expect, it } from 'vitest';
import { issuerDistrict, issuerLevel, issuerProvince, readDecision, sameDecision } from './decisions.ts';

describe('readDecision', () => {
  const cases: [string, string, string][] = [
    ['3981/QĐ-UBND', '3981/QD-UBND', 'committee'],
    ['715/QĐ – UBND', '715/QD-UBND', 'committee'],
    ['3787/QÐ-UBND', '3787/QD-UBND', 'committee'],
    ['1446/QĐ-UBND-HC', '1446/QD-UBND-HC', 'committee'],
    ['377/QĐ-BNN-VPĐP', '377/QD-BNN-VPDP', 'central'],
    ['2361/QĐ-BNNMT', '2361/QD-BNNMT', 'central'],
    ['148/QĐ-TTg', '148/QD-TTG', 'central'],
    ['1.234/QĐ-UBND', '1234/QD-UBND', 'committee'],
    ['123-QĐ/UBND', '123/QD-UBND', 'committee'],
    ['123/QĐ.UBND', '123/QD-UBND', 'committee'],
    ['3981\\QĐ-UBND', '3981/QD-UBND', 'committee'],
    ['Quyết định số 377', '377', 'other'],
    ['số 58', '58', 'other'],
    ['58', '58', 'other'],
    ['Quyết định số 0715/QĐ-UBND ngày 05/8/2022', '715/QD-UBND', 'committee'],
  ];
  for (const [text, key, authority] of cases)
    it(text, () => expect(readDecision(text)).toMatchObject({ text, key, authority, withdraws: false }));

  it('finds the day and the withdrawal in the same cell', () => {
    expect(readDecision('Quyết định số 1810/QĐ-UBND ngày 01/8/2022')?.day).toBe('01/8/2022');
    for (const text of ['15/QĐ-UBND (05/8/2023)', '15/QĐ-UBND 05/8/2023', '05/8/2023 - 15/QĐ-UBND', 'ngày 05/8/2023, số 15'])
      expect(readDecision(text), text).toMatchObject({ number: '15', day: '05/8/2023' });
    expect(readDecision('15/QĐ-UBND (05/8/2023, 06/9/2023)')?.day).toBeNull();
    expect(readDecision('4631/QĐ-UBND (thu hồi)')).toMatchObject({ key: '4631/QD-UBND', withdraws: true });
    expect(readDecision('58 (QĐ thu hồi)')).toMatchObject({ key: '58', withdraws: true });
    expect(readDecision('156/QĐ-UBND (công nhận)')).toMatchObject({ key: '156/QD-UBND', withdraws: false });
  });
  it('says where a cell names more than one', () => {
    expect(readDecision('123/QĐ-UBND; 456/QĐ-UBND')).toMatchObject({ key: '123/QD-UBND', several: true });
    expect(readDecision('123/QĐ-UBND (QĐ 123/QĐ-UBND)')?.several).toBe(false);
  });
  it('reads no number from words', () => expect(readDecision('chưa có')).toBeUndefined());
});

it('sameDecision lets a bare number be any suffix, never another number', () => {
  expect(sameDecision('377', '377/QD-BNN-VPDP')).toBe(true);
  expect(sameDecision('377/QD-UBND', '377/QD-BNN-VPDP')).toBe(false);
  expect(sameDecision('378', '377/QD-UBND')).toBe(false);
  expect(sameDecision(null, null)).toBe(false);
});

it('issuerLevel and issuerProvince', () => {
  expect(issuerLevel('UBND huyện Krông Pa')).toBe('district');
  expect(issuerLevel('UBND tỉnh Lâm Đồng')).toBe('province');
  expect(issuerLevel('UBND Thành phố Hồ Chí Minh')).toBe('province');
  expect(issuerLevel('UBND thành phố Thủ Đức')).toBe('district');
  expect(issuerLevel('Bộ Nông nghiệp và Môi trường')).toBe('central');
  expect(issuerLevel('UBND xã Tân Cương')).toBe('commune');
  expect(issuerProvince('UBND tỉnh Lâm Đồng')).toBe('tỉnh Lâm Đồng');
  expect(issuerProvince('UBND TP. Cần Thơ')).toBe('TP. Cần Thơ');
  expect(issuerProvince('UBND huyện Krông Pa')).toBeNull();
  expect(issuerLevel('UBND huyện Krông Pa, tỉnh Gia Lai')).toBe('district');
  expect(issuerLevel('UBND TP Huế, tỉnh Thừa Thiên Huế')).toBe('district');
  expect(issuerLevel('Sở Nông nghiệp và Môi trường')).toBe('province');
  expect(issuerProvince('UBND huyện Krông Pa, tỉnh Gia Lai')).toBe('tỉnh Gia Lai');
  expect(issuerProvince('UBND TPHCM')).toBe('TP HCM');
  expect(issuerDistrict('UBND huyện Krông Pa, tỉnh Gia Lai')).toBe('huyện Krông Pa');
  expect(issuerDistrict('Chủ tịch UBND TP. Sa Đéc')).toBe('TP. Sa Đéc');
  expect(issuerDistrict('UBND tỉnh Gia Lai')).toBeNull();
});
