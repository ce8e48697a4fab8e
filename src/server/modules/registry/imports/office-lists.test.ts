// Lists as offices leave them: page breaks, marks for "as above", ticks for stars, telephones, old character sets.
import { describe, expect, it } from 'vitest';
import { readList } from './read-list.ts';
import { readRow } from './read-row.ts';
import { row, workbookOf } from './workbook-fixture.ts';

const readAll = (lines: (string | null)[][], encode = (text: string): Uint8Array => Buffer.from(text)) => {
  const csv = lines.map((line) => line.map((cell) => `"${(cell ?? '').replaceAll('"', '""')}"`).join(',')).join('\n');
  const list = readList(encode(csv), 'auto', new Map());
  const defaults = { layout: list.layout, issuer: null, decidedOn: null, today: '2026-11-22' };
  return { list, readings: list.rows.map((r) => readRow(r, defaults)) };
};
const HEAD = ['STT', 'Tên sản phẩm', 'Chủ thể', 'Xã', 'Hạng sao', 'Số quyết định', 'Ngày'];
const ROW = ['1', 'Gạo', 'HTX A', 'xã B', '3 sao', '12/QĐ-UBND', '05/08/2023'];
const told = ({ list }: ReturnType<typeof readAll>) => list.warnings.map((w) => [w.code, w.row]);

describe('the end of pages and of lists', () => {
  it('numbers of pages, place and day, and those who sign are no products; a product without its names still is one', () => {
    const read = readAll([
      HEAD, ROW, [null, null, null, 'Trang 1'], HEAD, ['2', null, null, 'xã B', '3 sao', '12/QĐ-UBND', '05/08/2023'],
      ['3', null, null, 'Ủy ban nhân dân xã', '3 sao', '12/QĐ-UBND', '05/08/2023'],
      [null, null, null, null, null, 'Bình Thuận, ngày 02 tháng 7 năm 2025'], ['Người tổng hợp', null, null, null, null, null, 'Lãnh đạo phòng'],
    ]); // biome-ignore format: a table
    expect(read.readings.map((r) => [r.row, r.facts?.name ?? r.rejection?.field])).toEqual([[2, 'Gạo'], [5, 'name'], [6, 'name']]); // biome-ignore format: a table
    expect(told(read)).toEqual([3, 4, 7, 8].map((n) => ['not_a_product', n]));
  });

  it('"as above" reaches over the headings of the next page; two strokes in a column of days alone are an empty day', () => {
    const read = readAll([
      HEAD, ROW, HEAD, ['2', 'Ngô', 'nt', '(nt)', '„', '’’', 'n/t'], ['3', 'Khoai', '//', '//', '-//-', '//', '//'], ['4', 'Sắn', 'HTX A', 'xã B', '3 sao', '12/QĐ-UBND', '//'],
    ]); // biome-ignore format: a table
    const all = { producer: { name: 'HTX A' }, place: { commune: 'xã B' }, rounds: [{ star: 3, validFrom: '2023-08-05' }] };
    expect(read.readings.slice(1, 3).map((r) => r.facts)).toMatchObject([all, all]);
    expect(read.readings[3]?.facts?.rounds).toMatchObject([{ validFrom: null }]);
    expect(told(read)).toEqual([['not_a_product', 3], ['ditto', 4], ['ditto', 5]]); // biome-ignore format: a table
  });
});

it('reads the star from the column that is ticked; two ticks, none, and what is no tick are named', () => {
  const head = ['Tên sản phẩm', 'Chủ thể', '3 sao', '4 sao', 'Số quyết định', 'Ngày'];
  const of = (three: string, four: string) => ['Gạo', 'HTX A', three, four, '12/QĐ-UBND', '05/08/2023'];
  const { readings } = readAll([head, of('x', ''), of('', '✓'), of('-', '4 sao'), of('0', '1'), of('x', 'x'), of('', ''), of('', '2022')]);
  expect(readings.map((r) => r.facts?.rounds[0]?.star ?? r.rejection?.code)).toEqual([3, 4, 4, 4, 'star', 'missing', 'star']);
  expect(readings.slice(4).map((r) => r.rejection?.message)).toEqual([
    expect.stringContaining('Ô C6'),
    expect.stringContaining('Ô C7'),
    expect.stringContaining('2022'),
  ]);
});

