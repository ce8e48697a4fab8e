import { showReliability } from '#server/modules/sourcing/index.ts';
import { answered } from '../../../../demand-view.ts';
import { personOf } from '../../../person.ts';
import type { PageServerLoad } from './$types';

/** How a producer kept its word, for whoever buys: numbers with the facts under them. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { app, lang } = locals;
  const { facts, numbers } = await answered(lang, showReliability(app.ctx(personOf(locals)), params.producer, app.territory));
  return { id: params.producer, name: app.catalogue.producer(params.producer)?.name ?? params.producer, facts, numbers };
};
