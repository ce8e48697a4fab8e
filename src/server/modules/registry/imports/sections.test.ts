import { describe, expect, it } from 'vitest';
import { readHeader, readTitle, starOfTitle, Titles } from './sections.ts';

describe('starOfTitle', () => {
  it.each([
    ['SẢN PHẨM ĐẠT 4 SAO (03 sản phẩm)', '4 sao'], ['Sản phẩm hạng ba sao', '3 sao'], ['Nhóm 3*', '3 sao'], ['12 sản phẩm 5 sao', '5 sao'], ['****', '4 sao'],
    ['Sản phẩm tiềm năng 5 sao', 'tiềm năng 5 sao'], ['Hạng năm sao', '5 sao'],
    ['Sản phẩm 3 - 4 sao', undefined], ['Sản phẩm 3 sao và 4 sao', undefined], ['Sản phẩm từ 3 sao trở lên', undefined], ['Sản phẩm 3, 4 sao', undefined],
    ['Sản phẩm chưa đạt 3 sao', undefined], ['Nâng hạng từ 3 sao lên 4 sao', undefined], ['Sản phẩm năm 2024', undefined], ['Sản phẩm mới', undefined],
  ] as const)('%s: %s', (title, star) => expect(starOfTitle(title)).toBe(star)); // biome-ignore format: a table
});

describe('readTitle', () => {
  it.each([
    ['Huyện Tuy Phước', { district: 'Huyện Tuy Phước' }],
    ['THÀNH PHỐ QUY NHƠN (12 sản phẩm)', { district: 'THÀNH PHỐ QUY NHƠN' }],
    ['Thành phố Cần Thơ', { province: 'Thành phố Cần Thơ' }],
    ['Tỉnh Bình Định', { province: 'Tỉnh Bình Định' }],
    ['UBND huyện Ba Tơ: 5 sản phẩm', { district: 'huyện Ba Tơ' }],
    ['Xã Tân Cương, thành phố Thái Nguyên', { commune: 'Xã Tân Cương', district: 'thành phố Thái Nguyên' }],
    ['Sản phẩm 4 sao của huyện Ba Tơ', { star: '4 sao' }],
    ['Nhóm thực phẩm', { group: 'Nhóm thực phẩm' }],
    ['Quyết định số 12/QĐ-UBND ngày 05/8/2023 của UBND tỉnh Bình Định', { decisionNo: '12/QĐ-UBND', decidedOn: '05/8/2023', issuer: 'UBND tỉnh Bình Định' }],
    ['Quyết định thu hồi số 12/QĐ-UBND ngày 05/8/2023', {}],
    ['Danh sách như sau', {}],
  ])('%s', (title, said) => expect(readTitle(title)).toEqual(said)); // biome-ignore format: a table
});

describe('Titles', () => {
  const above = (...titles: [string, string][]) => {
    const over = new Titles({});
    for (const [numeral, title] of titles) over.enter(numeral, title);
    const { list: _, ...said } = over.above();
    return said;
  };
  it('holds what stands over the row, level by level', () => {
    expect(above(['A', 'Sản phẩm 4 sao'], ['I', 'Huyện Ba Tơ'])).toEqual({ star: '4 sao', district: 'Huyện Ba Tơ' });
    expect(above(['A', 'Sản phẩm 4 sao'], ['I', 'Huyện Ba Tơ'], ['II', 'Huyện Trà Bồng'])).toEqual({
      star: '4 sao',
      district: 'Huyện Trà Bồng',
    });
    expect(above(['A', 'Sản phẩm 4 sao'], ['I', 'Huyện Ba Tơ'], ['B', 'Sản phẩm 3 sao'])).toEqual({ star: '3 sao' });
  });
  it('lets nothing hold on that a title beside it or one without a place ends', () => {
    expect(above(['A', 'Sản phẩm 4 sao'], ['B', 'Sản phẩm đề nghị Trung ương'])).toEqual({});
    expect(above(['', 'Sản phẩm 4 sao'], ['', 'Danh sách bổ sung'])).toEqual({});
  });
});

describe('readHeader', () => {
  const header = (...lines: string[]) =>
    readHeader(
      { name: '', hidden: false, merges: [], rows: lines.map((text, i) => ({ number: i + 1, cells: [{ text }] })) },
      lines.length + 1,
    );
  it('takes province, star and decision where each is one', () => {
    expect(
      header('UBND TỈNH AN GIANG', 'DANH SÁCH SẢN PHẨM ĐẠT 3 SAO NĂM 2024', '(Kèm theo Quyết định số 411/QĐ-UBND ngày 15/3/2024 của UBND tỉnh An Giang)'),
    ).toEqual({ province: expect.stringMatching(/an giang$/i), star: '3 sao', decisionNo: '411/QĐ-UBND', decidedOn: '15/3/2024', issuer: 'UBND tỉnh An Giang' }); // biome-ignore format: a table
  });
  it('takes the province that a title or the name of the sheet bears alone, never a commune or a district of that name', () => {
    const named = (sheet: string, ...lines: string[]) =>
      readHeader(
        { name: sheet, hidden: false, merges: [], rows: lines.map((text, i) => ({ number: i + 1, cells: [{ text }] })) },
        lines.length + 1,
        ['Hậu Giang', 'Hòa Bình', 'Hà Nam'],
      ).province;
    expect(named('Sheet1', 'SẢN PHẨM OCOP HẬU GIANG NĂM 2024')).toBe('Hậu Giang');
    expect(named('DS Hoà Bình')).toBe('Hòa Bình');
    expect(named('hau giang')).toBe('Hậu Giang');
    expect(named('Huyện Hòa Bình', 'Sản phẩm của xã Hòa Bình')).toBeUndefined();
    expect(named('Hà Nam', 'Danh sách Hòa Bình')).toBeUndefined();
    expect(named('Hậu Giang', 'UBND TỈNH HÒA BÌNH')).toMatch(/hòa bình/i);
    expect(named('Hạ Nam')).toBeUndefined();
    expect(named('Loc', 'Hà Nam, ngày 5 tháng 8 năm 2024', 'DANH SÁCH SẢN PHẨM ĐẠT 5 SAO')).toBeUndefined();
    expect(named('Loc', 'Danh sách sản phẩm dự hội chợ tại Hà Nam')).toBeUndefined();
  });
  it('takes the issuer of a decision without what the title says next', () => {
    expect(readTitle('Quyết định số 202/QĐ-UBND ngày 11/11/2023 của UBND huyện Châu Thành - sản phẩm đạt 3 sao')).toMatchObject({
      issuer: 'UBND huyện Châu Thành',
      star: '3 sao',
    });
  });
  it('takes nothing where there are two, or a letter instead of a decision', () => {
    expect(header('Tỉnh An Giang', 'Tỉnh Kiên Giang', 'Sản phẩm 3 sao, 4 sao', '(Kèm theo Công văn số 5/SNN ngày 1/1/2024)')).toEqual({});
  });
});
