// A list as rows of cells, whatever file it came in.
import { AppError, type Bilingual } from '#server/platform/errors.ts';

export type Cell = {
  /** NFC, outer spaces and control characters away; a date cell gives its ISO day. */
  text: string;
  number?: number;
  /** The serial number of the day that the number would be, where the workbook counts from 1904. */
  serial?: number;
  /** ISO day of a cell formatted as a date. */
  day?: string;
  /** The lines of a text that has several. */
  lines?: string[];
  /** Why the cell's value cannot be known: a formula without a stored result, an error value, a day in an unknown order. */
  fault?: 'formula' | 'error' | 'order';
  /** It stands further up, and here by a declared merge. */
  fromAbove?: true;
};
export type Row = {
  /** As the spreadsheet shows it; in CSV the record's first line. */ number: number;
  cells: (Cell | undefined)[];
  hidden?: boolean;
};
/** Zero-based columns, shown row numbers, both ends included. */
export type Merge = { top: number; bottom: number; left: number; right: number };
export type Sheet = {
  name: string;
  hidden: boolean;
  rows: Row[];
  merges: Merge[];
  hiddenColumns?: Set<number>;
  /** An old character set that the text was told to be in by its letters. */
  encoding?: 'windows-1258';
};

export const EMPTY: Cell = { text: '' };
export const MAX_ROWS = 200_000;
export const MAX_COLUMNS = 256;
export const MAX_FILE = 50 * 1024 * 1024;

/** 'A' … 'Z', 'AA' …: the name of a zero-based column. */
export function columnName(column: number): string {
  let name = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

export function columnIndex(name: string): number {
  let n = 0;
  for (const letter of name) n = n * 26 + (letter.charCodeAt(0) - 64);
  return n - 1;
}

/** Text as people read it: composed, one line, no control characters, no outer spaces. */
export function clean(text: string): string {
  return (
    text
      .toWellFormed()
      .normalize('NFC')
      // the full-width letters, digits and signs of East Asian keyboards
      .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
      .replace(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00a0]+/gu, ' ')
      .replace(/ {2,}/g, ' ')
      .trim()
  );
}

/** What a spreadsheet shows where it could not work a value out; a list saved as CSV holds it as a text. */
const ERROR = /^#(?:REF!|VALUE!|NAME\?|N\/A|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/;

/** No spreadsheet lets a cell hold more. */
const LONGEST = 32_767;

/** A text as a cell; its lines are kept apart where it has several. */
export function textCell(whole: string): Cell {
  const raw = whole.slice(0, LONGEST);
  const text = clean(raw);
  if (ERROR.test(text)) return { text, fault: 'error' };
  return raw.includes('\n') && text !== '' ? { text, lines: raw.split('\n').map(clean) } : { text };
}

/** Takes off the apostrophe that our lists put before a text which a spreadsheet would take for a formula. */
export const unguard = (text: string): string => text.replace(/^'(?=[=+\-@\t\r])/, '');

/** A file that cannot be read as a list. */
export const unreadable = (code: string, message: Bilingual): AppError =>
  new AppError('invalid', message, [{ path: 'file', code, message }]);
export const tooLarge = (message: Bilingual): AppError =>
  new AppError('too_large', message, [{ path: 'file', code: 'too_large', message }]);

/**
 * Counts the text of a sheet of `size` bytes as it is read. Thousands of cells may share one text, which would then be gone through thousands
 * of times: what says far more than it holds is refused.
 */
export function textMeter(size: number): (text: string, times?: number) => void {
  let left = 2_000_000 + 20 * size;
  return (text, times = 1) => {
    left -= text.length * times;
    if (left < 0) throw tooLarge({ vi: 'Tệp giãn ra quá lớn khi mở; từ chối.', en: 'The file unpacks to far too much; refused.' });
  };
}

export const tooManyRows = (): AppError => tooLarge({ vi: `Tệp có hơn ${MAX_ROWS} dòng.`, en: `The file has more than ${MAX_ROWS} rows.` });

const REFERENCE = /^=\s*\+?\s*\$?([A-Z]{1,3})\$?(\d{1,7})$/i;

/**
 * Replaces cells that only point at another cell of the sheet (`=B7`) by what stands there. `formulas` holds the
 * formula of each cell without a stored result, by address; whatever stays unknown keeps its fault.
 */
export function resolveReferences(rows: Row[], formulas: Map<string, string>): void {
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const target = (formula: string) => {
    const found = REFERENCE.exec(formula.startsWith('=') ? formula : `=${formula}`);
    return found ? { row: Number(found[2]), column: columnIndex((found[1] ?? '').toUpperCase()) } : undefined;
  };
  for (const [address, formula] of formulas) {
    const seen = new Set([address]);
    let at = target(formula);
    let value: Cell | undefined = { text: '', fault: 'formula' };
    while (at) {
      const next = columnName(at.column) + at.row;
      if (seen.has(next)) break;
      seen.add(next);
      const further = formulas.get(next);
      if (further === undefined) {
        value = byNumber.get(at.row)?.cells[at.column] ?? EMPTY;
        break;
      }
      at = target(further);
    }
    const own = target(`=${address}`);
    const row = own && byNumber.get(own.row);
    if (row && own) row.cells[own.column] = value;
  }
}

const MAX_STEPS = 5_000_000;

/**
 * Fills an empty cell from above where the file declares the cells merged; never otherwise, never sideways. An error value
 * under a merge (the #REF! of a formula whose row was deleted) is shown by no program and counts as empty.
 */
export function fillMerges(sheet: Sheet): void {
  const byNumber = new Map(sheet.rows.map((row) => [row.number, row]));
  let steps = 0;
  for (const { top, bottom, left } of sheet.merges) {
    const found = byNumber.get(top)?.cells[left];
    if (!found || (found.text === '' && !found.fault)) continue;
    const value: Cell = { ...found, fromAbove: true };
    // rows that the file leaves out are empty rows: they stay out
    for (const row of bottom - top < sheet.rows.length ? range(top + 1, bottom, byNumber) : sheet.rows) {
      if (++steps > MAX_STEPS) throw tooLarge({ vi: 'Tệp gộp quá nhiều ô.', en: 'The file merges too many cells.' });
      if (row.number <= top || row.number > bottom) continue;
      const cell = row.cells[left];
      if (!cell || cell.text === '' || cell.fault === 'error') row.cells[left] = value;
    }
  }
}

function* range(from: number, to: number, rows: Map<number, Row>): Iterable<Row> {
  for (let n = from; n <= to; n++) {
    const row = rows.get(n);
    if (row) yield row;
  }
}
