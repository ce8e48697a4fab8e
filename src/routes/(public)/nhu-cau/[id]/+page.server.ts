import { getDemand } from '#server/modules/sourcing/index.ts';
import { PUBLIC } from '#server/platform/ctx.ts';
import { answered, showDemand } from '../../../demand-view.ts';
import type { PageServerLoad } from './$types';

/** One public demand, also once it is closed. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { app, lang } = locals;
  const demand = await answered(lang, getDemand(app.ctx(PUBLIC), params.id, app.territory));
  return { demand: showDemand(locals, demand) };
};
