import { describe, expect, it } from 'vitest';
import { fieldOf, findHeadings, readOverride } from './headings.ts';
import type { Merge, Sheet } from './sheet.ts';

const sheetOf = (rows: (string | null)[][], merges: Merge[] = []): Sheet => ({
  name: 'x',
  hidden: false,
  merges,
  rows: rows.map((cells, i) => ({ number: i + 1, cells: cells.map((c) => (c === null ? undefined : { text: c })) })),
});

describe('fieldOf', () => {
  const cases: [string, string | undefined][] = [
    ['TT', 'no'], ['Sản phẩm', 'name'], ['Tên sản phẩm OCOP', 'name'], ['TEN SAN PHAM', 'name'], ['Chủ thể', 'producer'], ['Tên chủ thể', 'producer'],
    ['Chủ thể sản xuất', 'producer'], ['Loại hình chủ thể', 'producerType'], ['Địa chỉ', 'address'], ['Kết quả chấm điểm', 'score'], ['Xã/phường', 'commune'],
    ['Người đại diện', 'representative'], ['Điện thoại', 'phone'], ['Hạng sao hiện tại', 'star'], ['Hạng sao', 'star'], ['Xếp hạng', 'star'], ['Số sao', 'star'],
    ['Ngày hết hạn', 'validUntil'], ['Nhóm sản phẩm', 'group'], ['Số quyết định', 'decisionNo'], ['Cơ quan ban hành', 'issuer'], ['Ngày quyết định', 'decidedOn'],
    ['Hạng sao lần 1', 'star1'], ['Ngày công nhận lần 2', 'decidedOn2'], ['Lần công nhận 1 Số quyết định', 'decisionNo1'], ['Lần công nhận thứ 2 Cơ quan cấp', 'issuer2'],
    ['Năm lần 1', 'year1'], ['Hạng sao (lần 2)', 'star2'], ['Số quyết định 2', 'decisionNo2'], ['Ngày công nhận lại', 'decidedOn2'], ['Cơ quan QĐ', 'issuer'],
    ['Cơ quan ký ban hành', 'issuer'], ['Ngày hết hạn GCN', 'validUntil'], ['Nhóm SP', 'group'], ['Họ và tên người đại diện', 'representative'],
     ['producer_type_stated', 'producerType'], ['decision_no', 'decisionNo'], ['decision_date', 'decidedOn'], ['product_code', 'code'],
    ['TenSanPham', 'name'], ['XepHang', 'star'], ['ChuTheSXKD', 'producer'], ['Ma_DonViHanhChinh', 'unitCode'], ['MA_OCOP', 'no'], ['Ma_ThoiGian', 'period'],
    ['DoanhThuNam', 'revenue'], ['TrangThai', 'status'],
    ['Ma_SanPham', 'code'], ['Doanh thu năm (triệu đồng)', 'revenue'], ['commune_current_per_source', undefined], ['source', undefined],
    ['Quận/Huyện', 'district'], ['Tỉnh/Thành phố', 'province'], ['Ghi chú', 'note'],
    ['Tên tổ chức/cá nhân sản xuất', 'producer'], ['Chủ thể/Đơn vị', 'producer'], ['Tên doanh nghiệp/HTX/cơ sở', 'producer'], ['Loại hình doanh nghiệp', 'producerType'],
    ['Quận, huyện, thành phố', 'district'], ['Huyện/TX/TP', 'district'], ['Xã, phường, thị trấn', 'commune'], ['Thôn/xóm', 'address'], ['Địa chỉ cụ thể', 'address'],
    ['Hạn GCN', 'validUntil'], ['Thời điểm công nhận', 'decidedOn'], ['CQ ban hành', 'issuer'], ['Đạt sao', 'star'], ['Chủ hộ/Giám đốc', 'representative'],
    ['Đánh giá, phân hạng lần 1 Hạng sao', 'star1'], ['Kết quả công nhận lần 2: Cơ quan ban hành', 'issuer2'], ['LẦN CÔNG NHẬN 02 Số QĐ', 'decisionNo2'],
    ['Công nhận mới - Năm', 'year1'], ['Công nhận lại/nâng hạng Hạng sao', 'star2'], ['Đơn vị tính', undefined], ['Chủ thể, điện thoại', 'producer'], ['Chủ thể, địa chỉ', undefined],
  ]; // biome-ignore format: a table
  for (const [heading, field] of cases) it(heading, () => expect(fieldOf(heading)).toBe(field));
});

