// The rows below the headings: which are products, which are titles, sums, repeated headings, remarks; what the titles say for the others.
import type { Bilingual } from '#server/platform/errors.ts';
import { fold } from '#shared/text/fold.ts';
import type { DataRow } from './cells.ts';
import { type Field, type Headings, headingsFrom, type Override } from './headings.ts';
import { type Warning, warning } from './notes.ts';
import { type Above, type Said, Titles } from './sections.ts';
import { columnName, type Row, type Sheet } from './sheet.ts';
import { markedStar } from './star-columns.ts';
import { orderOf } from './values.ts';

/** Row by row: titles of sections hold for the rows below them, headings in the middle begin another table. */
export function readRows(sheet: Sheet, first: Headings, list: Said, override: Override): { rows: DataRow[]; notes: Warning[] } {
  const rows: DataRow[] = [];
  const notes: Warning[] = [];
  const note = (row: Row, message: Bilingual, code = 'not_a_product') => notes.push(warning(code, message, { row: row.number }));
  const titles = new Titles(list);
  let headings = first;
  let below = first.lastRow;
  let above = titles.above();
  let signed = false;
  let told = false;
  for (const [i, row] of sheet.rows.entries()) {
    if (row.number <= below) continue;
    const again = looksLikeHeadings(row) ? headingsFrom(sheet, sheet.rows.slice(i, i + 3), override) : undefined;
    if (again && isHeading(row, again)) {
      below = again.lastRow;
      // the heading of the next page: the table goes on, marks for "as above" too
      if (sameColumns(again, headings)) note(row, { vi: 'Bỏ qua tiêu đề lặp lại.', en: 'Repeated heading left out.' });
      else {
        const message = { vi: 'Bảng khác bắt đầu ở đây, với cột khác.', en: 'Another table begins here, with other columns.' };
        note(row, message, 'another_table');
        headings = again;
      }
      continue;
    }
    const closing = isClosing(row, headings, signed);
    signed ||= closing === 'signature';
    const title = closing ? undefined : titleOf(row, headings, sheet);
    const other = closing ? closingNote(row) : title ? undefined : whyNotData(row, headings);
    if (other === 'empty') continue;
    if (other) note(row, other);
    else if (title) {
      const said = titles.enter(title.numeral, title.text);
      above = titles.above();
      note(row, sectionNote(title, said));
    } else {
      if (!told) notes.push(...listNotes(above, headings));
      told = true;
      const before = rows.at(-1);
      const full = withoutDittos(withStar(row, headings), headings, before?.headings === headings ? before.row : undefined);
      if (full.note) note(row, full.note, 'ditto');
      rows.push({ row: full.row, headings, above });
    }
  }
  markDoubtfulDays(rows);
  return { rows, notes };
}

const DAYS: Field[] = ['decidedOn', 'decidedOn1', 'decidedOn2', 'validFrom', 'validUntil', 'endedOn'];

/** A column with days that only fit month/day/year, and none that only fits day/month/year, leaves the order of the others open. */
function markDoubtfulDays(rows: DataRow[]): void {
  for (const field of DAYS) {
    const cells = rows.flatMap(({ row, headings }) => row.cells[headings.columns.get(field) ?? -1] ?? []);
    const orders = cells.map(orderOf);
    if (!orders.includes('month') || orders.includes('day')) continue;
    cells.forEach((cell, i) => {
      if (orders[i] === 'either') cell.fault = 'order';
    });
  }
}

const sameColumns = (a: Headings, b: Headings): boolean =>
  a.columns.size === b.columns.size && [...a.columns].every(([field, column]) => b.columns.get(field) === column);

const PRODUCT = /^(?:(?:tên|danh mục|ten|danh muc)\s+)?(?:sản phẩm|san pham|sp|hàng hóa|product|name)\b/iu;
/** Cheap, for every row: some cell begins as the heading of products does. */
const looksLikeHeadings = (row: Row): boolean => row.cells.some((c) => c !== undefined && c.text.length < 60 && PRODUCT.test(c.text));

/** All but one of the filled cells are texts of the headings: a product may be called 'Sản phẩm …'. */
function isHeading(row: Row, found: Headings): boolean {
  const filled = row.cells.flatMap((c, column) => (c && c.text !== '' ? [{ text: c.text, column }] : []));
  const fields = new Set(found.columns.values());
  return filled.length >= 3 && filled.filter((c) => !fields.has(c.column) && found.texts.get(c.column) === undefined).length <= 1;
}

function withStar(row: Row, { starColumns, columns }: Headings): Row {
  const column = columns.get('star');
  if (starColumns.length === 0 || column === undefined) return row;
  return { ...row, cells: row.cells.with(column, markedStar(row, starColumns)) };
}

