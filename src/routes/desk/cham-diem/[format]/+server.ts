import { error } from '@sveltejs/kit';
import { getGrading, gradingCsv } from '#server/modules/assessment/index.ts';
import { questionOf } from '../question.ts';
import type { RequestHandler } from './$types';

/** The numbers of the page as a file: `csv` or `json`. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  if (params.format !== 'csv' && params.format !== 'json') error(404, { message: params.format, code: 'not_found' });
  const { question, ctx } = questionOf(locals, url);
  const grading = await getGrading(ctx, question, locals.app.territory);
  const name = `cham-diem-${grading.unit}-${grading.from}-${grading.until}.${params.format}`;
  const headers = { 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' };
  return params.format === 'csv'
    ? new Response(gradingCsv(grading), { headers: { ...headers, 'content-type': 'text/csv; charset=utf-8' } })
    : new Response(JSON.stringify(grading), { headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } });
};
