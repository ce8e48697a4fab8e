import { error } from '@sveltejs/kit';
import {
  callMeeting,
  closeScoring,
  declareConflict,
  getDossier,
  getHearing,
  orderRescore,
  rescore,
  submitSheet,
  waiveSecond,
} from '#server/modules/assessment/index.ts';
import { may, NATION } from '#server/modules/identity/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { act, requestKey } from '../../../act.ts';
import { personOf } from '../../../my/person.ts';
import { beyondSheet, criteriaOf, setIn, sheetFrom } from '../../ho-so/sheet.ts';
import type { Actions, PageServerLoad } from './$types';

/** One dossier before one council: the member's own sheet; the chair's acts. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const person = personOf(locals);
  const ctx = app.ctx(person);
  try {
    const hearing = await getHearing(ctx, params.id, app.territory);
    const dossier = await getDossier(ctx, hearing.dossier, app.territory);
    const set = setIn(lang, dossier.ruleset, dossier.set);
    const central = dossier.state.startsWith('central');
    const unit = central ? NATION : dossier.province;
    return {
      hearing,
      dossier,
      set,
      titles: Object.fromEntries(criteriaOf(set).map((c) => [c.code, c.title])),
      chairs: hearing.chairs && may(app.territory, person, central ? 'chair_centre' : 'chair_council', { unit }, dayOf(ctx.now)),
      today: dayOf(ctx.now),
      requestId: requestKey(),
      done: url.searchParams.has('xong'),
    };
  } catch (e) {
    if (e instanceof AppError) error(STATUS_OF[e.code], { message: e.detail[lang], code: e.code });
    throw e;
  }
};

export const actions: Actions = {
  score: (event) =>
    act(event, ({ ctx, form, of, key }) => {
      const note = of('note');
      const sheet = {
        // a total or an average sent along is refused by name, not left unread
        ...beyondSheet(form, ['round', 'note', 'requestId']),
        hearing: event.params.id,
        round: Number(of('round')),
        ...sheetFrom(form),
        ...(note ? { note } : {}),
        ...(key ? { requestId: key } : {}),
      };
      return submitSheet(ctx, sheet, event.locals.app.territory);
    }),
  conflict: (event) =>
    act(event, ({ ctx, of, key }) =>
      declareConflict(ctx, { hearing: event.params.id, reason: of('reason'), requestId: key }, event.locals.app.territory),
    ),
  close: (event) =>
    act(event, ({ ctx, key }) => closeScoring(ctx, { hearing: event.params.id, requestId: key }, event.locals.app.territory)),
  order: (event) =>
    act(event, ({ ctx, of, key }) =>
      orderRescore(ctx, { hearing: event.params.id, reason: of('reason'), requestId: key }, event.locals.app.territory),
    ),
  waive: (event) =>
    act(event, ({ ctx, of, key }) =>
      waiveSecond(ctx, { hearing: event.params.id, reason: of('reason'), requestId: key }, event.locals.app.territory),
    ),
  meet: (event) =>
    act(event, ({ ctx, of, key }) => {
      const call = { hearing: event.params.id, meetsOn: of('meetsOn'), reason: of('reason'), requestId: key };
      return callMeeting(ctx, call, event.locals.app.territory);
    }),
  rescore: (event) =>
    act(event, ({ ctx, of, key }) =>
      rescore(ctx, { hearing: event.params.id, minutes: of('minutes'), requestId: key }, event.locals.app.territory),
    ),
};