describe('findHeadings', () => {
  it.each([
    ['Kết quả đánh giá lần I', 'Kết quả đánh giá lần II', ['Xếp hạng', 'Ngày cấp', 'Năm đánh giá', 'Quyết định số', 'Đơn vị cấp']],
    ['Công nhận lần đầu', 'Công nhận lại (lần 2)', ['Số sao', 'Ngày QĐ', 'Năm', 'Số QĐ', 'Cơ quan QĐ']],
    ['Đợt 1', 'Đợt 2', ['Sao', 'Ngày ký', 'Năm', 'Số quyết định công nhận', 'Cơ quan ký ban hành']],
  ])('reads both rounds under %s and %s', (first, second, under) => {
    const blank = [null, null, null, null];
    const upper = ['Tên sản phẩm', 'Tên chủ thể', 'Hạng sao hiện tại', first, ...blank, second, ...blank];
    const found = findHeadings(
      sheetOf(
        [upper, [null, null, null, ...under, ...under]],
        [
          { top: 1, bottom: 1, left: 3, right: 7 },
          { top: 1, bottom: 1, left: 8, right: 12 },
        ],
      ),
    );
    expect(found).toMatchObject({ layout: 'workbook21', ignored: [], lastRow: 2 });
    const fields = ['star', 'decidedOn', 'year', 'decisionNo', 'issuer'];
    expect(['1', '2'].flatMap((round) => fields.map((f) => found?.columns.get(`${f}${round}` as never)))).toEqual([
      3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
  });

  it('finds an annex under its title, in any column order', () => {
    const found = findHeadings(
      sheetOf([
        ['PHỤ LỤC'],
        ['Danh sách sản phẩm OCOP'],
        [],
        ['Chủ thể', 'Kết quả chấm điểm', 'Địa chỉ', 'Sản phẩm', 'TT'],
        ['HTX A', '72,5', 'xã B', 'Gạo', '1'],
      ]),
    );
    expect(found).toMatchObject({ layout: 'annex', firstRow: 4, lastRow: 4 });
    expect([...(found?.columns ?? [])]).toEqual([
      ['producer', 0],
      ['score', 1],
      ['address', 2],
      ['name', 3],
      ['no', 4],
    ]);
  });
  const rounds = [
    ['STT', 'Tên sản phẩm', 'Tên chủ thể', 'Lần công nhận 1', null, null, null, null, 'Lần công nhận 2', null, null, null, null],
    [null, null, null, 'Sao', 'Ngày', 'Năm', 'Số quyết định', 'Cơ quan', 'Sao', 'Ngày', 'Năm', 'Số quyết định', 'Cơ quan'],
    ['1', 'Muối', 'HTX A', '3 sao', '01/02/2021', '2021', '1/QĐ-UBND', 'UBND huyện B', null, null, null, null, null],
  ];
  it('joins two merged heading rows', () => {
    const merges = [0, 1, 2]
      .map((c) => ({ top: 1, bottom: 2, left: c, right: c }))
      .concat([
        { top: 1, bottom: 1, left: 3, right: 7 },
        { top: 1, bottom: 1, left: 8, right: 12 },
      ]);
    const found = findHeadings(sheetOf(rounds, merges));
    expect(found).toMatchObject({ layout: 'workbook21', lastRow: 2 });
    expect(found?.columns.get('decisionNo1')).toBe(6);
    expect(found?.columns.get('issuer2')).toBe(12);
    expect(found?.columns.get('name')).toBe(1);
  });
  it('joins them without merges too', () => expect(findHeadings(sheetOf(rounds))?.columns.get('year2')).toBe(10));
  const three = [
    ['DANH SÁCH SẢN PHẨM OCOP ĐỢT 1', null, null, null, null, null, null, null],
    ['STT', 'Sản phẩm', null, 'Chủ thể', null, 'Kết quả đánh giá', null, null],
    [null, 'Tên sản phẩm', 'Nhóm', 'Tên', 'Địa chỉ', 'Lần 1', null, 'Lần 2'],
    [null, null, null, null, null, 'Sao', 'Ngày', 'Sao'],
    ['1', 'Muối', 'Thực phẩm', 'HTX A', 'xã B', '3 sao', '01/02/2021', '4 sao'],
  ];
  it('joins three heading rows under a title that names a round', () => {
    const merges = [
      { top: 1, bottom: 1, left: 0, right: 7 },
      { top: 2, bottom: 4, left: 0, right: 0 },
      { top: 2, bottom: 2, left: 1, right: 2 },
      { top: 2, bottom: 2, left: 3, right: 4 },
      { top: 2, bottom: 2, left: 5, right: 7 },
      { top: 3, bottom: 3, left: 5, right: 6 },
      ...[1, 2, 3, 4].map((c) => ({ top: 3, bottom: 4, left: c, right: c })),
    ];
    for (const over of [merges, []]) {
      const found = findHeadings(sheetOf(three, over));
      expect(found).toMatchObject({ layout: 'workbook21', firstRow: 2, lastRow: 4 });
      expect(Object.fromEntries(found?.columns ?? [])).toEqual({ no: 0, name: 1, group: 2, producer: 3, address: 4, star1: 5, decidedOn1: 6, star2: 7 }); // biome-ignore format: a table
    }
  });
  it('lets the title of a group name a column only where no other heading does', () => {
    const found = findHeadings(
      sheetOf([
        ['Sản phẩm', null, 'Chủ thể', null, 'Địa bàn', null],
        ['Mã', 'Tên sản phẩm', 'Tên', 'Loại hình', 'Xã', 'Huyện'],
      ]),
    );
    expect(Object.fromEntries(found?.columns ?? [])).toEqual({ code: 0, name: 1, producer: 2, producerType: 3, commune: 4, district: 5 });
  });
  it('tells points from results where both stand', () => {
    const of = (...headings: string[]) => findHeadings(sheetOf([headings]))?.columns;
    expect(of('Sản phẩm', 'Chủ thể', 'Tổng điểm', 'Kết quả phân hạng')).toEqual(
      new Map([
        ['name', 0],
        ['producer', 1],
        ['score', 2],
        ['star', 3],
      ]),
    );
    expect(of('Sản phẩm', 'Chủ thể', 'Kết quả', 'Điểm')?.get('score')).toBe(3);
    expect(of('Sản phẩm', 'Chủ thể', 'Kết quả chấm điểm')?.get('score')).toBe(2);
  });
  it('knows a column for each star, and takes what is seen before what is hidden', () => {
    const heads = ['Sản phẩm', 'Chủ thể', '3 sao', '4 sao', 'Tiềm năng 5 sao'];
    const found = findHeadings(sheetOf([heads]));
    expect(found?.starColumns.map((c) => c.column)).toEqual([2, 3, 4]);
    expect([found?.columns.get('star'), found?.ignored]).toEqual([2, []]);
    const beside = findHeadings(sheetOf([[...heads, 'Hạng sao']]));
    expect([beside?.columns.get('star'), beside?.starColumns, beside?.ignored.length]).toEqual([5, [], 3]);
    const twice = ['Sản phẩm', 'Chủ thể', 'Hạng sao', 'Hạng sao'];
    expect(findHeadings(sheetOf([twice]))?.columns.get('star')).toBe(2);
    const hidden = findHeadings({ ...sheetOf([twice]), hiddenColumns: new Set([2]) });
    expect([hidden?.columns.get('star'), hidden?.ignored]).toEqual([3, ['C: Hạng sao']]);
  });
  it('takes the caller’s word', () => {
    const sheet = sheetOf([
      ['Mặt hàng đặc sản', 'Người làm', 'Sao'],
      ['Gạo', 'HTX A', '3'],
    ]);
    expect(findHeadings(sheet)).toBeUndefined();
    expect(findHeadings(sheet, readOverride('Mặt hàng đặc sản=name,Người làm=producer'))?.columns.get('producer')).toBe(1);
    expect(() => readOverride('A=nothing')).toThrow(/nothing/);
  });
});
