// The lists that an operator brings, read and checked row by row.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { AppError, type Bilingual } from '#server/platform/errors.ts';

export type RowFault = { file: string; row: number; field: string; code: string; message: Bilingual };
export type Line<T> = T & { row: number };

const text = z
  .string()
  .trim()
  .min(1)
  .transform((t) => t.normalize('NFC').replaceAll('’', "'").replace(/\s+/gu, ' '));
const province = z.string().regex(/^\d{2}$/u);
const district = z.string().regex(/^\d{3}$/u);
const commune = z.string().regex(/^\d{5}$/u);
const blank = z.literal('').transform(() => null);

const SCHEMAS = {
  'provinces_2026.csv': z.object({ code: province, full_name: text }),
  'communes_2026.csv': z.object({ code: commune, full_name: text, province_code: province }),
  'provinces_2025-06.csv': z.object({ code: province, full_name: text }),
  'districts_2025-06.csv': z.object({ code: district, full_name: text, province_code: province }),
  'communes_2025-06.csv': z.object({ code: commune, full_name: text, district_code: district, province_code: province }),
  'commune_mapping_clean.csv': z.object({
    old_code: z.union([commune, blank]),
    old_district: text,
    old_province: text,
    new_code: commune,
    new_commune: text,
    new_province: text,
  }),
  'commune_centres.csv': z.object({
    code: commune,
    // Vietnam with its seas
    lng: z.string().min(1).transform(Number).pipe(z.number().min(102).max(118)),
    lat: z.string().min(1).transform(Number).pipe(z.number().min(6).max(24)),
  }),
};
type Schemas = typeof SCHEMAS;
export type FileName = keyof Schemas;
export type Files = { [F in FileName]: Line<z.infer<Schemas[F]>>[] };

const NAMES = Object.keys(SCHEMAS) as FileName[];

/** Reads what the folder has. Throws only when it holds none of the lists, or a list is empty or lacks a column. */
export function readFiles(dir: string): { files: Files; present: FileName[]; missing: FileName[]; rejected: RowFault[] } {
  const present = NAMES.filter((n) => existsSync(path.join(dir, n)) && statSync(path.join(dir, n)).isFile());
  if (present.length === 0) {
    const message = { vi: `Không có danh sách đơn vị nào trong ${dir}.`, en: `No list of units in ${dir}.` };
    throw new AppError('invalid', message, [
      { path: dir, code: 'no_files', message: { vi: `Cần: ${NAMES.join(', ')}`, en: `Wanted: ${NAMES.join(', ')}` } },
    ]);
  }
  const rejected: RowFault[] = [];
  const files = Object.fromEntries(NAMES.map((n) => [n, present.includes(n) ? readOne(dir, n, rejected) : []])) as unknown as Files;
  return { files, present, missing: NAMES.filter((n) => !present.includes(n)), rejected };
}

function readOne(dir: string, file: FileName, rejected: RowFault[]): unknown[] {
  const schema = SCHEMAS[file];
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(readFileSync(path.join(dir, file)), {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
    });
  } catch (e) {
    const message = { vi: `${file} không phải CSV đọc được.`, en: `${file} is not readable CSV.` };
    throw new AppError('invalid', message, [{ path: file, code: 'not_csv', message: { vi: message.vi, en: (e as Error).message } }]);
  }
  if (records.length === 0) {
    const message = { vi: `${file} không có dòng nào.`, en: `${file} has no rows.` };
    throw new AppError('invalid', message, [{ path: file, code: 'empty', message }]);
  }
  const columns = Object.keys(schema.shape);
  const absent = columns.filter((c) => !(c in (records[0]?.record ?? {})));
  if (absent.length > 0) {
    throw new AppError(
      'invalid',
      { vi: `${file} thiếu cột.`, en: `${file} lacks columns.` },
      absent.map((c) => ({
        path: `${file}:${c}`,
        code: 'missing_column',
        message: { vi: `Thiếu cột ${c}.`, en: `Column ${c} is missing.` },
      })),
    );
  }
  const lines: unknown[] = [];
  const seen = new Set<string>();
  for (const { record, info } of records) {
    const row = info.lines; // of the file, blank ones counted
    const parsed = schema.safeParse(record);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) {
        const field = String(issue.path[0] ?? '');
        rejected.push(
          fault(
            file,
            row,
            field,
            'invalid',
            `Ô ${field} không hợp lệ: “${record[field] ?? ''}”.`,
            `Cell ${field} is not valid: “${record[field] ?? ''}”.`,
          ),
        );
      }
      continue;
    }
    const code = 'code' in parsed.data ? parsed.data.code : '';
    if (code && seen.has(code)) {
      rejected.push(fault(file, row, 'code', 'duplicate', `Mã ${code} đã có ở dòng trên.`, `Code ${code} stands on an earlier row.`));
      continue;
    }
    seen.add(code);
    lines.push({ ...parsed.data, row });
  }
  return lines;
}

export const fault = (file: string, row: number, field: string, code: string, vi: string, en: string): RowFault => ({
  file,
  row,
  field,
  code,
  message: { vi, en },
});
