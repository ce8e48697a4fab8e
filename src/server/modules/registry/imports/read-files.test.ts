import { describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { AppError } from '#server/platform/errors.ts';
import { readList } from './read-list.ts';
import { readRow } from './read-row.ts';
import { row, text, workbookOf, zipOf } from './workbook-fixture.ts';

const HEAD = ['TT', 'Sản phẩm', 'Chủ thể', 'Địa chỉ', 'Kết quả chấm điểm', 'Ngày công nhận'];
const DEFAULTS = { layout: 'annex', issuer: 'UBND tỉnh X', decidedOn: '2022-08-01', today: '2026-11-21' } as const;
const readAll = (file: Uint8Array, layout: 'auto' | 'ptnt' = 'auto') => {
  const list = readList(file, layout, new Map());
  return {
    list,
    readings: list.rows.map((r) => ({ number: r.row.number, ...readRow(r, { ...DEFAULTS, layout: list.layout }) })),
  };
};
const refusal = (file: Uint8Array): AppError => {
  try {
    readList(file, 'auto', new Map());
  } catch (e) {
    if (e instanceof AppError) return e;
    throw e;
  }
  throw new Error('was read');
};

describe('workbooks', () => {
  it('reads stored results of formulas, dates, and references to other cells', () => {
    const file = workbookOf({
      Loc: {
        data:
          row(3, HEAD) +
          row(
            4,
            ['1', 'Gạo', 'HTX A', 'xã B'],
            '<c r="E4"><f>SUM(H4:K4)</f><v>72.499999999999986</v></c><c r="F4" s="1"><v>44774</v></c>',
          ) +
          row(5, ['2', 'Ngô'], '<c r="C5"><f>C4</f></c><c r="D5" t="str"><f>D4</f><v>xã B</v></c><c r="E5"><v>91</v></c>') +
          row(6, ['3', 'Khoai', '=C5', 'xã B', '50']) +
          row(7, ['4', 'Sắn', 'HTX A', 'xã B'], '<c r="E7"><f>VLOOKUP(B7,X:Y,2,0)</f></c>') +
          row(8, ['5', 'Đỗ', 'HTX A', 'xã B'], '<c r="E8" t="e"><v>#REF!</v></c>') +
          row(9, ['6', 'Lạc', '=C10', 'xã B', '60']) +
          row(10, ['7', 'Vừng', '=C9', 'xã B', '60']),
      },
    });
    const { readings } = readAll(file);
    expect(readings.map((r) => r.number)).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(readings[0]?.facts).toMatchObject({ producer: { name: 'HTX A' }, rounds: [{ star: 4, score: 72.5, validFrom: '2022-08-01' }] });
    expect(readings[1]?.facts).toMatchObject({ producer: { name: 'HTX A' }, rounds: [{ star: 4, potentialFive: true }] });
    expect(readings[2]?.facts?.producer.name).toBe('HTX A');
    expect(readings[3]?.rejection).toMatchObject({ row: 7, field: 'score', code: 'formula' });
    expect(readings[3]?.rejection?.message).toContain('E7');
    expect(readings[4]?.rejection).toMatchObject({ row: 8, field: 'score', code: 'error_value' });
    for (const circular of readings.slice(5)) expect(circular.rejection).toMatchObject({ field: 'producer', code: 'formula' });
  });

  it('fills from above inside a declared merge, nowhere else', async () => {
    const merged = await writeExcelFile([
      HEAD,
      ['1', 'Gạo', { value: 'HTX A', rowSpan: 2 }, 'xã B', '60', null],
      ['2', 'Ngô', null, 'xã B', '60', null],
      ['3', 'Khoai', null, 'xã B', '60', null],
    ]).toBuffer();
    const { readings } = readAll(merged);
    expect(readings[1]?.facts?.producer.name).toBe('HTX A');
    expect(readings[2]?.rejection).toMatchObject({ row: 4, field: 'producer', code: 'missing' });
  });

  it('shows the value of a merge where a deleted row left an error in it, and says which rows are hidden', () => {
    const broken = (n: number) => `<c r="C${n}" t="e"><v>#REF!</v></c>`;
    const data = [
      row(1, HEAD),
      row(2, ['1', 'Gạo', 'HTX A', 'xã B', '60']),
      `<row r="3" hidden="1">${text('A3', '2')}${text('B3', 'Ngô')}${broken(3)}${text('E3', '60')}</row>`,
      `<row r="4">${text('A4', '3')}${text('B4', 'Khoai')}${broken(4)}${text('D4', 'xã B')}${text('E4', '60')}</row>`,
    ];
    const { list, readings } = readAll(workbookOf({ A: { data: data.join(''), merges: ['C2:C3', 'D2:D3'] } }));
    expect(readings.map((r) => r.facts?.producer.name ?? r.rejection?.code)).toEqual(['HTX A', 'HTX A', 'error_value']);
    expect(list.warnings.map((w) => w.code)).toEqual(['rows_hidden']);
    expect(list.warnings[0]?.message).toContain('3');
  });

  it('takes sheet "Loc" first and leaves section titles, sums, numbers of columns and empty rows out', () => {
    const file = workbookOf({
      Nháp: { data: row(1, HEAD) + row(2, ['1', 'Sai', 'HTX Z', 'xã B', '60']) },
      Lọc: {
        data:
          row(1, ['PHỤ LỤC DANH SÁCH']) + row(4, HEAD) + row(5, ['1', '2', '3', '4', '5', '6']) + row(6, ['I. HUYỆN PHÚ VANG']) +
          row(7, ['1', 'Gạo', 'HTX A', 'xã B', '60']) + row(8, ['2']) + row(9, HEAD) + row(10, ['2', 'Ngô', 'HTX A', 'xã B', '60']) + row(11, [null, 'Tổng cộng: 2 sản phẩm']),
        merges: ['A6:F6'],
      },
    }); // biome-ignore format: a table
    const { list } = readAll(file);
    expect(list.sheet).toBe('Lọc');
    expect(list.rows.map((r) => r.row.number)).toEqual([7, 10]);
    expect(list.warnings.map((w) => [w.code, w.row])).toEqual([
      ['sheets_ignored', undefined],
      ['not_a_product', 5],
      ['not_a_product', 6],
      ['not_a_product', 9],
      ['not_a_product', 11],
    ]);
  });

  it('leaves out how a list ends on paper, and nothing else', () => {
    const file = workbookOf({
      A: {
        data:
          row(1, HEAD) + row(2, ['1', 'Gạo', 'HTX A', 'xã B', '60']) + row(3, ['Tổng cộng', null, '1 chủ thể']) +
          row(4, ['(Danh sách này có 01 sản phẩm)']) + row(5, ['2', 'Ngô', null, 'xã B', '60']) + row(6, ['3', 'Chủ tịch trà', 'HTX A', 'xã B', '60']) +
          row(7, ['Nơi nhận:', null, null, 'TM. ỦY BAN NHÂN DÂN']) + row(8, ['- Như Điều 3;', null, null, 'CHỦ TỊCH']) + row(9, [null, '- Lưu: VT.', null, '(Đã ký)']) +
          row(10, [null, null, 'Người ký']) + row(11, ['4', 'Khoai', 'HTX A', 'xã B', '60']) + row(12, ['5', null, 'HTX A', 'xã B', '60']),
      },
    }); // biome-ignore format: a table
    const { list, readings } = readAll(file);
    expect(readings.map((r) => [r.number, r.facts?.name ?? r.rejection?.field])).toEqual([
      [2, 'Gạo'],
      [5, 'producer'],
      [6, 'Chủ tịch trà'],
      [11, 'Khoai'],
      [12, 'name'],
    ]);
    expect(list.warnings.map((w) => [w.code, w.row])).toEqual([3, 4, 7, 8, 9, 10].map((n) => ['not_a_product', n]));
  });

  it('lets titles of sections hold where the list has no column', () => {
    const file = workbookOf({
      A: {
        data:
          row(1, ['UBND TỈNH NGHỆ AN']) + row(2, ['(Kèm theo Quyết định số 3512/QĐ-UBND ngày 27/12/2024 của UBND tỉnh Nghệ An)']) + row(4, ['TT', 'Tên sản phẩm', 'Tên chủ thể', 'Địa chỉ']) +
          row(5, ['A. SẢN PHẨM ĐẠT 4 SAO']) + row(6, ['I', 'Huyện Nam Đàn']) + row(7, ['1', 'Gạo', 'HTX A', 'xã Kim Liên']) + row(8, ['Cộng: 1 sản phẩm']) +
          row(9, ['B. SẢN PHẨM ĐẠT 3 SAO']) + row(10, ['1', 'Ngô', 'HTX A', 'xã Kim Liên, huyện Nam Đàn']) + row(11, ['2', 'Du lịch cộng đồng']) + row(12, ['C. Sản phẩm khác']) + row(13, ['1', 'Khoai', 'HTX A', 'xã B']),
        merges: ['A5:D5', 'A8:D8', 'A9:D9', 'A12:D12'],
      },
    }); // biome-ignore format: a table
    const { list } = readAll(file);
    const readings = list.rows.map((r) => readRow(r, { ...DEFAULTS, issuer: null, decidedOn: null, layout: list.layout }));
    const decided = { decisionNo: '3512/QĐ-UBND', validFrom: '2024-12-27', issuer: 'UBND tỉnh Nghệ An' };
    expect(readings[0]?.facts).toMatchObject({ place: { district: 'Huyện Nam Đàn' }, rounds: [{ star: 4, ...decided }] });
    expect(readings[1]?.facts).toMatchObject({ place: { district: null }, rounds: [{ star: 3, ...decided }] });
    expect(readings.slice(2).map((r) => r.rejection)).toMatchObject([
      { row: 11, field: 'producer' },
      { row: 13, field: 'star', code: 'missing' },
    ]);
    expect(list.warnings.map((w) => [w.code, w.row])).toEqual([
      ['not_a_product', 5], ['not_a_product', 6], ['from_title', undefined], ['not_a_product', 8], ['not_a_product', 9], ['not_a_product', 12],
    ]); // biome-ignore format: a table
    expect(list.warnings[0]?.message).toContain('hạng 4 sao');
    // what the caller says comes before the head of the list
    expect(readRow(list.rows[0] as never, { ...DEFAULTS, layout: list.layout }).facts?.rounds[0]).toMatchObject({ validFrom: '2022-08-01', issuer: 'UBND tỉnh X' }); // biome-ignore format: a table
  });

  it('reads a second table by its own headings, and page by page where the headings are repeated', () => {
    const heads = (n: number) => row(n, ['TT', 'Tên sản phẩm', 'Chủ thể', null, 'Sao']) + row(n + 1, [null, null, 'Tên', 'Địa chỉ', null]);
    const file = workbookOf({
      A: {
        data:
          heads(1) + row(3, ['1', 'Gạo', 'HTX A', 'xã B', '3']) + heads(4) + row(6, ['2', 'Ngô', 'HTX A', 'xã B', '4']) +
          row(8, ['STT', 'Chủ thể', 'Sản phẩm', 'Hạng sao', 'Địa chỉ']) + row(9, ['1', 'HTX C', 'Khoai', '3 sao', 'xã D']) + row(10, ['2', 'HTX C', 'Sản phẩm từ sắn', '3 sao', 'xã D']),
        merges: ['A1:A2', 'B1:B2', 'C1:D1', 'E1:E2', 'A4:A5', 'B4:B5', 'C4:D4', 'E4:E5'],
      },
    }); // biome-ignore format: a table
    const { list, readings } = readAll(file);
    expect(readings.map((r) => [r.number, r.facts?.name, r.facts?.producer.name, r.facts?.rounds[0]?.star])).toEqual([
      [3, 'Gạo', 'HTX A', 3], [6, 'Ngô', 'HTX A', 4], [9, 'Khoai', 'HTX C', 3], [10, 'Sản phẩm từ sắn', 'HTX C', 3],
    ]); // biome-ignore format: a table
    expect(list.warnings.map((w) => [w.code, w.row])).toEqual([
      ['not_a_product', 4],
      ['another_table', 8],
    ]);
  });

  it('takes "ditto" from the row above, drops marks of footnotes, and tells both', () => {
    const lines = [
      ['1', 'Gạo (*)', 'nt', 'xã B', '60'], ['2', 'Ngô', 'HTX A', 'xã B', '60'], ['3', 'Khoai', '"', '-nt-', '60'], ['(*) Sản phẩm mới 5 sao'],
    ]; // biome-ignore format: a table
    const file = workbookOf({ A: { data: row(1, HEAD) + lines.map((l, i) => row(i + 2, l)).join('') } });
    const { list, readings } = readAll(file);
    expect(readings[0]?.rejection).toMatchObject({ row: 2, field: 'producer', code: 'missing' });
    expect(readings[0]?.warnings.map((w) => w.code)).toEqual(['footnote']);
    expect(readings[2]?.facts).toMatchObject({ producer: { name: 'HTX A' }, place: { address: 'xã B' } });
    expect(list.warnings.map((w) => [w.code, w.row])).toEqual([
      ['ditto', 2],
      ['ditto', 4],
      ['not_a_product', 5],
    ]);
  });

  it('reads the sheet that is asked for and says which others are lists', () => {
    const list = (name: string) => ({ data: row(1, HEAD) + row(2, ['1', name, 'HTX A', 'xã B', '60']) });
    const file = workbookOf({ 'Huyện A': list('Gạo'), 'Huyện B': list('Ngô'), 'Danh mục': { data: row(1, ['Mã', 'Tên']) } });
    const { list: first } = readAll(file);
    expect(first.warnings[0]?.message).toContain('Trang "Huyện B" cũng là danh sách');
    expect(readList(file, 'auto', new Map(), 'HUYỆN B').rows[0]?.row.cells[1]?.text).toBe('Ngô');
    expect(() => readList(file, 'auto', new Map(), 'Huyện C')).toThrow('Huyện C');
  });

  it('takes the day given for the list where a row has only its month or year, and asks for it otherwise', () => {
    const days = ['Tháng 6/2024', '2024', '15/06/2024'];
    const file = workbookOf({
      A: { data: row(1, HEAD) + days.map((d, i) => row(i + 2, [`${i + 1}`, `Gạo ${i}`, 'HTX A', 'xã B', '60', d])).join('') },
    });
    const { readings, list } = readAll(file);
    expect(readings.map((r) => r.facts?.rounds[0]?.validFrom)).toEqual(['2022-08-01', '2022-08-01', '2024-06-15']);
    expect(readings.map((r) => r.warnings.map((w) => w.code).includes('date_completed'))).toEqual([true, true, false]);
    const without = list.rows.map((r) => readRow(r, { ...DEFAULTS, decidedOn: null, layout: list.layout }));
    expect(without.map((r) => r.rejection?.code)).toEqual(['date_form', 'date_form', undefined]);
    expect(without[0]?.rejection?.message).toContain('F2');
    expect(without[0]?.rejection?.message).toContain('cần cả ngày');
  });

  it('takes two rounds that say the same for one, and refuses two of one day that do not', () => {
    const head = ['Sản phẩm', 'Chủ thể', 'Hạng sao lần 1', 'Ngày lần 1', 'Số QĐ lần 1', 'Hạng sao lần 2', 'Ngày lần 2', 'Số QĐ lần 2'];
    const line = (n: number, star: string) =>
      row(n, [`Gạo ${n}`, 'HTX A', '3', '01/03/2024', '5/QĐ-UBND', star, '2024-03-01', '5/QĐ-UBND']);
    const { readings } = readAll(workbookOf({ A: { data: row(1, head) + line(2, '3 sao') + line(3, '4 sao') } }));
    expect(readings[0]?.facts?.rounds).toMatchObject([{ star: 3, validFrom: '2024-03-01' }]);
    expect(readings[0]?.warnings.map((w) => w.code)).toEqual(['round_repeated']);
    expect(readings[1]?.rejection).toMatchObject({ code: 'rounds_same_day' });
  });

  it('reads workbooks of writers that list kinds of parts which are not there', () => {
    const kinds = (more: string): string =>
      `<Types><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>${more}</Types>`;
    const book = (types: string) =>
      workbookOf({ A: { data: row(1, HEAD) + row(2, ['1', 'Gạo', 'HTX A', 'xã B', '60']) } }, [
        { name: '[Content_Types].xml', data: types },
      ]);
    expect(readAll(book(kinds(''))).readings).toHaveLength(1);
    const macros = '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>';
    expect(refusal(book(kinds(macros))).faults[0]?.code).toBe('macros');
  });

  it('refuses what is no plain workbook, and says why', () => {
    const plain = workbookOf({ A: { data: row(1, HEAD) } });
    expect(refusal(Buffer.alloc(0)).faults[0]?.code).toBe('empty');
    expect(refusal(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])).faults[0]?.code).toBe('old_or_encrypted');
    expect(refusal(plain.subarray(0, plain.length - 40)).faults[0]?.code).toBe('corrupt');
    expect(refusal(Buffer.from(plain).fill(7, 40, 90)).faults[0]?.code).toBe('corrupt');
    expect(refusal(zipOf([{ name: 'a.txt', data: 'x' }])).faults[0]?.code).toBe('not_a_workbook');
    const other = ['mimetype', 'content.xml'].map((name) => ({ name, data: 'x' }));
    expect(refusal(zipOf(other)).faults[0]?.code).toBe('not_a_workbook');
    expect(refusal(workbookOf({ A: { data: row(1, HEAD) } }, [{ name: 'xl/vbaProject.bin', data: 'x' }])).faults[0]?.code).toBe('macros');
    expect(refusal(zipOf([{ name: 'xl/workbook.xml', data: 'x', flags: 1 }])).faults[0]?.code).toBe('encrypted');
    const bomb = [{ name: 'xl/sharedStrings.xml', data: Buffer.alloc(200 * 1024 * 1024), claims: 10 }];
    expect(refusal(workbookOf({ A: { data: row(1, HEAD) } }, bomb)).code).toBe('too_large');
    const honest = [{ name: 'xl/sharedStrings.xml', data: 'x', claims: 3_000_000_000 }];
    expect(refusal(workbookOf({ A: { data: row(1, HEAD) } }, honest)).code).toBe('too_large');
    const entity = '<!DOCTYPE x [<!ENTITY a "aaaa">]>';
    expect(refusal(workbookOf({ A: { data: entity + row(1, HEAD) } })).faults[0]?.code).toBe('corrupt');
  });

  it('does not count empty rows, and names a cell that is far too long', () => {
    const empty = Array.from({ length: 200_001 }, (_, i) => `<row r="${i + 3}"><c r="A${i + 3}" s="1"/></row>`).join('');
    const long = 'G'.repeat(5_000_000);
    const data = row(1, HEAD) + row(2, ['1', 'Gạo', 'HTX A', 'xã B', '60']) + empty + row(200_005, ['2', long, 'HTX A', 'xã B', '60']);
    const { readings } = readAll(workbookOf({ A: { data } }));
    expect(readings.map((r) => [r.number, r.facts?.name ?? r.rejection?.code])).toEqual([
      [2, 'Gạo'],
      [200_005, 'too_long'],
    ]);
  });

  it('names the headings it found when it needs others', () => {
    const error = refusal(workbookOf({ A: { data: row(1, ['Mặt hàng', 'Người làm', 'Hạng']) } }));
    expect(error.faults[0]?.code).toBe('headings');
    expect(error.detail.vi).toContain('Mặt hàng | Người làm | Hạng');
  });
  it('keeps texts clean', () => {
    const file = workbookOf({
      A: {
        data: `${row(1, HEAD)}<row r="2">${text('B2', 'Ga&#x323;o\u00a0 &lt;b&gt;&#xD800;')}${text('C2', 'HTX A')}${text('E2', '60')}</row>`,
      },
    });
    expect(readAll(file).readings[0]?.facts?.name).toBe('Gạo <b>\ufffd');
  });
});

