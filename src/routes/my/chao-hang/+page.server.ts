import { answers, listDemands } from '#server/modules/sourcing/index.ts';
import { holds } from '#ui/view.ts';
import { showDemand } from '../../demand-view.ts';
import { ownProducers } from '../own-producers.ts';
import type { PageServerLoad } from './$types';

/** Open demands the person's producers may see: those that fit their products first. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app } = locals;
  const ids = ownProducers(locals);
  const products = ids.flatMap((id) => (app.catalogue.producer(id)?.products ?? []).filter((p) => holds(p.status)));
  const demands = await listDemands(app.db, { open: app.clock(), visibleTo: ids });
  const fits = (d: (typeof demands)[number]) => products.some((p) => answers(d, p));
  return {
    fitting: demands.filter(fits).map((d) => showDemand(locals, d)),
    others: demands.filter((d) => !fits(d)).map((d) => showDemand(locals, d)),
  };
};
