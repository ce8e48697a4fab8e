// Reads an OpenDocument spreadsheet as the values it shows, like xlsx.ts: stored results of formulas, dates, declared merges.
import {
  type Cell,
  columnName,
  MAX_COLUMNS,
  MAX_ROWS,
  type Merge,
  type Row,
  resolveReferences,
  type Sheet,
  textCell,
  textMeter,
  tooLarge,
  tooManyRows,
  unguard,
  unreadable,
} from './sheet.ts';
import { attribute, type Tag, walkXml } from './xml.ts';
import { type Archive, LOCKED } from './zip.ts';

const KIND = /^application\/vnd\.oasis\.opendocument\.spreadsheet/;

export const isOpenDocument = (archive: Archive): boolean => KIND.test(archive.read('mimetype')?.toString('latin1') ?? '');

/** Every sheet of the document; it is one part, read at once. */
export function openOpenDocument(archive: Archive): { name: string; hidden: boolean; read: () => Sheet }[] {
  const manifest = archive.read('META-INF/manifest.xml')?.toString('utf8') ?? '';
  if (manifest.includes('encryption-data')) throw unreadable('encrypted', LOCKED);
  return readSheets(archive.read('content.xml')?.toString('utf8') ?? '').map((sheet) => ({
    name: sheet.name,
    hidden: sheet.hidden,
    read: () => sheet,
  }));
}

/** A few words may stand for millions of cells: repeated columns in repeated rows. */
const MAX_CELLS = 10_000_000;

const times = (tag: Tag, name: string): number => Math.min(Math.max(1, Number(attribute(tag, name) ?? 1) || 1), MAX_CELLS);

/** A cell being read: its paragraphs are its text, apart from those of a comment. */
type Open = { tag: Tag; covered: boolean; paragraphs: string[] };

