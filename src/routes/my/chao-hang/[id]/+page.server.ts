import { answers, getDemand, listOffers, listPriceViews, listSupply, makeOffer, withdrawOffer } from '#server/modules/sourcing/index.ts';
import { holds } from '#ui/view.ts';
import { act } from '../../../act.ts';
import { answered, showDemand } from '../../../demand-view.ts';
import { amountsIn, numberIn, termsIn } from '../../../supply-fields.ts';
import { ownProducers } from '../../own-producers.ts';
import { personOf } from '../../person.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const ctx = app.ctx(personOf(locals));
  const ids = ownProducers(locals);
  const demand = await answered(lang, getDemand(ctx, params.id, app.territory, ids));
  const own = await listOffers(ctx, demand.id, app.territory, ids);
  const views = await listPriceViews(ctx, ids, demand.id);
  const products = ids.flatMap((id) => (app.catalogue.producer(id)?.products ?? []).filter((p) => holds(p.status) && answers(demand, p)));
  const supply = new Map((await listSupply(app.db, { productIds: products.map((p) => p.id) })).map((s) => [s.productId, s]));
  return {
    demand: showDemand(locals, demand),
    products: products.map((p) => {
      const s = supply.get(p.id);
      return { id: p.id, name: p.name, unitPrice: s?.unitPrice, minLot: s?.minLot, lotStep: s?.lotStep, stated: s !== undefined };
    }),
    offers: own.map((o) => ({
      ...o,
      product: app.catalogue.product(o.productId)?.name ?? o.productId,
      seen: views.filter((v) => v.productId === o.productId).map(({ side, who, seenOn }) => ({ side, who, seenOn })),
    })),
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  offer: (event) =>
    act(event, ({ ctx, ground, form, of }) => {
      const offer = { demandId: event.params.id, productId: of('product'), quantity: numberIn(form, 'quantity'), note: of('note') };
      return makeOffer(ctx, { ...offer, ...termsIn(form), byDelivery: amountsIn(form, 'd-') }, ground);
    }),
  withdraw: (event) =>
    act(
      event,
      ({ ctx, ground, of }) => withdrawOffer(ctx, { id: of('id') }, ground),
      () => event.url.pathname,
    ),
};