describe('CSV', () => {
  const rows = (sep: string, bom = '') =>
    Buffer.from(
      `${bom}${['name', 'producer', 'stars', 'address'].join(sep)}\n${['Gạo', 'HTX A', '4', '"xã B\nhuyện C"'].join(sep)}\n\n${['Ngô', 'HTX "B"', '3', ''].join(sep)}\n`,
    );
  it('reads comma, semicolon and tab, with and without its mark, and counts lines', () => {
    for (const sep of [',', ';', '\t']) {
      for (const bom of ['', '\ufeff']) {
        const { list, readings } = readAll(rows(sep, bom));
        expect(list.layout).toBe('csv');
        expect(readings.map((r) => [r.number, r.facts?.name, r.facts?.producer.name])).toEqual([
          [2, 'Gạo', 'HTX A'],
          [5, 'Ngô', 'HTX "B"'],
        ]);
      }
    }
  });
  it('reads UTF-16 with its mark and refuses other encodings', () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(rows('\t').toString(), 'utf16le')]);
    expect(readAll(utf16).readings).toHaveLength(2);
    expect(refusal(Buffer.from('name,producer\nG\xe1o,HTX', 'latin1')).faults[0]?.code).toBe('encoding');
    expect(refusal(Buffer.from('name\0,producer\n')).faults[0]?.code).toBe('binary');
    expect(refusal(Buffer.from('just some words\nand more')).faults[0]?.code).toBe('headings');
  });
  it('says what a file is that only bears the name of a list', () => {
    for (const page of ['<html><table><tr><td>STT</td></tr></table></html>', '\ufeff<?xml version="1.0"?><Workbook/>', '\n<!DOCTYPE html>'])
      expect(refusal(Buffer.from(page)).faults[0]?.code, page).toBe('markup');
    expect(refusal(Buffer.from('%PDF-1.7\n\xe2\xe3', 'latin1')).faults[0]?.code).toBe('pdf');
  });

  it('leaves days open that may begin with the month, where the column shows that some do', () => {
    const days = (...dates: string[]) =>
      readAll(Buffer.from(['name,producer,stars,decision_date', ...dates.map((d, i) => `Gạo ${i},HTX A,4,${d}`)].join('\n'))).readings.map(
        (r) => r.facts?.rounds[0]?.validFrom ?? r.rejection?.code,
      );
    expect(days('11/30/2019', '09/01/2021', '05/05/2021')).toEqual(['date_impossible', 'date_order', '2021-05-05']);
    expect(days('11/30/2019', '09/01/2021', '25/01/2021')).toEqual(['date_impossible', '2021-01-09', '2021-01-25']);
  });
  it('names the errors of a spreadsheet that were saved as texts', () => {
    const { readings } = readAll(Buffer.from('name,producer,stars\n#REF!,HTX A,4\n#1 Gạo,HTX A,4\n'));
    expect(readings.map((r) => r.facts?.name ?? r.rejection?.code)).toEqual(['error_value', '#1 Gạo']);
  });
  it('resolves =B2 and refuses other formulas', () => {
    const { readings } = readAll(Buffer.from('name,producer,stars\nGạo,HTX A,4\nNgô,=B2,3\nKhoai,=HYPERLINK("x"),3\n'));
    expect(readings[1]?.facts?.producer.name).toBe('HTX A');
    expect(readings[2]?.rejection).toMatchObject({ field: 'producer', code: 'formula' });
  });
});