function readSheets(source: string): Sheet[] {
  const spend = textMeter(source.length);
  const sheets: Sheet[] = [];
  const hiddenStyles = new Set<string>();
  let style = '';
  let sheet: Sheet | undefined;
  let formulas = new Map<string, string>();
  let row: Row | undefined;
  let repeat = 1;
  let column = 0;
  let cell: Open | undefined;
  let cells = 0;
  let aside = 0; // inside comments and drawings
  let inText = 0;

  const say = (text: string) => {
    if (!cell || aside > 0 || inText === 0) return;
    cell.paragraphs[cell.paragraphs.length - 1] += text;
  };
  const endCell = () => {
    if (!cell || !row || !sheet) return;
    const { tag, covered } = cell;
    const wide = times(tag, 'number-columns-repeated');
    const value = covered ? undefined : shownBy(cell);
    if (value) {
      const [right, bottom] = [times(tag, 'number-columns-spanned'), times(tag, 'number-rows-spanned')];
      if (right > 1 || bottom > 1)
        sheet.merges.push({ left: column, top: row.number, right: column + right - 1, bottom: row.number + bottom - 1 });
      for (let c = column; c < Math.min(column + wide, MAX_COLUMNS); c++) {
        row.cells[c] = value;
        const formula = pointsAt(tag, value);
        if (formula) formulas.set(`${columnName(c)}${row.number}`, formula);
      }
    }
    column += wide;
    cell = undefined;
  };
  const endRow = () => {
    if (!row || !sheet) return;
    const next = row.number + repeat;
    if (row.cells.length > 0) {
      cells += row.cells.length * repeat;
      if (cells > MAX_CELLS) throw tooLarge({ vi: 'Tệp lặp lại quá nhiều ô.', en: 'The file repeats too many cells.' });
      for (const c of row.cells) spend(c?.text ?? '', Math.min(repeat, MAX_ROWS));
      for (let n = row.number; n < next; n++) {
        if (sheet.rows.push({ ...row, number: n, cells: [...row.cells] }) > MAX_ROWS) throw tooManyRows();
      }
    }
    lastRow = next - 1;
    row = undefined;
  };
  let lastRow = 0;

  walkXml(source, {
    open: (tag) => {
      if (tag.name === 'style') style = attribute(tag, 'name') ?? '';
      else if (tag.name === 'table-properties' && attribute(tag, 'display') === 'false') hiddenStyles.add(style);
      else if (tag.name === 'table' && !cell) {
        sheet = {
          name: attribute(tag, 'name') ?? '',
          hidden: hiddenStyles.has(attribute(tag, 'style-name') ?? ''),
          rows: [],
          merges: [] as Merge[],
        };
        formulas = new Map();
        lastRow = 0;
        sheets.push(sheet);
      } else if (tag.name === 'table-row' && sheet && !cell) {
        row = { number: lastRow + 1, cells: [] };
        if (/^(?:collapse|filter)$/.test(attribute(tag, 'visibility') ?? '')) row.hidden = true;
        repeat = times(tag, 'number-rows-repeated');
        column = 0;
      } else if ((tag.name === 'table-cell' || tag.name === 'covered-table-cell') && row && !cell) {
        cell = { tag, covered: tag.name === 'covered-table-cell', paragraphs: [] };
      } else if (!cell) return;
      else if (tag.name === 'annotation' || tag.name === 'shapes' || tag.name === 'frame') aside++;
      else if (tag.name === 'p' && aside === 0) {
        cell.paragraphs.push('');
        inText++;
      } else if (tag.name === 's') say(' '.repeat(Math.min(times(tag, 'c'), 100)));
      else if (tag.name === 'tab') say(' ');
      else if (tag.name === 'line-break') say('\n');
    },
    text: say,
    close: (name) => {
      if (name === 'annotation' || name === 'shapes' || name === 'frame') aside = Math.max(0, aside - 1);
      else if (name === 'p' && aside === 0) inText = Math.max(0, inText - 1);
      else if ((name === 'table-cell' || name === 'covered-table-cell') && aside === 0) endCell();
      else if (name === 'table-row' && !cell) endRow();
      else if (name === 'table' && sheet && !cell) {
        resolveReferences(sheet.rows, formulas);
        sheet = undefined;
      }
    },
  });
  return sheets;
}

const STORED = ['value', 'date-value', 'string-value', 'boolean-value', 'time-value'];

/** Undefined for an empty cell. */
function shownBy({ tag, paragraphs }: Open): Cell | undefined {
  const kind = attribute(tag, 'value-type');
  const shown = paragraphs.join('\n');
  if (kind === 'date') {
    const day = attribute(tag, 'date-value')?.slice(0, 10) ?? '';
    return { text: day, day };
  }
  if (kind === 'float' || kind === 'percentage' || kind === 'currency') {
    const number = Number(attribute(tag, 'value'));
    return Number.isFinite(number) ? { text: String(Number(number.toPrecision(14))), number } : textCell(shown);
  }
  if (kind === 'boolean') return { text: attribute(tag, 'boolean-value') === 'true' ? 'TRUE' : 'FALSE' };
  const stored = shown !== '' || STORED.some((name) => attribute(tag, name) !== undefined);
  if (attribute(tag, 'formula') !== undefined && !stored) return { text: '', fault: 'formula' };
  const cell = textCell(unguard(shown || (attribute(tag, 'string-value') ?? '')));
  if (/^=\s*[\w+(]/.test(cell.text)) return { text: '', fault: 'formula' };
  return cell.text === '' && !cell.fault ? undefined : cell;
}

/** 'of:=[.B7]' without a stored result, or '=B7' written as a text, as the plain reference; undefined for anything else. */
function pointsAt(tag: Tag, { fault }: Cell): string | undefined {
  if (fault !== 'formula') return undefined;
  const formula = attribute(tag, 'formula') ?? '';
  return formula.replace(/^\w+:/, '').replace(/^=\[\.(\$?[A-Z]{1,3}\$?\d{1,7})\]$/i, '=$1') || undefined;
}
