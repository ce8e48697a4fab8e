import { error } from '@sveltejs/kit';
import { actorOfLink, getAgreement, producerOfLink } from '#server/modules/sourcing/index.ts';
import { PUBLIC } from '#server/platform/ctx.ts';
import { dayOf } from '#shared/dates.ts';
import { poolWords } from '#shared/messages/pools.ts';
import { paperOf } from '../../../../../agreement-view.ts';
import { answered } from '../../../../../demand-view.ts';
import type { RequestHandler } from './$types';

/** A paper of an agreement, for the holder of a producer's link: what the producer itself may see. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { app, lang } = locals;
  const link = await producerOfLink(app.ctx(PUBLIC), params.token);
  if (!link) error(404, { message: poolWords(lang).badLink, code: 'not_found' });
  const today = dayOf(app.clock());
  const a = await answered(lang, getAgreement(app.ctx(actorOfLink(link, today)), params.agreement, app.territory));
  return paperOf(a, params.paper, today);
};
