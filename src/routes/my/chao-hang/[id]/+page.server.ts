import { type ActionFailure, redirect } from '@sveltejs/kit';
import { answers, getDemand, listOffers, listPriceViews, listSupply, makeOffer, withdrawOffer } from '#server/modules/sourcing/index.ts';
import { localPath } from '#shared/lang.ts';
import { holds } from '#ui/view.ts';
import { refusalOf, type SaidKept, text } from '../../../dang-nhap/session.ts';
import { answered, showDemand } from '../../../demand-view.ts';
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
  offer: async ({ locals, params, request, url }): Promise<ActionFailure<SaidKept>> => {
    const form = await request.formData();
    const number = (name: string) => Number(text(form, name).trim().replace(',', '.') || 0);
    const byDelivery = Object.fromEntries(
      [...form].flatMap(([name, value]) =>
        name.startsWith('d-') && typeof value === 'string' && value.trim() !== '' ? [[name.slice(2), Number(value.replace(',', '.'))]] : [],
      ),
    );
    const offer = {
      demandId: params.id,
      productId: text(form, 'product'),
      unitPrice: number('unitPrice'),
      quantity: number('quantity'),
      byDelivery,
      minLot: number('minLot'),
      lotStep: text(form, 'lotStep').trim() === '' ? null : number('lotStep'),
      note: text(form, 'note'),
    };
    try {
      await makeOffer(locals.app.ctx(personOf(locals)), offer, locals.app.territory);
    } catch (e) {
      return refusalOf(e, locals.lang, form, url);
    }
    redirect(303, `${localPath(`/my/chao-hang/${params.id}`, locals.lang)}?xong=1`);
  },
  withdraw: async ({ locals, params, request, url }): Promise<ActionFailure<SaidKept>> => {
    const form = await request.formData();
    try {
      await withdrawOffer(locals.app.ctx(personOf(locals)), { id: text(form, 'id') }, locals.app.territory);
    } catch (e) {
      return refusalOf(e, locals.lang, form, url);
    }
    redirect(303, localPath(`/my/chao-hang/${params.id}`, locals.lang));
  },
};
