import { error, redirect } from '@sveltejs/kit';
import { answerList, enterList, getList, putAwayList, questionsOf } from '#server/modules/registry/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { localPath } from '#shared/lang.ts';
import { refusal } from '../../../dang-nhap/session.ts';
import { personOf } from '../../../my/person.ts';
import { unitName } from '../../units.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Questions and rows on one page; the rest is in the report. */
const ASKED = 30;
const SHOWN = 100;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const list = await getList(app.ctx(personOf(locals)), params.id, app.territory).catch((e) => {
    if (e instanceof AppError) error(STATUS_OF[e.code], { message: e.detail[lang], code: e.code });
    throw e;
  });
  const { report } = list;
  const questions = questionsOf(report);
  const said = (one: { message: string; messageEn: string }) => (lang === 'vi' ? one.message : one.messageEn);
  return {
    id: list.id,
    unit: unitName(app.territory, list.unit, lang),
    unitCode: list.unit,
    fileName: list.fileName,
    state: list.state,
    counts: {
      created: report.created,
      updated: report.updated,
      unchanged: report.unchanged,
      needsPerson: report.needsPerson.length,
      rejected: report.rejected.length,
    },
    rows: report.rows,
    asked: questions.length,
    questions: questions.slice(0, ASKED).map((q) => ({ ...q, message: q.message[lang] })),
    rejected: report.rejected.slice(0, SHOWN).map((r) => ({ row: r.row, field: r.field, message: said(r) })),
    moreRejected: Math.max(0, report.rejected.length - SHOWN),
    warnings: report.warnings.slice(0, SHOWN).map((r) => ({ row: r.row, field: r.field, message: said(r) })),
    moreWarnings: Math.max(0, report.warnings.length - SHOWN),
    done: url.searchParams.get('xong'),
  };
};

async function act(
  { locals, params, request }: RequestEvent,
  done: string,
  work: (form: FormData) => Promise<unknown>,
  to = `/${params.id}`,
) {
  const form = await request.formData();
  try {
    await work(form);
  } catch (e) {
    return refusal(e, locals.lang);
  }
  redirect(303, `${localPath(`/desk/danh-sach${to}`, locals.lang)}?xong=${done}`);
}
const mine = (event: RequestEvent) => event.locals.app.ctx(personOf(event.locals));

export const actions: Actions = {
  /** Fields `q-<question>` = 'producer:<id>' | 'product:<id>' | 'unit:<code>' | 'new' | 'leave_out' | ''. */
  answer: (event) =>
    act(event, 'tra-loi', (form) => {
      const answers = [...form].flatMap(([name, value]) => {
        if (!name.startsWith('q-') || typeof value !== 'string' || value === '') return [];
        const [choice = '', chosenId] = value.split(':');
        return [{ question: name.slice(2), choice, chosenId }];
      });
      return answerList(mine(event), { id: event.params.id, answers }, event.locals.app.territory);
    }),
  enter: (event) => act(event, 'nap', () => enterList(mine(event), { id: event.params.id }, event.locals.app.territory)),
  putAway: (event) => act(event, 'cat', () => putAwayList(mine(event), { id: event.params.id }, event.locals.app.territory), ''),
};
