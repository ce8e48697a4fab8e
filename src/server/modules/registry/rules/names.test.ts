import { describe, expect, it } from 'vitest';
import { compareMarks, nameKey, namesNobody, namesSeveral, ownMarksDiffer, productKey } from './names.ts';

describe('nameKey', () => {
  const same: [string, string][] = [
    ['HTX Nông sản sạch Triệu Phong', 'Hợp tác xã nông sản sạch Triệu Phong'],
    ['Tổ hợp tác sản xuất nông nghiệp xã Long Phước', 'To hop tac san xuat nong nghiep xa Long Phuoc'],
    ['Cty TNHH ĐTHT Trung Nhân', 'Công ty trách nhiệm hữu hạn ĐTHT Trung Nhân'],
    ['Công ty CP Dược liệu Pù Mát', 'Công ty cổ phần Dược liệu Pù Mát'],
    ['CTCP Hoàng Giang', 'Công ty Cổ phần Hoàng Giang'],
    ['Công ty TNHH MTV Từ Phong', 'Công ty Trách nhiệm hữu hạn Một Thành Viên Từ Phong'],
    ['Công ty TNHH 1 thành viên Từ Phong', 'Công ty TNHH MTV Từ Phong'],
    ['Công ty TNHH SX-TM-DV Minh Anh', 'Công ty TNHH Sản xuất Thương mại Dịch vụ Minh Anh'],
    ['Công ty TNHH SXTMDV Minh Anh', 'Công ty TNHH SX TM DV Minh Anh'],
    ['Công ty TNHH SXKD tổng hợp Đông Á', 'Công ty TNHH sản xuất kinh doanh tổng hợp Đông Á'],
    ['Công ty TNHH XNK Sỹ Thắng', 'Công ty TNHH Xuất nhập khẩu Sỹ Thắng'],
    ['Hợp tác xã (HTX) sản xuất An Lỗ', 'HTX sản xuất An Lỗ'],
    ['H.T.X Sen Mẫu', 'Hợp tác xã Sen Mẫu'],
    ['Công ty T.N.H.H 1TV Từ Phong', 'Công ty TNHH MTV Từ Phong'],
    ['HKD Nguyễn Sơn', 'hộ kinh doanh Nguyễn Sơn'],
    ['Đỗ Hoàng Giao', 'Ðỗ Hoàng Giao'],
    ['HTX Hòa Bình', 'HTX Hoà Bình'],
    ['HTX SX & KD Chí Đám', 'HTX sản xuất và kinh doanh Chí Đám'],
  ];
  for (const [a, b] of same) it(`${a} = ${b}`, () => expect(nameKey(a)).toBe(nameKey(b)));

  const different: [string, string][] = [
    ['HTX chè Hảo Đạt', 'HTX chè Hảo Đạt 2'],
    ['Công ty TNHH Hoàng Giang', 'Công ty Cổ phần Hoàng Giang'],
    ['Công ty Cổ phần Tập đoàn Gia Bảo', 'Công ty Cổ phần Tập đoàn Gia Bảo 2'],
    ['Hộ kinh doanh Lê Thị Hồng Nhạn', 'Công ty TNHH Lê Thị Hồng Nhạn'],
  ];
  for (const [a, b] of different) it(`${a} ≠ ${b}`, () => expect(nameKey(a)).not.toBe(nameKey(b)));

  it('is its own key', () => {
    for (const [a] of same) expect(nameKey(nameKey(a))).toBe(nameKey(a));
  });
});

it('knows a legal form that names nobody', () => {
  for (const name of ['Hộ kinh doanh', 'HTX', 'Cty TNHH', 'Cơ sở SX']) expect(namesNobody(name), name).toBe(true);
  expect(namesNobody('HTX A')).toBe(false);
});

it('knows a text that names several producers', () => {
  for (const text of ['HTX A; Công ty TNHH B', 'HTX A và HTX B', 'HTX A/Hộ kinh doanh B', '1. HTX A 2. HTX B', 'Hộ Ông A & Hộ Bà B'])
    expect(namesSeveral(text), text).toBe(true);
  for (const text of [
    'Công ty TNHH Sản xuất và Thương mại A',
    'HTX nông nghiệp, dịch vụ và du lịch A',
    'HTX A (Công ty CP B)',
    'Chi nhánh Công ty CP A',
  ])
    expect(namesSeveral(text), text).toBe(false);
  expect(namesSeveral('HTX A Công ty B', ['HTX A', 'Công ty B'])).toBe(true);
  expect(namesSeveral('Hợp tác xã nông nghiệp A', ['Hợp tác xã', 'nông nghiệp A'])).toBe(false);
});

describe('marks', () => {
  it('tells dưa from dứa, and takes a name without marks for either', () => {
    expect(productKey('Dưa lưới')).toBe(productKey('DỨA LƯỚI'));
    expect(compareMarks('Dưa', 'Dứa')).toBe('other');
    expect(compareMarks('Dưa', 'Dua')).toBe('bare');
    expect(ownMarksDiffer('HTX Nông nghiệp Sen Mẫu', 'Hợp tác xã nông nghiệp Sen Mẫu')).toBe(false);
    expect(ownMarksDiffer('HTX Nông nghiệp Sen Mẫu', 'Hợp tác xã nông nghiệp Sen Mậu')).toBe(true);
    expect(ownMarksDiffer('HTX Sen Mẫu', 'HTX Sen Mau')).toBe(false);
    expect(compareMarks('Kẹo hòa', 'kẹo Hoà')).toBe('same');
    expect(compareMarks('Bún khô – Miền Xưa', 'Bún khô - Miền Xưa')).toBe('same');
  });
});
