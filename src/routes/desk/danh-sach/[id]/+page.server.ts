import { error } from '@sveltejs/kit';
import { answerList, enterList, getList, putAwayList, questionsOf } from '#server/modules/registry/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { localPath } from '#shared/lang.ts';
import { act } from '../../../act.ts';
import { personOf } from '../../../my/person.ts';
import { unitName } from '../../units.ts';
import type { Actions, PageServerLoad } from './$types';

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

export const actions: Actions = {
  /** Fields `q-<question>` = 'producer:<id>' | 'product:<id>' | 'unit:<code>' | 'new' | 'leave_out' | ''. */
  answer: (event) =>
    act(
      event,
      ({ ctx, ground, form }) => {
        const answers = [...form].flatMap(([name, value]) => {
          if (!name.startsWith('q-') || typeof value !== 'string' || value === '') return [];
          const [choice = '', chosenId] = value.split(':');
          return [{ question: name.slice(2), choice, chosenId }];
        });
        return answerList(ctx, { id: event.params.id, answers }, ground);
      },
      () => `${event.url.pathname}?xong=tra-loi`,
    ),
  enter: (event) =>
    act(
      event,
      ({ ctx, ground }) => enterList(ctx, { id: event.params.id }, ground),
      () => `${event.url.pathname}?xong=nap`,
    ),
  putAway: (event) =>
    act(
      event,
      ({ ctx, ground }) => putAwayList(ctx, { id: event.params.id }, ground),
      () => `${localPath('/desk/danh-sach', event.locals.lang)}?xong=cat`,
    ),
};
