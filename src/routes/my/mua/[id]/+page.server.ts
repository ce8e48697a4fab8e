import {
  cancelDemand,
  drawContract,
  getDemand,
  listAgreements,
  listDrawable,
  listOffers,
  listSupply,
  proposePool,
  readReliabilities,
  readRounds,
  type Strategy,
  sendPool,
  settlePool,
} from '#server/modules/sourcing/index.ts';
import { addDays, dayOf, daysBetween } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { act } from '../../../act.ts';
import { closed } from '../../../dang-nhap/session.ts';
import { answered, showDemand } from '../../../demand-view.ts';
import { personOf } from '../../person.ts';
import type { Actions, PageServerLoad } from './$types';
import { poolView } from './pool-view.ts';

/** One demand of the buyer: its offers, its rounds, who holds which share, why the others got nothing, what each condition costs. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const ctx = app.ctx(personOf(locals));
  const demand = await answered(lang, getDemand(ctx, params.id, app.territory));
  if (!demand.mine) closed(lang);
  const own = [demand.organisationId];
  const [offers, rounds, drawable, agreements] = await Promise.all([
    listOffers(ctx, demand.id, app.territory),
    readRounds(ctx, demand.id, app.territory),
    listDrawable(app.db, own),
    listAgreements(app.db, { organisations: own, limit: 500 }),
  ]);
  const shares = rounds.flatMap((p) => p.shares);
  const trust = await readReliabilities(ctx, [...new Set([...shares, ...offers].map((s) => s.producerId))]);
  const today = dayOf(app.clock());
  const supply = await listSupply(app.db, { productIds: [...new Set(shares.map((s) => s.productId))] });
  const stated = new Map(supply.map((s) => [s.productId, daysBetween(dayOf(s.statedAt), today)]));
  const held = shares.filter((s) => s.state === 'accepted' || s.state === 'delivered');
  const current = new Set(rounds.filter((r) => r.state === 'proposed').map((r) => r.id));
  const filled = demand.deliveries.map((d) => {
    const at = (list: typeof shares) => list.filter((s) => s.deliveryId === d.id).reduce((sum, s) => sum + (s.answered ?? s.quantity), 0);
    return {
      no: d.no,
      dueOn: d.dueOn,
      asked: d.quantity,
      accepted: at(held),
      waiting: at(shares.filter((s) => s.state === 'offered')),
      planned: at(shares.filter((s) => s.state === 'proposed' && current.has(s.poolId))),
    };
  });
  const pools = rounds
    .filter((p) => p.state !== 'dropped')
    .map((p) => poolView(p, demand.deliveries, { catalogue: app.catalogue, lang, trust, stated }));
  const contracts = agreements.filter((a) => a.kind === 'contract' && a.demandId === demand.id);
  const [newest] = pools;
  const under = contracts.some((a) => a.state !== 'drawn');
  return {
    demand: showDemand(locals, demand),
    filled,
    holders: new Set(held.map((s) => s.producerId)).size,
    step:
      demand.state === 'fulfilled' || (under && newest?.state === 'contracted')
        ? 4
        : newest?.state === 'offered'
          ? 2
          : newest === undefined || newest.state === 'proposed' || filled.some((f) => f.accepted < f.asked)
            ? 1
            : 3,
    offers: offers.map((o) => {
      const p = app.catalogue.product(o.productId);
      const names = { name: p?.name ?? o.productId, producer: p?.producer.name ?? '', province: p?.place.province ?? '' };
      return { ...o, ...names, trust: trust.get(o.producerId) };
    }),
    today,
    answerBy: addDays(today, 5),
    pools,
    drawable: drawable.find((d) => d.demandId === demand.id),
    contracts: contracts.map((a) => ({ id: a.id, number: a.number })),
    done: url.searchParams.get('xong'),
  };
};

export const actions: Actions = {
  propose: (event) =>
    act(event, ({ ctx, ground, of }) =>
      proposePool(ctx, { demandId: event.params.id, strategy: (of('strategy') || 'cheapest') as Strategy }, ground),
    ),
  send: (event) =>
    act(event, ({ ctx, ground, of }) =>
      sendPool(ctx, { poolId: of('pool'), answerBy: new Date(`${of('answerBy')}T23:59:59+07:00`) }, ground),
    ),
  draw: (event) =>
    act(
      event,
      ({ ctx, ground, form }) => drawContract(ctx, { demandId: event.params.id, short: form.has('short') }, ground),
      ({ id }: { id: string }) => localPath(`/my/hop-dong/${id}`, event.locals.lang),
    ),
  settle: (event) => act(event, ({ ctx, ground, of }) => settlePool(ctx, { poolId: of('pool') }, ground)),
  cancel: (event) => act(event, ({ ctx, ground, of }) => cancelDemand(ctx, { id: event.params.id, reason: of('reason') }, ground)),
};
