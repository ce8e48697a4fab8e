import { error } from '@sveltejs/kit';
import { answerSheet, getDossier } from '#server/modules/assessment/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { localPath } from '#shared/lang.ts';
import { act } from '../../../../act.ts';
import { setIn, sheetFrom } from '../../../../desk/ho-so/sheet.ts';
import { personOf } from '../../../person.ts';
import type { Actions, PageServerLoad } from './$types';

/** The producer's own sheet of one dossier. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { app, lang } = locals;
  const dossier = await getDossier(app.ctx(personOf(locals)), params.id, app.territory).catch((e: unknown) => {
    if (e instanceof AppError) error(STATUS_OF[e.code], { message: e.detail[lang], code: e.code });
    throw e;
  });
  const { answers, notApplicable, knockouts } = dossier;
  return {
    id: dossier.id,
    product: dossier.product.name,
    rowVersion: dossier.rowVersion,
    mayEdit: dossier.moves.some((m) => m.move === 'edit'),
    answers,
    notApplicable,
    knockouts,
    papers: dossier.papers,
    set: setIn(lang, dossier.ruleset, dossier.set),
  };
};

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      ({ ctx, form, of }) => {
        const input = { dossier: event.params.id, rowVersion: Number(of('rowVersion')) || undefined, ...sheetFrom(form) };
        return answerSheet(ctx, input, event.locals.app.territory);
      },
      () => `${localPath(`/my/ho-so/${event.params.id}`, event.locals.lang)}?xong=1`,
    ),
};
