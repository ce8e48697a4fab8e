import { addStore, buysFor, listBuyers, listDemands, listProfiles, listStores, stateBuyer } from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { act } from '../../act.ts';
import { showDemand } from '../../demand-view.ts';
import { personOf } from '../person.ts';
import type { Actions, PageServerLoad } from './$types';

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

export const actions: Actions = {
  buyer: (event) =>
    act(event, ({ ctx, ground, of, maybe }) =>
      stateBuyer(
        ctx,
        {
          organisation: of('organisation'),
          profile: maybe('profile') ?? null,
          country: of('country').toUpperCase(),
          taxCode: of('taxCode'),
          contact: of('contact'),
        },
        ground,
      ),
    ),
  store: (event) =>
    act(event, ({ ctx, ground, of }) =>
      addStore(
        ctx,
        {
          organisation: of('organisation'),
          name: of('name'),
          address: of('address'),
          province: of('province'),
          lat: null,
          lng: null,
        },
        ground,
      ),
    ),
};
