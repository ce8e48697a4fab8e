import { getAgreement } from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { paperOf } from '../../../../agreement-view.ts';
import { answered } from '../../../../demand-view.ts';
import { personOf } from '../../../person.ts';
import type { RequestHandler } from './$types';

/** A paper of an agreement, for whoever may see it. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { app, lang } = locals;
  const a = await answered(lang, getAgreement(app.ctx(personOf(locals)), params.id, app.territory));
  return paperOf(a, params.paper, dayOf(app.clock()));
};