const DITTO = /^\(?\s*(?:''|[-–]?\s*(?:["″〃“”„]|['’]{2}|nt|n[./]t|như trên)\s*[-–.]?)\s*\)?$/iu;
/** Two strokes stand for the row above; in columns of days alone they may be an empty day. */
const STROKES = /^(?:[-–]\s*)?\/\/(?:\s*[-–])?$/;

/** 'nt' and '"' stand for what the row above holds; the row says so itself, so it is taken, and told. */
function withoutDittos(row: Row, { columns }: Headings, before: Row | undefined): { row: Row; note?: Bilingual } {
  const has = (sign: RegExp) => [...columns].filter(([, c]) => sign.test(row.cells[c]?.text ?? ''));
  const strokes = has(STROKES);
  const clear = strokes.some(([field]) => !DAYS.includes(field));
  const dittos = [...has(DITTO), ...(clear ? strokes : [])].map(([, column]) => column);
  if (dittos.length === 0) return { row };
  const cells = [...row.cells];
  for (const column of dittos) cells[column] = before?.cells[column];
  const at = dittos.map((c) => columnName(c) + row.number).join(', ');
  const note = before
    ? { vi: `Ô ${at} ghi "như trên": lấy theo dòng ${before.number}.`, en: `Cell ${at} says "ditto": taken from row ${before.number}.` }
    : { vi: `Ô ${at} ghi "như trên" mà phía trên không có dòng nào.`, en: `Cell ${at} says "ditto" with no row above.` };
  return { row: { ...row, cells }, note };
}

const SAID: Record<keyof Said, Bilingual> = {
  star: { vi: 'hạng', en: 'star' },
  group: { vi: 'nhóm', en: 'group' },
  decisionNo: { vi: 'quyết định', en: 'decision' },
  decidedOn: { vi: 'ngày', en: 'day' },
  issuer: { vi: 'cơ quan', en: 'issuer' },
  commune: { vi: 'xã, phường', en: 'commune' },
  district: { vi: 'huyện', en: 'district' },
  province: { vi: 'tỉnh', en: 'province' },
};
const listed = (said: Said, language: keyof Bilingual): string =>
  Object.entries(said)
    .map(([kind, text]) => `${SAID[kind as keyof Said][language]} ${text}`)
    .join(', ');

function sectionNote({ shown }: Title, said: Said): Bilingual {
  const vi = `Bỏ qua dòng tiêu đề mục "${shown}"`;
  const en = `Section title "${shown}" left out`;
  if (Object.keys(said).length === 0) return { vi: `${vi}.`, en: `${en}.` };
  return {
    vi: `${vi}; các dòng dưới không có cột riêng thì lấy theo đó: ${listed(said, 'vi')}.`,
    en: `${en}; rows below without a column of their own take from it: ${listed(said, 'en')}.`,
  };
}

/** Says once what every row takes from the lines over the headings. */
function listNotes({ list }: Above, { columns }: Headings): Warning[] {
  const said: Said = {};
  if (list.star && !columns.has('star') && !columns.has('star1')) said.star = list.star;
  if (list.decidedOn && !columns.has('decisionNo') && !columns.has('decidedOn')) {
    for (const kind of ['decisionNo', 'decidedOn', 'issuer'] as const) if (list[kind]) said[kind] = list[kind];
  }
  if (Object.keys(said).length === 0) return [];
  return [
    warning('from_title', {
      vi: `Bảng không có cột nào ghi; nếu không cho giá trị khác thì lấy theo phần đầu danh sách: ${listed(said, 'vi')}.`,
      en: `No column gives it; unless another value is given it is taken from the head of the list: ${listed(said, 'en')}.`,
    }),
  ];
}

/** How a list ends on paper: to whom it goes, who signed, remarks. */
const SIGNATURE =
  /^(?:noi nhan|tm|kt|tl|tuq|thua lenh|uy ban nhan dan|hoi dong|(?:pho )?(?:chu tich|giam doc|truong phong|chanh van phong)|da ky|ky ten|nguoi (?:lap|tong hop)|luu vt)\b/;
const PLACE_AND_DAY = /^(?:[a-z]+ ){1,4}ngay (?:\d{1,2} )?thang (?:\d{1,2} )?nam(?: 20\d{2})?$/;
const REMARK = /^(?:(?:ghi chu|luu y|note)\b|trang \d+(?: \d+)?$|(?:an dinh )?danh sach (?:nay |tren )?(?:gom|co|bao gom)\b)/;
const GRADED: Field[] = ['star', 'star1', 'star2', 'score', 'score1', 'score2', 'decisionNo', 'decidedOn'];

/** A row below the table that is no product: it names no product with its producer and no grade. After a signature, any such row. */
function isClosing(row: Row, { columns }: Headings, signed: boolean): 'signature' | 'remark' | undefined {
  const texts = row.cells.flatMap((c) => (c && c.text !== '' ? [c.text] : []));
  const at = (field: Field) => row.cells[columns.get(field) ?? -1]?.text ?? '';
  const single = new Set(texts).size === 1;
  if (texts.length === 0 || (!single && at('name') !== '' && at('producer') !== '')) return undefined;
  const keys = texts.map(fold);
  if (REMARK.test(keys[0] ?? '') || (single && /^\(?\*{1,3}\)?\s*\p{L}/u.test(texts[0] ?? ''))) return 'remark';
  const bare = at('name') === '' && at('producer') === '';
  const grade = (text: string) => text !== '' && !SIGNATURE.test(fold(text)) && (!bare || /[\d*★⭐]|sao/iu.test(text));
  if (!single && GRADED.some((f) => grade(at(f)))) return undefined;
  if (bare && single && PLACE_AND_DAY.test(keys[0] ?? '')) return 'signature';
  return signed || keys.some((k) => SIGNATURE.test(k)) ? 'signature' : undefined;
}

const closingNote = (row: Row): Bilingual => {
  const shown = [...new Set(row.cells.flatMap((c) => (c?.text ? [c.text] : [])))].join(' ').slice(0, 80);
  return { vi: `Bỏ qua dòng dưới bảng "${shown}".`, en: `Row below the table "${shown}" left out.` };
};

type Title = { numeral: string; text: string; shown: string };

/** 'I | Nhóm thực phẩm', 'A | Sản phẩm 4 sao', one merged text, or a text alone that says what titles say: a section holds nothing else. */
function titleOf(row: Row, { columns }: Headings, sheet: Sheet): Title | undefined {
  const number = columns.get('no') ?? -1;
  const name = columns.get('name') ?? -1;
  const producer = columns.get('producer') ?? -1;
  if (row.cells[producer]?.fromAbove) return undefined;
  // a province merged over all rows of the list says nothing about this one
  const filled = row.cells.flatMap((c, i) => (c && c.text !== '' && !c.fromAbove ? [{ text: c.text, column: i }] : []));
  const wide = sheet.merges.some(
    (m) =>
      m.top <= row.number &&
      row.number <= m.bottom &&
      m.left < m.right &&
      m.left <= Math.min(name, producer) &&
      m.right >= Math.max(name, producer),
  );
  const useful = [...new Set(filled.filter((c) => c.column !== number).map((c) => c.text))];
  const numeral = row.cells[number]?.text ?? '';
  const shown = filled
    .map((c) => c.text)
    .join(' ')
    .slice(0, 80);
  if (isSum(useful[0] ?? numeral)) return undefined;
  if (wide) return { numeral: useful.length > 0 ? numeral : '', text: useful.join(' ') || numeral, shown };
  if (useful.length > 1 || filled.length === 0) return undefined;
  const [text] = useful;
  if (text === undefined) return /\p{L}{2}/u.test(numeral) ? { numeral: '', text: numeral, shown } : undefined;
  const title = { numeral, text, shown };
  const at = filled.find((c) => c.text === text)?.column;
  if (at === name && /^(?:[IVX]{1,5}|[A-H])[.)]?$/.test(numeral)) return title;
  // 'Du lịch cộng đồng' under a number of its own is a product without a producer, not a group
  const kinds = Object.keys(new Titles({}).enter(numeral, text)).filter((kind) => kind !== 'group' || !/\d/.test(numeral));
  return at !== producer && kinds.length > 0 ? title : undefined;
}

const isSum = (text: string): boolean => /^(?:tong cong|tong so|tong|cong|total)\b/.test(fold(text));

/** Undefined for a data row; else why it is none: sums and numbered columns are no products. */
function whyNotData(row: Row, { columns }: Headings): Bilingual | 'empty' | undefined {
  const filled = row.cells.flatMap((c, i) => (c && (c.text !== '' || c.fault) ? [{ text: c.text, column: i }] : []));
  const number = columns.get('no');
  const useful = filled.filter((c) => c.column !== number);
  const first = filled[0];
  const name = columns.get('name') ?? -1;
  // between products, under a province that is merged over all of them
  const blank = !row.cells[name] && filled.every(({ column }) => row.cells[column]?.fromAbove);
  if (!first || blank) return 'empty';
  if (useful.length === 0)
    return /^[\d.\s]*$/.test(first.text) ? 'empty' : { vi: `Bỏ qua dòng "${first.text}".`, en: `Row "${first.text}" left out.` };
  const shown = filled
    .map((c) => c.text)
    .join(' ')
    .slice(0, 80);
  const producer = columns.get('producer') ?? -1;
  const empty = (column: number) => !filled.some((c) => c.column === column);
  const counted = empty(producer) || /^\d[\d.,]*(?:\s|$)/.test(row.cells[producer]?.text ?? '');
  if (counted && [useful[0], first].some((c) => isSum(c?.text ?? ''))) {
    return { vi: `Bỏ qua dòng tổng "${shown}".`, en: `Sum "${shown}" left out.` };
  }
  if (filled.length >= 3 && filled.every((c) => /^\(?(?:\d{1,2}|[A-Za-z])\)?$/.test(c.text)) && !empty(name) && !empty(producer)) {
    return { vi: `Bỏ qua dòng đánh số cột "${shown}".`, en: `Column numbers "${shown}" left out.` };
  }
  return undefined;
}
