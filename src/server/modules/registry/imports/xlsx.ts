// Reads a workbook as the values it shows: stored results of formulas, dates, shared and inline texts, declared merges.
// Our own reader because lists need merges and stored results, which the common readers leave out (see README).
import { isOpenDocument, openOpenDocument } from './ods.ts';
import {
  type Cell,
  clean,
  columnIndex,
  columnName,
  MAX_COLUMNS,
  MAX_ROWS,
  type Merge,
  type Row,
  resolveReferences,
  type Sheet,
  textCell,
  textMeter,
  tooManyRows,
  unguard,
  unreadable,
} from './sheet.ts';
import { attribute, walkXml } from './xml.ts';
import { type Archive, openZip } from './zip.ts';

const NOT_A_WORKBOOK = { vi: 'Tệp không phải sổ tính (.xlsx, .ods).', en: 'The file is not a workbook (.xlsx, .ods).' };
const MACROS = {
  vi: 'Tệp có macro (.xlsm); hãy lưu lại dạng .xlsx không macro.',
  en: 'The file holds macros (.xlsm); save it as .xlsx without macros.',
};

const DAY = 86_400_000;
/** The ISO day of a spreadsheet's serial number; undefined outside 1900–2199. */
export function serialDay(serial: number, since1904 = false): string | undefined {
  const days = Math.floor(serial) + (since1904 ? 1462 : 0);
  if (!(days >= 1 && days < 109_575)) return undefined;
  return new Date(Date.UTC(1899, 11, 30) + days * DAY).toISOString().slice(0, 10);
}

const isDateFormat = (id: number, custom: Map<number, string>): boolean => {
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return true;
  const format = custom.get(id)?.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '') ?? '';
  return /[dy]/i.test(format) && !/^general$/i.test(format);
};

function readStyles(archive: Archive): boolean[] {
  const custom = new Map<number, string>();
  const dates: boolean[] = [];
  let inside = false;
  walkXml(archive.read('xl/styles.xml')?.toString('utf8') ?? '', {
    open: (tag) => {
      if (tag.name === 'numFmt') custom.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '');
      if (tag.name === 'cellXfs') inside = true;
      if (tag.name === 'xf' && inside) dates.push(isDateFormat(Number(attribute(tag, 'numFmtId') ?? 0), custom));
    },
    close: (name) => {
      if (name === 'cellXfs') inside = false;
    },
  });
  return dates;
}

function readStrings(archive: Archive): string[] {
  const strings: string[] = [];
  let current = '';
  let depth = 0; // inside <t>, outside phonetic hints
  let phonetic = false;
  walkXml(archive.read('xl/sharedStrings.xml')?.toString('utf8') ?? '', {
    open: (tag) => {
      if (tag.name === 'si') current = '';
      if (tag.name === 'rPh') phonetic = true;
      if (tag.name === 't' && !phonetic) depth++;
    },
    text: (text) => {
      if (depth > 0) current += text;
    },
    close: (name) => {
      if (name === 't' && !phonetic) depth--;
      if (name === 'rPh') phonetic = false;
      if (name === 'si') strings.push(current);
    },
  });
  return strings;
}

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

type Part = { name: string; path: string; hidden: boolean };

