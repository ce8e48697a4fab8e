// Reads a comma, semicolon or tab separated list. UTF-8 or UTF-16 with its mark; anything else is refused, not guessed.
import { parse } from 'csv-parse/sync';
import {
  type Cell,
  clean,
  columnName,
  MAX_COLUMNS,
  MAX_ROWS,
  type Row,
  resolveReferences,
  type Sheet,
  textCell,
  tooManyRows,
  unguard,
  unreadable,
} from './sheet.ts';

const NOT_UTF8 = {
  vi: 'Tệp không phải mã UTF-8; trong Excel hãy chọn "Lưu thành" → "CSV UTF-8".',
  en: 'The file is not in UTF-8; in Excel choose "Save as" → "CSV UTF-8".',
};

const PDF = {
  vi: 'Tệp PDF không có ô để đọc; hãy gửi bảng tính gốc (.xlsx, .ods, .csv).',
  en: 'A PDF file has no cells to read; send the workbook it was made from (.xlsx, .ods, .csv).',
};
/** Programs that "export to Excel" often write a web page or an XML of 2003 and call it .xls. */
const MARKUP = {
  vi: 'Tệp là trang web hoặc XML mang tên .xls; hãy mở bằng Excel và lưu lại dạng .xlsx.',
  en: 'The file is a web page or an XML under the name .xls; open it in Excel and save it as .xlsx.',
};

function decode(bytes: Uint8Array): string {
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-') throw unreadable('pdf', PDF);
  const label = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    if (/^\s*<[!?a-z]/i.test(text)) throw unreadable('markup', MARKUP);
    if (text.includes('\0')) throw unreadable('binary', { vi: 'Tệp không phải văn bản CSV.', en: 'The file is not CSV text.' });
    return text;
  } catch (e) {
    throw e instanceof TypeError ? unreadable('encoding', NOT_UTF8) : e;
  }
}

type Parsed = { record: string[]; info: { lines: number } };

const records = (text: string, delimiter: string, toLine?: number): Parsed[] =>
  parse(text, {
    delimiter,
    bom: true,
    info: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: 1_000_000,
    ...(toLine ? { to: toLine } : {}),
  }) as unknown as Parsed[];

/** The separator that gives the most cells over the first records. */
function separator(text: string): string {
  const head = text.slice(0, 100_000);
  const width = (d: string) => {
    try {
      return records(head, d, 30).reduce((sum, r) => sum + r.record.filter((c) => c.trim() !== '').length, 0);
    } catch {
      return 0;
    }
  };
  return [',', ';', '\t', '|'].map((d) => ({ d, width: width(d) })).reduce((best, x) => (x.width > best.width ? x : best)).d;
}

/** A number written as a number and nothing else: codes with leading zeros stay text. */
const numeric = (text: string): boolean => /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(text);

export function readCsv(bytes: Uint8Array): Sheet {
  const text = decode(bytes);
  let parsed: Parsed[];
  try {
    parsed = records(text, separator(text));
  } catch (e) {
    const detail = (e as Error).message.slice(0, 120);
    throw unreadable('csv', {
      vi: `Tệp CSV sai dấu nháy hoặc dấu phân cách (${detail}).`,
      en: `The CSV file has faulty quotes or separators (${detail}).`,
    });
  }
  const formulas = new Map<string, string>();
  const rows: Row[] = [];
  let line = 1;
  // one record may hold line breaks: the next one begins after as many lines as this one holds
  for (const { record, info } of parsed) {
    const cells = record.slice(0, MAX_COLUMNS).map((raw, column): Cell | undefined => {
      const value = clean(unguard(raw));
      if (value === '') return undefined;
      if (raw.startsWith('=')) {
        formulas.set(columnName(column) + line, value);
        return { text: '', fault: 'formula' };
      }
      return numeric(value) ? { text: value, number: Number(value) } : textCell(unguard(raw));
    });
    if (cells.some((c) => c !== undefined) && rows.push({ number: line, cells }) > MAX_ROWS) throw tooManyRows();
    line = info.lines + 1;
  }
  resolveReferences(rows, formulas);
  return { name: '', hidden: false, rows, merges: [] };
}
