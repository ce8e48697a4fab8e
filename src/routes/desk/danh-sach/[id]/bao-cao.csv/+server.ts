import { error } from '@sveltejs/kit';
import { stringify } from 'csv-stringify/sync';
import { getList, guard } from '#server/modules/registry/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { personOf } from '../../../../my/person.ts';
import type { RequestHandler } from './$types';

/** Every row that stayed out or carries a note, for a spreadsheet. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { app, lang } = locals;
  const { report } = await getList(app.ctx(personOf(locals)), params.id, app.territory).catch((e) => {
    if (e instanceof AppError) error(STATUS_OF[e.code], { message: e.detail[lang], code: e.code });
    throw e;
  });
  const said = (one: { message: string; messageEn: string }) => (lang === 'vi' ? one.message : one.messageEn);
  const rows = [
    ...report.needsPerson.map((r) => [
      r.row,
      'needs_person',
      r.reason,
      '',
      said(r),
      r.candidates.map((c) => `${c.id} ${c.name}`).join(' | '),
    ]),
    ...report.rejected.map((r) => [r.row, 'rejected', r.code, r.field, said(r), '']),
    ...report.warnings.map((r) => [r.row ?? '', 'warning', r.code, r.field ?? '', said(r), '']),
  ];
  const body = stringify([['row', 'kind', 'code', 'field', 'message', 'candidates'], ...rows.map((r) => r.map((v) => guard(String(v))))]);
  return new Response(`\uFEFF${body}`, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="danh-sach-${params.id}.csv"` },
  });
};