function readWorkbook(archive: Archive): { sheets: Part[]; since1904: boolean } {
  const targets = new Map<string, string>();
  walkXml(archive.read('xl/_rels/workbook.xml.rels')?.toString('utf8') ?? '', {
    open: (tag) => {
      if (tag.name !== 'Relationship') return;
      const target = attribute(tag, 'Target') ?? '';
      targets.set(attribute(tag, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
  });
  const sheets: Part[] = [];
  let since1904 = false;
  walkXml(archive.read('xl/workbook.xml')?.toString('utf8') ?? '', {
    open: (tag) => {
      if (tag.name === 'workbookPr') since1904 = isTrue(attribute(tag, 'date1904'));
      if (tag.name !== 'sheet') return;
      const path = targets.get(/r:id\s*=\s*["']([^"']*)/.exec(tag.attributes)?.[1] ?? attribute(tag, 'id') ?? '');
      const name = clean(attribute(tag, 'name') ?? '');
      if (path && archive.names.includes(path)) sheets.push({ name, path, hidden: (attribute(tag, 'state') ?? 'visible') !== 'visible' });
    },
  });
  return { sheets, since1904 };
}

/** Every sheet of the workbook, unread until asked for. */
export function openWorkbook(bytes: Uint8Array): { sheets: { name: string; hidden: boolean; read: () => Sheet }[] } {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0) {
    throw unreadable('old_or_encrypted', {
      vi: 'Tệp Excel đời cũ (.xls) hoặc có mật khẩu; hãy mở bằng Excel, bỏ mật khẩu và lưu lại dạng .xlsx.',
      en: 'An old Excel file (.xls) or one with a password; open it in Excel, remove the password and save it as .xlsx.',
    });
  }
  const archive = openZip(bytes);
  if (isOpenDocument(archive)) return { sheets: openOpenDocument(archive) };
  if (!archive.names.includes('xl/workbook.xml')) throw unreadable('not_a_workbook', NOT_A_WORKBOOK);
  if (
    archive.names.some((n) => n.endsWith('vbaProject.bin')) ||
    // some writers list every kind of part that could be: only the workbook's own kind counts
    /<Override[^>]*PartName="\/xl\/workbook\.xml"[^>]*macroEnabled/i.test(archive.read('[Content_Types].xml')?.toString('latin1') ?? '')
  ) {
    throw unreadable('macros', MACROS);
  }
  const { sheets, since1904 } = readWorkbook(archive);
  if (sheets.length === 0) throw unreadable('not_a_workbook', NOT_A_WORKBOOK);
  let shared: { strings: string[]; dates: boolean[] } | undefined;
  return {
    sheets: sheets.map(({ name, path, hidden }) => ({
      name,
      hidden,
      read: () => {
        shared ??= { strings: readStrings(archive), dates: readStyles(archive) };
        return readSheet({ name, hidden, source: archive.read(path)?.toString('utf8') ?? '', ...shared, since1904 });
      },
    })),
  };
}

type Source = { name: string; hidden: boolean; source: string; strings: string[]; dates: boolean[]; since1904: boolean };

function readSheet({ name, hidden, source, strings, dates, since1904 }: Source): Sheet {
  const spend = textMeter(source.length);
  const rows: Row[] = [];
  const merges: Merge[] = [];
  const formulas = new Map<string, string>();
  let row: Row | undefined;
  let lastNumber = 0;
  let cell: { column: number; type: string; date: boolean; value: string; formula: string | undefined; stored: boolean } | undefined;
  let into: 'value' | 'formula' | undefined;
  let inData = false;
  const hiddenColumns = new Set<number>();
  const finish = () => {
    if (!row || !cell) return;
    const { column, type, date, formula } = cell;
    if (formula !== undefined && (!cell.stored || (cell.value === '' && type !== 'str'))) {
      formulas.set(`${columnName(column)}${row.number}`, formula);
      row.cells[column] = { text: '', fault: 'formula' };
    } else if (cell.stored) {
      const value = cellValue(type, cell.value, date, strings, since1904);
      spend(value.text);
      if (value.text !== '' || value.fault) row.cells[column] = { ...value, text: unguard(value.text) };
      // some programs write a formula as a text: '=B7'
      if (/^=\s*\+?\$?[A-Za-z]{1,3}\$?\d{1,7}$/.test(value.text)) formulas.set(`${columnName(column)}${row.number}`, value.text);
      else if (/^=\s*[\w+(]/.test(value.text)) row.cells[column] = { text: '', fault: 'formula' };
    }
  };
  walkXml(source, {
    open: (tag) => {
      if (tag.name === 'sheetData') inData = true;
      else if (tag.name === 'col' && isTrue(attribute(tag, 'hidden'))) {
        const last = Math.min(Number(attribute(tag, 'max')), MAX_COLUMNS);
        for (let n = Number(attribute(tag, 'min')); n <= last; n++) hiddenColumns.add(n - 1);
      } else if (tag.name === 'mergeCell') {
        const found = /^\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$/.exec(attribute(tag, 'ref') ?? '');
        if (found)
          merges.push({
            left: columnIndex(found[1] ?? ''),
            top: Number(found[2]),
            right: columnIndex(found[3] ?? ''),
            bottom: Number(found[4]),
          });
      } else if (!inData) return;
      else if (tag.name === 'row') {
        row = { number: Number(attribute(tag, 'r') ?? lastNumber + 1), cells: [] };
        lastNumber = row.number;
        if (isTrue(attribute(tag, 'hidden'))) row.hidden = true;
      } else if (tag.name === 'c' && row) {
        const letters = /^[A-Z]+/.exec(attribute(tag, 'r') ?? '')?.[0];
        const column = letters ? columnIndex(letters) : row.cells.length;
        cell = {
          column,
          type: attribute(tag, 't') ?? 'n',
          date: dates[Number(attribute(tag, 's') ?? 0)] ?? false,
          value: '',
          formula: undefined,
          stored: false,
        };
      } else if (cell && (tag.name === 'v' || tag.name === 't')) {
        cell.stored = true;
        into = 'value';
      } else if (cell && tag.name === 'f') {
        cell.formula = '';
        into = 'formula';
      }
    },
    text: (text) => {
      if (!cell || !into) return;
      if (into === 'value') cell.value += text;
      else cell.formula = (cell.formula ?? '') + text;
    },
    close: (tag) => {
      if (tag === 'v' || tag === 't' || tag === 'f') into = undefined;
      else if (tag === 'c') {
        if (cell && cell.column < MAX_COLUMNS) finish();
        cell = undefined;
      } else if (tag === 'row') {
        // a sheet coloured down to its last row has a million empty ones
        if (row && row.cells.length > 0 && rows.push(row) > MAX_ROWS) throw tooManyRows();
        row = undefined;
      } else if (tag === 'sheetData') inData = false;
    },
  });
  resolveReferences(rows, formulas);
  return { name, hidden, rows, merges, hiddenColumns };
}

function cellValue(type: string, value: string, date: boolean, strings: string[], since1904: boolean): Cell {
  if (type === 's') return textCell(strings[Number(value)] ?? '');
  if (type === 'e') return { text: clean(value), fault: 'error' };
  if (type === 'b') return { text: value === '1' ? 'TRUE' : 'FALSE' };
  if (type === 'd') return { text: value.slice(0, 10), day: value.slice(0, 10) };
  if (type !== 'n') return textCell(value);
  if (value.trim() === '') return { text: '' };
  const number = Number(value);
  if (!Number.isFinite(number)) return { text: clean(value) };
  const day = date ? serialDay(number, since1904) : undefined;
  // 72.5 is stored as 72.499999999999986
  if (day) return { text: day, day, number };
  const text = String(Number(number.toPrecision(14)));
  return since1904 ? { text, number, serial: number + 1462 } : { text, number };
}
