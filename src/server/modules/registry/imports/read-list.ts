// A file as the rows of a list: the right sheet, its headings, its data rows.
import type { Bilingual } from '#server/platform/errors.ts';
import { fold } from '#shared/text/fold.ts';
import { readCsv } from './csv.ts';
import { type Field, findHeadings, type Headings, type LAYOUTS, type Layout, noHeadings, type Override } from './headings.ts';
import { type Warning, warning } from './notes.ts';
import { fillMerges, MAX_FILE, type Row, type Sheet, tooLarge, unreadable } from './sheet.ts';
import { openWorkbook } from './xlsx.ts';

export type List = { layout: Layout; sheet: string; headings: Headings; rows: Row[]; warnings: Warning[] };

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;
const isOle = (bytes: Uint8Array): boolean => bytes[0] === 0xd0 && bytes[1] === 0xcf;

/** Reads the list in the file; AppError where there is none. `wanted` narrows the layouts; `auto` takes what the headings say. */
export function readList(bytes: Uint8Array, wanted: (typeof LAYOUTS)[number], override: Override): List {
  if (bytes.length === 0) throw unreadable('empty', { vi: 'Tệp trống.', en: 'The file is empty.' });
  if (bytes.length > MAX_FILE) throw tooLarge({ vi: 'Tệp lớn hơn 50 MB.', en: 'The file is larger than 50 MB.' });
  const { sheet, headings, others } =
    isZip(bytes) || isOle(bytes) ? chooseSheet(bytes, wanted, override) : oneSheet(readCsv(bytes), wanted, override);
  const layout = wanted === 'auto' ? headings.layout : wanted;
  const warnings: Warning[] = [];
  const missing = NEEDED_BY[layout].filter((fields) => !fields.some((f) => headings.columns.has(f as never)));
  if (missing.length > 0) throw noHeadings([sheet], layout);
  if (headings.ignored.length > 0) {
    const list = headings.ignored.join('; ').slice(0, 600);
    warnings.push(warning('columns_ignored', { vi: `Cột không dùng đến: ${list}.`, en: `Columns not used: ${list}.` }));
  }
  if (others.length > 0) {
    const list = others.join('; ').slice(0, 300);
    warnings.push(
      warning('sheets_ignored', {
        vi: `Chỉ đọc trang "${sheet.name}"; không đọc: ${list}.`,
        en: `Only sheet "${sheet.name}" is read; not read: ${list}.`,
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
  const rows: Row[] = [];
  let signed = false;
  for (const row of below.rows) {
    const closing = isClosing(row, headings, signed);
    signed ||= closing === 'signature';
    const other = closing ? closingNote(row) : whyNotData(row, headings, below);
    if (other === 'empty') continue;
    if (other) warnings.push(warning('not_a_product', other, { row: row.number }));
    else rows.push(row);
  }
  return { layout, sheet: sheet.name, headings, rows, warnings };
}

/** At least one of each group must be among the headings. */
const NEEDED_BY: Record<Layout, string[][]> = {
  annex: [['name'], ['producer']],
  csv: [['name'], ['producer']],
  workbook21: [['name'], ['producer'], ['star1', 'star2', 'decidedOn1', 'decidedOn2', 'star']],
  ptnt: [['name'], ['producer'], ['star']],
};

type Chosen = { sheet: Sheet; headings: Headings; others: string[] };

function oneSheet(sheet: Sheet, wanted: string, override: Override): Chosen {
  const headings = findHeadings(sheet, override);
  if (!headings) throw noHeadings([sheet], wanted);
  return { sheet, headings, others: [] };
}

/** The sheet "Loc" where there is one, else the first visible sheet with headings. */
function chooseSheet(bytes: Uint8Array, wanted: string, override: Override): Chosen {
  const { sheets } = openWorkbook(bytes);
  const ordered = [...sheets].sort((a, b) => rank(a) - rank(b));
  const tried: Sheet[] = [];
  for (const candidate of ordered) {
    const sheet = candidate.read();
    const headings = findHeadings(sheet, override);
    if (headings) {
      const others = sheets.filter((s) => s.name !== candidate.name).map((s) => s.name);
      return { sheet, headings, others };
    }
    tried.push(sheet);
  }
  throw noHeadings(tried, wanted);
}

const rank = (sheet: { name: string; hidden: boolean }): number => (fold(sheet.name) === 'loc' ? 0 : sheet.hidden ? 2 : 1);

/** How a list ends on paper: to whom it goes, who signed, remarks. */
const SIGNATURE =
  /^(?:noi nhan|tm|kt|tl|tuq|thua lenh|uy ban nhan dan|hoi dong|(?:pho )?(?:chu tich|giam doc|truong phong|chanh van phong)|da ky|ky ten|nguoi (?:lap|tong hop)|luu vt)\b/;
const REMARK = /^(?:(?:ghi chu|luu y|note)\b|(?:an dinh )?danh sach (?:nay |tren )?(?:gom|co|bao gom)\b)/;
const GRADED: Field[] = ['star', 'star1', 'star2', 'score', 'score1', 'score2', 'decisionNo', 'decidedOn'];

/** A row below the table that is no product: it names no product with its producer and no grade. After a signature, any such row. */
function isClosing(row: Row, { columns }: Headings, signed: boolean): 'signature' | 'remark' | undefined {
  const texts = row.cells.flatMap((c) => (c && c.text !== '' ? [c.text] : []));
  const at = (field: Field) => row.cells[columns.get(field) ?? -1]?.text ?? '';
  const single = new Set(texts).size === 1;
  if (texts.length === 0 || (!single && at('name') !== '' && at('producer') !== '')) return undefined;
  const keys = texts.map(fold);
  if (REMARK.test(keys[0] ?? '')) return 'remark';
  if (!single && GRADED.some((f) => at(f) !== '' && !SIGNATURE.test(fold(at(f))))) return undefined;
  return signed || keys.some((k) => SIGNATURE.test(k)) ? 'signature' : undefined;
}

const closingNote = (row: Row): Bilingual => {
  const shown = [...new Set(row.cells.flatMap((c) => (c?.text ? [c.text] : [])))].join(' ').slice(0, 80);
  return { vi: `Bỏ qua dòng dưới bảng "${shown}".`, en: `Row below the table "${shown}" left out.` };
};

/** Undefined for a data row; else why it is none: titles of sections, sums, numbered columns and repeated headings are no products. */
function whyNotData(row: Row, headings: Headings, sheet: Sheet): Bilingual | 'empty' | undefined {
  const { columns } = headings;
  const filled = row.cells.flatMap((c, i) => (c && (c.text !== '' || c.fault) ? [{ text: c.text, column: i }] : []));
  const number = columns.get('no');
  const useful = filled.filter((c) => c.column !== number);
  const first = filled[0];
  if (!first) return 'empty';
  if (useful.length === 0)
    return /^[\d.\s]*$/.test(first.text) ? 'empty' : { vi: `Bỏ qua dòng "${first.text}".`, en: `Row "${first.text}" left out.` };
  const shown = filled
    .map((c) => c.text)
    .join(' ')
    .slice(0, 80);
  const producer = columns.get('producer') ?? -1;
  const name = columns.get('name') ?? -1;
  const empty = (column: number) => !filled.some((c) => c.column === column);
  const wide = sheet.merges.some(
    (m) =>
      m.top <= row.number &&
      row.number <= m.bottom &&
      m.left < m.right &&
      m.left <= Math.min(name, producer) &&
      m.right >= Math.max(name, producer),
  );
  // 'I | Nhóm thực phẩm', 'A | Sản phẩm 4 sao': a section is numbered by letters and holds nothing else
  const numeral = number === undefined ? '' : (row.cells[number]?.text ?? '');
  const section = useful.length === 1 && !empty(name) && /^(?:[IVX]{1,5}|[A-H])[.)]?$/.test(numeral);
  if (wide || section) return { vi: `Bỏ qua dòng tiêu đề mục "${shown}".`, en: `Section title "${shown}" left out.` };
  const counted = empty(producer) || /^\d[\d.,]*(?:\s|$)/.test(row.cells[producer]?.text ?? '');
  if (counted && [useful[0], first].some((c) => /^(?:tong cong|tong so|tong|cong|total)\b/.test(fold(c?.text ?? '')))) {
    return { vi: `Bỏ qua dòng tổng "${shown}".`, en: `Sum "${shown}" left out.` };
  }
  if (filled.length >= 3 && filled.every((c) => /^\(?(?:\d{1,2}|[A-Za-z])\)?$/.test(c.text)) && !empty(name) && !empty(producer)) {
    return { vi: `Bỏ qua dòng đánh số cột "${shown}".`, en: `Column numbers "${shown}" left out.` };
  }
  const repeated = filled.length >= 3 && filled.filter((c) => headings.texts.get(c.column)?.endsWith(c.text)).length >= filled.length - 1;
  if (repeated && !empty(name)) return { vi: 'Bỏ qua tiêu đề lặp lại.', en: 'Repeated heading left out.' };
  return undefined;
}
