import { describe, expect, it } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { readList } from './read-list.ts';
import { readRow } from './read-row.ts';
import { zipOf } from './workbook-fixture.ts';

const SHEET = 'application/vnd.oasis.opendocument.spreadsheet';
const odsOf = (body: string, { mimetype = SHEET, manifest = '<manifest/>', styles = '' } = {}) =>
  zipOf([
    { name: 'mimetype', data: mimetype },
    { name: 'META-INF/manifest.xml', data: manifest },
    {
      name: 'content.xml',
      data: `<office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${body}</office:spreadsheet></office:body></office:document-content>`,
    },
  ]);
const p = (value: string, more = '') => `<table:table-cell office:value-type="string" ${more}><text:p>${value}</text:p></table:table-cell>`;
const tr = (cells: string, more = '') => `<table:table-row ${more}>${cells}</table:table-row>`;
const table = (name: string, rows: string, style = 'ta1') =>
  `<table:table table:name="${name}" table:style-name="${style}">${rows}</table:table>`;
const HEAD = tr(['TT', 'Sản phẩm', 'Chủ thể', 'Địa chỉ', 'Hạng sao', 'Ngày công nhận'].map((h) => p(h)).join(''));
const EMPTY = '<table:table-cell/>';
const day = (iso: string, shown: string) =>
  `<table:table-cell office:value-type="date" office:date-value="${iso}"><text:p>${shown}</text:p></table:table-cell>`;
const number = (value: string) =>
  `<table:table-cell office:value-type="float" office:value="${value}"><text:p>?</text:p></table:table-cell>`;

const read = (file: Uint8Array, sheet?: string) => {
  const list = readList(file, 'auto', new Map(), sheet);
  const defaults = { layout: list.layout, issuer: null, decidedOn: null, today: '2026-11-21' };
  return { list, readings: list.rows.map((r) => readRow(r, defaults)) };
};
const codeOf = (file: Uint8Array): string | undefined => {
  try {
    read(file);
  } catch (e) {
    if (e instanceof AppError) return e.faults[0]?.code;
    throw e;
  }
  return undefined;
};

describe('OpenDocument spreadsheets', () => {
  it('are read as the values they show: days, numbers, spans, repeated cells, comments apart', () => {
    const comment = '<office:annotation><dc:creator>A</dc:creator><text:p>xem lại</text:p></office:annotation>';
    const rows =
      tr('<table:table-cell table:number-columns-repeated="1024"/>', 'table:number-rows-repeated="3"') +
      HEAD +
      tr(
        number('1') +
          `<table:table-cell office:value-type="string">${comment}<text:p>Gạo<text:s text:c="2"/>nếp</text:p></table:table-cell>` +
          p('HTX A', 'table:number-rows-spanned="2"') +
          p('xã B', 'table:number-rows-spanned="2"') +
          number('4') +
          day('2024-02-29', '29/02/24'),
      ) +
      tr(
        number('2') +
          p('Ngô &amp; khoai') +
          '<table:covered-table-cell table:number-columns-repeated="2"/>' +
          p('3 sao') +
          day('2024-03-01T00:00:00', '1/3'),
        'table:visibility="collapse"',
      ) +
      tr(EMPTY, 'table:number-rows-repeated="1048000"');
    const { list, readings } = read(odsOf(table('Năm 2024', rows)));
    expect(list).toMatchObject({ sheet: 'Năm 2024', warnings: [{ code: 'rows_hidden' }] });
    expect(readings).toMatchObject([
      { row: 5, facts: { name: 'Gạo nếp', producer: { name: 'HTX A' }, rounds: [{ star: 4, validFrom: '2024-02-29' }] } },
      { row: 6, facts: { name: 'Ngô & khoai', producer: { name: 'HTX A' }, rounds: [{ star: 3, validFrom: '2024-03-01' }] } },
    ]);
  });

  it('follow plain references and name formulas without a result', () => {
    const without = (formula: string) => `<table:table-cell table:formula="of:=${formula}"/>`;
    const rows =
      HEAD +
      tr(p('1') + p('Gạo') + p('HTX A') + p('xã B') + p('4') + p('15/3/2024')) +
      tr(p('2') + p('Ngô') + without('[.C2]') + without('[.D2]') + p('4') + p('15/3/2024')) +
      tr(p('3') + p('Khoai') + without('[.C2]&amp;"x"') + p('xã B') + p('4') + p('15/3/2024'));
    const { readings } = read(odsOf(table('A', rows)));
    expect(readings[1]?.facts).toMatchObject({ producer: { name: 'HTX A' }, place: { address: 'xã B' } });
    expect(readings[2]?.rejection).toMatchObject({ field: 'producer', code: 'formula', message: expect.stringContaining('C4') });
  });

  it('are read by sheet, the hidden ones last', () => {
    const of = (name: string) => HEAD + tr(p('1') + p(name) + p('HTX A') + p('xã B') + p('4') + p('15/3/2024'));
    const styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>';
    const file = odsOf(table('Cũ', of('Gạo'), 'ta2') + table('Mới', of('Ngô')), { styles });
    expect(read(file).list.sheet).toBe('Mới');
    expect(read(file, 'cũ').readings[0]?.facts?.name).toBe('Gạo');
  });

  it('are refused with a password, cut short, or when they are other documents', () => {
    expect(codeOf(odsOf(table('A', HEAD), { manifest: '<manifest:encryption-data/>' }))).toBe('encrypted');
    expect(codeOf(odsOf('<table:table table:name="A'))).toBe('corrupt');
    expect(codeOf(odsOf(table('A', HEAD), { mimetype: 'application/vnd.oasis.opendocument.text' }))).toBe('not_a_workbook');
    const many = tr(p('x'), 'table:number-rows-repeated="1000000"');
    expect(codeOf(odsOf(table('A', HEAD + many)))).toBe('too_large');
    const wide = tr(p('x', 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="199000"');
    expect(codeOf(odsOf(table('A', HEAD + wide)))).toBe('too_large');
  });
});