it('takes a telephone number off the name of a producer, and tells', () => {
  const name = 'HTX Sao Khuê';
  const read = (cell: string) => readAll([HEAD, ROW.with(2, cell)]).readings[0];
  for (const [after, phone] of [
    [', ĐT: 0912 345 678', '0912 345 678'], [' (SĐT 0912345678)', '0912345678'], ['\n0912.345.678', '0912.345.678'], [' - 0912345678', '0912345678'],
    ['; điện thoại: 0239.3855.123', '0239.3855.123'], [', tel: +84 912 345 678', '+84 912 345 678'],
  ] as const) {
    const found = read(name + after);
    expect(found?.facts?.producer, after).toMatchObject({ name, phone });
    expect(found?.warnings.map((w) => w.code)).toEqual(['producer_phone']);
  } // biome-ignore format: a table
  for (const plain of ['HTX 19/5', 'HTX Thắng Lợi 2020', 'Công ty 20-10', 'HTX Đội 01-02'])
    expect(read(plain)?.facts?.producer, plain).toMatchObject({ name: plain, phone: null });
});

it('reads the number and the day of a decision from one cell, whichever of the two its heading names', () => {
  for (const heading of ['QĐ công nhận, ngày', 'Quyết định công nhận']) {
    const read = (cell: string) =>
      readAll([['Tên sản phẩm', 'Chủ thể', 'Hạng sao', heading], ['Gạo', 'HTX A', '3 sao', cell]]).readings[0]; // biome-ignore format: a table
    expect(read('40/QĐ-UBND, 12/9/2022')?.facts?.rounds, heading).toMatchObject([{ decisionKey: '40/QD-UBND', validFrom: '2022-09-12' }]);
    expect(read('40/QĐ-UBND, 31/9/2022')?.rejection, heading).toMatchObject({ code: 'date_impossible' });
    expect(read('Quyết định thu hồi 40/QĐ-UBND, 12/9/2022')?.rejection, heading).toMatchObject({ code: 'withdrawal' });
  }
});

it('takes "36 tháng" for the rule; another term is no last day', () => {
  const read = (until: string) =>
    readAll([
      [...HEAD, 'Thời hạn GCN'],
      [...ROW, until],
    ]).readings[0];
  for (const rule of ['36 tháng', '03 năm', 'Thời hạn 3 năm', '36 tháng kể từ ngày ký'])
    expect(read(rule)?.facts?.rounds, rule).toMatchObject([{ validUntil: null }]);
  expect(read('24 tháng')?.rejection).toMatchObject({ field: 'validUntil', code: 'date_form' });
});

it('leaves the signs of a list out of names, and refuses several products in one cell', () => {
  const read = (name: string) => readAll([HEAD, ROW.with(1, name)]).readings[0];
  for (const name of ['- Gạo', '1. Gạo', '+ Gạo', '• Gạo', 'Gạo (*)']) {
    expect(read(name)?.facts?.name, name).toBe('Gạo');
    expect(read(name)?.warnings.map((w) => w.code)).toEqual(['footnote']);
  }
  for (const name of ['3 con cua', 'Trà 3-in-1', 'A.B', 'Gạo\nnếp']) expect(read(name)?.facts?.name).toBe(name.replace('\n', ' '));
  for (const name of ['1. Gạo\n2. Nếp', '- Gạo\n- Nếp', 'a) Gạo\nb) Nếp'])
    expect(read(name)?.rejection).toMatchObject({ field: 'name', code: 'product_several', message: expect.stringContaining('B2') });
});

