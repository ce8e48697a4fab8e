import { answers, listDemands, listPriceViews } from '#server/modules/sourcing/index.ts';
import { holds } from '#ui/view.ts';
import { showDemand } from '../../demand-view.ts';
import { ownProducers } from '../own-producers.ts';
import { personOf } from '../person.ts';
import type { PageServerLoad } from './$types';

/** Open demands the person's producers may see: those that fit their products first. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app } = locals;
  const ids = ownProducers(locals);
  const products = ids.flatMap((id) => (app.catalogue.producer(id)?.products ?? []).filter((p) => holds(p.status)));
  const [demands, views] = await Promise.all([
    listDemands(app.db, { open: app.clock(), visibleTo: ids }),
    listPriceViews(app.ctx(personOf(locals)), ids),
  ]);
  const fits = (d: (typeof demands)[number]) => products.some((p) => answers(d, p));
  return {
    fitting: demands.filter(fits).map((d) => showDemand(locals, d)),
    views: views.slice(0, 50).map((v, key) => ({ ...v, key, product: app.catalogue.product(v.productId)?.name ?? v.productId })),
    others: demands.filter((d) => !fits(d)).map((d) => showDemand(locals, d)),
  };
};
