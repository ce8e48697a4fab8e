import { stringify } from 'csv-stringify/sync';
import { reportWords } from '#shared/messages/report.ts';
import { reportOf } from '../figures.ts';
import type { RequestHandler } from './$types';

/** The report as one long table: part, line, number. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const report = await reportOf(locals, url);
  const w = reportWords(locals.lang);
  const lines = [
    ...Object.entries(report.movements).map(([key, count]) => [w.movements, key, w.movement[key as keyof typeof w.movement], count]),
    ...report.parts.flatMap((p) => p.rows.map((r) => [w.by[p.by], r.key, r.label, r.count])),
  ];
  const body = stringify(
    [['part', 'key', 'label', 'count', 'unit', 'from', 'to'], ...lines.map((l) => [...l, report.unit, report.from, report.to])],
    {
      bom: true,
      escape_formulas: true,
    },
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="bao-cao-${report.unit}-${report.to}.csv"`,
    },
  });
};
