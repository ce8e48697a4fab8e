import { type ActionFailure, redirect } from '@sveltejs/kit';
import { addStore, buysFor, listBuyers, listDemands, listProfiles, listStores, stateBuyer } from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { refusalOf, type SaidKept, text } from '../../dang-nhap/session.ts';
import { showDemand } from '../../demand-view.ts';
import { personOf } from '../person.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** A buyer's own place: who it is, where it receives, what it asked for. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app } = locals;
  const organisations = buysFor(app.territory, personOf(locals), dayOf(app.clock()));
  const ids = organisations.map((o) => o.id);
  const [buyers, demands, stores] = await Promise.all([
    listBuyers(app.db, ids),
    ids.length > 0 ? listDemands(app.db, { organisations: ids }) : [],
    Promise.all(ids.map((id) => listStores(app.db, id))),
  ]);
  return {
    buyers,
    stores: stores.flat().map((s) => ({ ...s, province: app.territory.province(s.provinceCode, 34)?.name ?? '' })),
    demands: demands.map((d) => showDemand(locals, d)),
    profiles: listProfiles().map(({ key, name }) => ({ key, name })),
    provinces: app.territory.provinces(34).map(({ code, name }) => ({ code, name })),
    done: url.searchParams.has('xong'),
  };
};

async function act(event: RequestEvent, work: (form: FormData) => Promise<unknown>): Promise<ActionFailure<SaidKept>> {
  const form = await event.request.formData();
  try {
    await work(form);
  } catch (e) {
    return refusalOf(e, event.locals.lang, form, event.url);
  }
  redirect(303, `${localPath('/my/mua', event.locals.lang)}?xong=1`);
}
const mine = (event: RequestEvent) => event.locals.app.ctx(personOf(event.locals));

export const actions: Actions = {
  buyer: (event) =>
    act(event, (form) =>
      stateBuyer(
        mine(event),
        {
          organisation: text(form, 'organisation'),
          profile: text(form, 'profile') || null,
          country: text(form, 'country').trim().toUpperCase(),
          taxCode: text(form, 'taxCode').trim(),
          contact: text(form, 'contact'),
        },
        event.locals.app.territory,
      ),
    ),
  store: (event) =>
    act(event, (form) =>
      addStore(
        mine(event),
        {
          organisation: text(form, 'organisation'),
          name: text(form, 'name'),
          address: text(form, 'address'),
          province: text(form, 'province'),
          lat: null,
          lng: null,
        },
        event.locals.app.territory,
      ),
    ),
};
