// A file as the rows of a list: the right sheet, its headings, its data rows.
import { fold } from '#shared/text/fold.ts';
import type { DataRow } from './cells.ts';
import { readCsv } from './csv.ts';
import { findHeadings, type Headings, type LAYOUTS, type Layout, noHeadings, type Override } from './headings.ts';
import { readRows } from './list-rows.ts';
import { type Warning, warning } from './notes.ts';
import { readHeader } from './sections.ts';
import { columnName, fillMerges, MAX_FILE, type Sheet, tooLarge, unreadable } from './sheet.ts';
import { openWorkbook } from './xlsx.ts';

export type List = { layout: Layout; sheet: string; rows: DataRow[]; warnings: Warning[] };

export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;
const isOle = (bytes: Uint8Array): boolean => bytes[0] === 0xd0 && bytes[1] === 0xcf;

/**
 * Reads the list in the file; AppError where there is none. `wanted` narrows the layouts; `auto` takes what the headings say.
 * `sheetNamed`: the sheet to read, where it is not sheet "Loc" or the first with headings. `provinces`: the names that a title may bear.
 */
export function readList(
  bytes: Uint8Array,
  wanted: (typeof LAYOUTS)[number],
  override: Override,
  sheetNamed?: string,
  provinces: readonly string[] = [],
): List {
  if (bytes.length === 0) throw unreadable('empty', { vi: 'Tệp trống.', en: 'The file is empty.' });
  if (bytes.length > MAX_FILE) throw tooLarge({ vi: 'Tệp lớn hơn 50 MB.', en: 'The file is larger than 50 MB.' });
  const { sheet, headings, others, lists } =
    isZip(bytes) || isOle(bytes) ? chooseSheet(bytes, wanted, override, sheetNamed) : oneSheet(readCsv(bytes), wanted, override);
  const layout = wanted === 'auto' ? headings.layout : wanted;
  const warnings: Warning[] = [];
  if (sheet.encoding) {
    warnings.push(
      warning('encoding', {
        vi: 'Tệp không phải mã UTF-8; đọc theo bảng mã Windows-1258 vì mọi dấu đều ghép thành chữ Việt. Hãy xem lại vài tên.',
        en: 'The file is not in UTF-8; read as Windows-1258, since every tone makes a Vietnamese letter. Look at some names.',
      }),
    );
  }
  const missing = NEEDED_BY[layout].filter((fields) => !fields.some((f) => headings.columns.has(f as never)));
  if (missing.length > 0) throw noHeadings([sheet], layout);
  if (headings.ignored.length > 0) {
    const list = headings.ignored.join('; ').slice(0, 600);
    warnings.push(warning('columns_ignored', { vi: `Cột không dùng đến: ${list}.`, en: `Columns not used: ${list}.` }));
  }
  if (others.length > 0) {
    const list = others.join('; ').slice(0, 300);
    const more = lists.map((name) => `"${name}"`).join(', ');
    warnings.push(
      warning('sheets_ignored', {
        vi: `Chỉ đọc trang "${sheet.name}"; không đọc: ${list}.${more ? ` Trang ${more} cũng là danh sách: nạp tiếp bằng cách chọn trang.` : ''}`,
        en: `Only sheet "${sheet.name}" is read; not read: ${list}.${more ? ` ${more} hold lists too: name the sheet to load them.` : ''}`,
      }),
    );
  }
  const below = { ...sheet, merges: sheet.merges.filter((m) => m.top > headings.lastRow) };
  below.rows = sheet.rows.filter((r) => r.number > headings.lastRow);
  fillMerges(below);
  const hidden = below.rows.filter((r) => r.hidden && r.cells.some((c) => c && c.text !== '')).map((r) => r.number);
  if (hidden.length > 0) {
    const list = hidden.slice(0, 30).join(', ') + (hidden.length > 30 ? ' …' : '');
    warnings.push(warning('rows_hidden', { vi: `Dòng đang ẩn cũng được đọc: ${list}.`, en: `Hidden rows are read as well: ${list}.` }));
  }
  const unseen = [...headings.columns.values()].filter((c) => sheet.hiddenColumns?.has(c)).map(columnName);
  if (unseen.length > 0) {
    const list = unseen.join(', ');
    warnings.push(
      warning('columns_hidden', { vi: `Cột đang ẩn cũng được đọc: ${list}.`, en: `Hidden columns are read as well: ${list}.` }),
    );
  }
  const { rows, notes } = readRows(below, headings, readHeader(sheet, headings.firstRow, provinces), override);
  return { layout, sheet: sheet.name, rows, warnings: [...warnings, ...notes] };
}

/** At least one of each group must be among the headings. */
const NEEDED_BY: Record<Layout, string[][]> = {
  annex: [['name'], ['producer']],
  csv: [['name'], ['producer']],
  workbook21: [['name'], ['producer'], ['star1', 'star2', 'decidedOn1', 'decidedOn2', 'star']],
  ptnt: [['name'], ['producer'], ['star']],
};

/** `lists`: those of the others that are lists as well. */
type Chosen = { sheet: Sheet; headings: Headings; others: string[]; lists: string[] };

function oneSheet(sheet: Sheet, wanted: string, override: Override): Chosen {
  const headings = findHeadings(sheet, override);
  if (!headings) throw noHeadings([sheet], wanted);
  return { sheet, headings, others: [], lists: [] };
}

/** The sheet that was asked for, else the sheet "Loc", else the first visible sheet with headings. */
function chooseSheet(bytes: Uint8Array, wanted: string, override: Override, named: string | undefined): Chosen {
  const { sheets } = openWorkbook(bytes);
  const asked = named === undefined ? sheets : sheets.filter((s) => fold(s.name) === fold(named));
  if (asked.length === 0) {
    const names = sheets.map((s) => `"${s.name}"`).join(', ');
    throw unreadable('sheet', {
      vi: `Tệp không có trang "${named}"; có: ${names}.`,
      en: `The file has no sheet "${named}"; there are: ${names}.`,
    });
  }
  const tried: Sheet[] = [];
  for (const candidate of [...asked].sort((a, b) => rank(a) - rank(b))) {
    const sheet = candidate.read();
    const headings = findHeadings(sheet, override);
    if (headings) {
      const others = sheets.filter((s) => s !== candidate);
      const lists = others.filter((s) => !s.hidden && !tried.some((t) => t.name === s.name) && findHeadings(s.read(), override));
      return { sheet, headings, others: others.map((s) => s.name), lists: lists.map((s) => s.name) };
    }
    tried.push(sheet);
  }
  throw noHeadings(tried, wanted);
}

const rank = (sheet: { name: string; hidden: boolean }): number => (fold(sheet.name) === 'loc' ? 0 : sheet.hidden ? 2 : 1);
