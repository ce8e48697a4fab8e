// Writes the register as a list: our own CSV, the 21-column working list, or the sector's PTNT_OCOP.
import { stringify } from 'csv-stringify/sync';
import writeExcelFile, { type Cell, type SheetData } from 'write-excel-file/node';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { AppError } from '#server/platform/errors.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { type Column, type ExportLayout, FORMS, type Value } from './columns.ts';
import { readProducts } from './read-products.ts';

export type ExportInput = {
  layout: ExportLayout;
  format: 'xlsx' | 'csv';
  /** The register as known on this day; today when left out. */
  asOf?: string | undefined;
  /** Today's two-digit code. */
  province?: string | undefined;
};
export type Exported = { file: Uint8Array; products: number; rows: number; asOf: string };

/** A text that a spreadsheet would run as a formula is written behind an apostrophe; the import takes it off again. */
export const guard = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/**
 * The register as one file, of a past day too (`asOf`, today when left out), the nation or one province of the map of 34. Throws invalid
 * for a day that is none or to come, and for a province that is none.
 */
export async function exportProducts(ctx: Ctx, input: ExportInput, { territory }: { territory: Territory }): Promise<Exported> {
  const today = dayOf(ctx.now);
  const asOf = input.asOf ?? today;
  if (!isDay(asOf)) {
    const message = { vi: 'Ngày phải có thật, dạng YYYY-MM-DD.', en: 'The day must be a real one, YYYY-MM-DD.' };
    throw new AppError('invalid', message, [{ path: 'asOf', code: 'date_form', message }]);
  }
  if (asOf > today) {
    const message = { vi: `Chưa biết gì về sau ngày ${today}.`, en: `Nothing is known of the days after ${today} yet.` };
    throw new AppError('invalid', message, [{ path: 'asOf', code: 'future', message }]);
  }
  if (input.province !== undefined && !territory.province(input.province, 34)) {
    const message = { vi: `Không có tỉnh mã "${input.province}".`, en: `There is no province "${input.province}".` };
    throw new AppError('invalid', message, [{ path: 'province', code: 'unknown', message }]);
  }
  const form = FORMS[input.layout];
  const rows: Value[][] = [];
  let products = 0;
  for await (const batch of readProducts(ctx.db, asOf, input.province)) {
    for (const product of batch) rows.push(...form.rows(product, ++products, asOf, territory));
  }
  const file = input.format === 'csv' ? toCsv(form.columns, rows) : await toXlsx(form.columns, rows, form.title(asOf));
  return { file, products, rows: rows.length, asOf };
}

function toCsv(columns: Column[], rows: Value[][]): Uint8Array {
  const headings = columns.map((c) => (c.over ? `${c.over} - ${c.heading}` : c.heading));
  const text = (value: Value): string | number =>
    value === null ? '' : typeof value === 'object' ? value.day : typeof value === 'string' ? guard(value) : value;
  return Buffer.from(stringify([headings, ...rows.map((row) => row.map(text))], { bom: true, record_delimiter: '\r\n' }));
}

async function toXlsx(columns: Column[], rows: Value[][], title: string | null): Promise<Uint8Array> {
  const bold = (value: string): Cell => ({ value, fontWeight: 'bold', wrap: true });
  const data: SheetData = title ? [[{ value: title, fontWeight: 'bold', columnSpan: columns.length }], []] : [];
  if (columns.some((c) => c.over)) {
    const upper: Cell[] = columns.map((c, i): Cell => {
      if (!c.over) return { value: c.heading, fontWeight: 'bold', rowSpan: 2, wrap: true };
      if (columns[i - 1]?.over === c.over) return null;
      return { value: c.over, fontWeight: 'bold', align: 'center', columnSpan: columns.filter((o) => o.over === c.over).length };
    });
    data.push(
      upper,
      columns.map((c): Cell => (c.over ? bold(c.heading) : null)),
    );
  } else data.push(columns.map((c) => bold(c.heading)));
  for (const row of rows) data.push(row.map(toCell));
  const sheet = writeExcelFile(data, { sheet: 'OCOP', columns: columns.map((c) => (c.width ? { width: c.width } : {})) });
  return sheet.toBuffer();
}

function toCell(value: Value): Cell {
  if (value === null) return null;
  if (typeof value === 'number') return { value, type: Number };
  if (typeof value === 'object') return { value: new Date(`${value.day}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' };
  return { value: guard(value), type: String };
}