it('a province merged over the whole list hides neither titles nor the rows between', () => {
  const lines = [
    ['1', 'Gạo', 'HTX A', 'xã B', 'Bắc Ninh', '3 sao', '05/08/2023'], ['I', 'Huyện Yên Phong'], ['2', 'Ngô', 'HTX A', 'xã C', null, '3 sao', '05/08/2023'], [],
    ['3', 'Khoai', null, 'xã C', null, '4 sao', '05/08/2023'], ['Tổng', '3'],
  ]; // biome-ignore format: a table
  const head = ['STT', 'Tên sản phẩm', 'Chủ thể', 'Xã', 'Tỉnh', 'Xếp hạng', 'Ngày'];
  const data = row(1, head) + lines.map((line, i) => (line.length > 0 ? row(i + 2, line) : '<row r="5"><c r="E5" s="1"/></row>')).join('');
  const file = workbookOf({ A: { data, merges: ['E2:E7', 'C4:C6'] } });
  const list = readList(file, 'auto', new Map());
  const facts = list.rows.map((r) => readRow(r, { layout: list.layout, issuer: null, decidedOn: null, today: '2026-11-22' }).facts);
  expect(facts.map((f) => [f?.row, f?.place.district, f?.place.province, f?.producer.name])).toEqual([
    [2, null, 'Bắc Ninh', 'HTX A'], [4, 'Huyện Yên Phong', 'Bắc Ninh', 'HTX A'], [6, 'Huyện Yên Phong', 'Bắc Ninh', 'HTX A'],
  ]); // biome-ignore format: a table
  expect([list.layout, list.warnings.map((w) => w.row)]).toEqual(['annex', [3, 7]]);
});

it('takes the star from the name of a sheet that has no column for it', () => {
  const book = (name: string) =>
    readList(workbookOf({ [name]: { data: row(1, HEAD.toSpliced(4, 1)) + row(2, ROW.toSpliced(4, 1)) } }), 'auto', new Map());
  expect(book('DS 4 sao').rows[0]?.above.list.star).toBe('4 sao');
  expect(book('DS 4 sao').warnings.map((w) => w.code)).toEqual(['from_title']);
  expect(book('3 sao, 4 sao').rows[0]?.above.list.star).toBeUndefined();
});

describe('lists that are not in Unicode', () => {
  const TONES = new Map([['\u0300', 0xcc], ['\u0309', 0xd2], ['\u0303', 0xde], ['\u0301', 0xec], ['\u0323', 0xf2]]); // biome-ignore format: a table
  const LETTERS = new Map([...'ĂăĐđƠơƯư'].map((letter, i) => [letter, [0xc3, 0xe3, 0xd0, 0xf0, 0xd5, 0xf5, 0xdd, 0xfd][i] ?? 0]));
  const windows1258 = (text: string) =>
    Buffer.from(
      [...text.normalize('NFC')].flatMap((letter) => {
        if ((letter.codePointAt(0) ?? 0) < 256 && !'ÃÌÒÕÝãìòõý'.includes(letter)) return [letter.codePointAt(0) ?? 0];
        const [tone] = letter.normalize('NFD').match(/[\u0300\u0301\u0303\u0309\u0323]/u) ?? [];
        const base = tone ? letter.normalize('NFD').replace(tone, '').normalize('NFC') : letter;
        return [LETTERS.get(base) ?? base.codePointAt(0) ?? 0, ...(tone ? [TONES.get(tone) ?? 0] : [])];
      }),
    );
  it('Windows-1258 is read, and told', () => {
    const lines = [HEAD, ROW.with(1, 'Gạo nếp cẩm').with(2, 'Hợp tác xã Đường Ưu')];
    const { list, readings } = readAll(lines, windows1258);
    expect(readings[0]?.facts).toMatchObject({ name: 'Gạo nếp cẩm', producer: { name: 'Hợp tác xã Đường Ưu' }, rounds: [{ star: 3 }] });
    expect(list.warnings.map((w) => w.code)).toEqual(['encoding']);
  });
  it('nothing else is', () => {
    const latin = (text: string) => Buffer.from(text, 'latin1');
    for (const name of ['G¹o nÕp ®Ëu', 'Gaïo neáp ñoû', 'Crème brûlée', 'G?o']) {
      const read = () => readAll([HEAD, ROW.with(1, name).with(4, '3\xa0sao')], latin);
      expect(read, name).toThrow(/UTF-8/);
    }
  });
});
