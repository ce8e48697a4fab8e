// The cells of one row by field, and the refusal that ends its reading.
import type { Bilingual } from '#server/platform/errors.ts';
import type { Field, Headings, Layout } from './headings.ts';
import { legacyFont } from './legacy-font.ts';
import { type Warning, warning } from './notes.ts';
import type { Above } from './sections.ts';
import { type Cell, columnName, EMPTY, type Row } from './sheet.ts';

export type Defaults = { layout: Layout; issuer: string | null; decidedOn: string | null; today: string };

/** A refusal while reading: caught at the end of the row. */
export class Refused extends Error {
  readonly field: string;
  readonly code: string;
  readonly detail: Bilingual;
  constructor(field: string, code: string, detail: Bilingual) {
    super(code);
    this.field = field;
    this.code = code;
    this.detail = detail;
  }
}

/** What the register keeps as written: an old font's letters would stand there for good. */
const NAMES = new Set<Field>(['name', 'producer', 'address', 'commune', 'district', 'province']);

/** A row of the list with the headings and titles it stands under. */
export type DataRow = { row: Row; headings: Headings; above: Above };

/** The cells of one row by field. */
export type Cells = {
  row: number;
  cell: (field: Field) => Cell;
  text: (field: Field) => string | null;
  has: (field: Field) => boolean;
  /** What the titles over the row say. */
  above: Above;
  /** 'B7', for messages. */
  address: (field: Field) => string;
  warn: (field: Field, code: string, message: Bilingual) => void;
};

function faultOf({ text, fault }: Cell, at: string): Bilingual & { code: string } {
  if (fault === 'formula') {
    const vi = `Ô ${at} là công thức không có kết quả lưu sẵn.`;
    return { code: 'formula', vi, en: `Cell ${at} is a formula without a stored result.` };
  }
  if (fault === 'order') {
    return {
      code: 'date_order',
      vi: `Ô ${at}: không rõ "${text}" là ngày/tháng hay tháng/ngày, vì cột này có ngày viết tháng trước.`,
      en: `Cell ${at}: "${text}" may be day/month or month/day, since the column holds days that begin with the month.`,
    };
  }
  return { code: 'error_value', vi: `Ô ${at} báo lỗi ${text}.`, en: `Cell ${at} holds the error ${text}.` };
}

const NOTHING = /^(?:[-–—_.…?/\\]+|n\/a|không có|không|chưa có)$/iu;
const MAX_TEXT = 500;
/** A value that cannot be known matters only where the row stands or falls with it. */
const OPTIONAL = new Set<Field>(['no', 'group', 'set', 'representative', 'phone', 'year', 'year1', 'year2', 'note', 'revenue', 'cause']);

export function cellsOf({ row, headings, above }: DataRow, warnings: Warning[]): Cells {
  const warn: Cells['warn'] = (field, code, message) => warnings.push(warning(code, message, { row: row.number, field }));
  const address: Cells['address'] = (field) => columnName(headings.columns.get(field) ?? 0) + row.number;
  const cell = (field: Field): Cell => {
    const column = headings.columns.get(field);
    const found = column === undefined ? EMPTY : (row.cells[column] ?? EMPTY);
    if (found.fault) {
      const at = address(field);
      const { code, ...message } = faultOf(found, at);
      if (!OPTIONAL.has(field)) throw new Refused(field, code, message);
      warn(field, 'cell_unknown', message);
      return EMPTY;
    }
    if (found.text.length > MAX_TEXT) {
      throw new Refused(field, 'too_long', {
        vi: `Ô ${address(field)} dài hơn ${MAX_TEXT} ký tự.`,
        en: `Cell ${address(field)} has more than ${MAX_TEXT} characters.`,
      });
    }
    const font = NAMES.has(field) ? legacyFont(found.text) : undefined;
    if (font) {
      throw new Refused(field, 'legacy_font', {
        vi: `Ô ${address(field)} viết theo bảng mã cũ ${font}; hãy chuyển tệp sang Unicode rồi nạp lại.`,
        en: `Cell ${address(field)} is written for an old ${font} font; convert the file to Unicode and load it again.`,
      });
    }
    return NOTHING.test(found.text) ? EMPTY : found;
  };
  const text: Cells['text'] = (field) => cell(field).text || null;
  return { row: row.number, cell, text, has: (field) => headings.columns.has(field), above, address, warn };
}
