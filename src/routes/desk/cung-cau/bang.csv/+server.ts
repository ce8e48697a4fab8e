import { json } from '@sveltejs/kit';
import { stringify } from 'csv-stringify/sync';
import { STAGES } from '#server/modules/sourcing/index.ts';
import { dealWords } from '#shared/messages/deals.ts';
import { figuresOf } from '../figures.ts';
import type { RequestHandler } from './$types';

/** The figures as one table, count and amount of each stage; `?dang=json` for programs. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { unit, sample, lines } = await figuresOf(locals);
  if (url.searchParams.get('dang') === 'json') return json({ unit, sample, lines }, { headers: { 'cache-control': 'no-store' } });
  const w = dealWords(locals.lang);
  const head = [w.month, w.province, w.chain, ...STAGES.flatMap((s) => [`${w.stage[s]}: ${w.count}`, `${w.stage[s]}: ${w.amount}`])];
  const rows = lines.map((l) => [
    l.month,
    l.province,
    l.chain,
    ...STAGES.flatMap((s) => [l.stages[s]?.count ?? 0, l.stages[s]?.amount ?? 0]),
  ]);
  return new Response(stringify([head, ...rows], { bom: true, escape_formulas: true }), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="cung-cau-${unit}.csv"`,
      'cache-control': 'no-store',
    },
  });
};
