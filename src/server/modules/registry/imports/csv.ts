// Reads a comma, semicolon or tab separated list. UTF-8, UTF-16 with its mark, or Windows-1258 where every tone proves it; anything else is refused.
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

const SYMBOL_IN_WORD = /\p{L}[µ¸¶·¹¨¼½¾©ª«¬®]/u;
const FOREIGN_LETTER = /[ÄÅÆÇËÎÏÑÖØÛÜßäåæçëîïñöøûüÿ]/u;

/** In Windows-1258 the tones stand behind their letters: no other text has each of them make a Vietnamese letter. */
function windows1258(bytes: Uint8Array): string | undefined {
  const raw = new TextDecoder('windows-1258').decode(bytes);
  const text = raw.normalize('NFC');
  const proven = /[\u0300\u0301\u0303\u0309\u0323]/.test(raw) && /[ăđơư]/iu.test(text) && !/\p{M}/u.test(text);
  return proven && !SYMBOL_IN_WORD.test(text) && !FOREIGN_LETTER.test(text) ? text : undefined;
}

function decode(bytes: Uint8Array): { text: string; encoding?: 'windows-1258' } {
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-') throw unreadable('pdf', PDF);
  const label = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    if (/^\s*<[!?a-z]/i.test(text)) throw unreadable('markup', MARKUP);
    if (text.includes('\0')) throw unreadable('binary', { vi: 'Tệp không phải văn bản CSV.', en: 'The file is not CSV text.' });
    return { text };
  } catch (e) {
    if (!(e instanceof TypeError)) throw e;
    const text = label === 'utf-8' ? windows1258(bytes) : undefined;
    if (text === undefined) throw unreadable('encoding', NOT_UTF8);
    return { text, encoding: 'windows-1258' };
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
  const { text, ...decoded } = decode(bytes);
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
  return { name: '', hidden: false, rows, merges: [], ...decoded };
}
