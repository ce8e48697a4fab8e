// Lists with a column for each star and a mark in one of them: '3 sao | 4 sao | 5 sao' under 'Hạng sao'.

import { type Cell, EMPTY, type Row } from './sheet.ts';
import { readStar } from './values.ts';

export type StarColumn = { column: number; star: string };

const NAMES_A_STAR = /^(?:(?:hạng|đạt|đạt hạng|tiềm năng)\s+)?(?:0?[345]|ba|bốn|năm)\s*(?:sao|[*★])$/iu;

/** The columns that stand for one star each, by their lowest headings; none unless there are two different stars. */
export function starColumns(headings: readonly string[]): StarColumn[] {
  const columns = headings.flatMap((text, column) => (NAMES_A_STAR.test(text) ? [{ column, star: text }] : []));
  return new Set(columns.map((c) => c.star.toLowerCase())).size > 1 ? columns : [];
}

const MARK = /^(?:[x×v+1✓✔√☑☒]|có)$/iu;
const NO_MARK = /^(?:0|[-–—.…]*)$/;

/** The star that the marks of a row say; several marks, or something that is no mark, leave it open. */
export function markedStar(row: Row, columns: readonly StarColumn[]): Cell {
  const cellOf = (column: number) => row.cells[column] ?? EMPTY;
  const marked = columns.filter(({ column }) => cellOf(column).fault || !NO_MARK.test(cellOf(column).text));
  const faulty = marked.find(({ column }) => cellOf(column).fault);
  if (faulty) return cellOf(faulty.column);
  const said = marked.map(({ column, star }) => {
    const { text } = cellOf(column);
    return MARK.test(text) || sameStar(text, star) ? star : `${star}: ${text}?`;
  });
  return { text: said.join('; ') };
}

function sameStar(a: string, b: string): boolean {
  const [x, y] = [readStar(a), readStar(b)];
  return x !== null && y !== null && 'star' in x && 'star' in y && x.star === y.star;
}
