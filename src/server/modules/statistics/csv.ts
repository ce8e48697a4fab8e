import { stringify } from 'csv-stringify/sync';
import type { Lang } from '#shared/lang.ts';
import type { Statistics } from './schema.ts';

/** RFC 4180 with a BOM for spreadsheets; a cell that a spreadsheet would run as a formula is disarmed. Every row says whether sample data was counted. */
export function toCsv(figures: Statistics, lang: Lang): string {
  const { asOf, map, by, count, province, sample } = figures;
  const records = figures.rows.map((row) => [
    row.key,
    row.label[lang],
    row.count,
    row.share,
    asOf,
    map,
    by,
    province ?? '',
    count,
    String(sample),
  ]);
  return stringify([['key', 'label', 'count', 'share', 'asOf', 'map', 'by', 'province', 'counted', 'sample'], ...records], {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}
