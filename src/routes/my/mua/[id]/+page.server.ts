import { type ActionFailure, redirect } from '@sveltejs/kit';
import {
  cancelDemand,
  getDemand,
  listOffers,
  proposePool,
  readReliabilities,
  readRounds,
  type Strategy,
  sendPool,
  settlePool,
} from '#server/modules/sourcing/index.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { closed, refusal, type Said, text } from '../../../dang-nhap/session.ts';
import { answered, showDemand } from '../../../demand-view.ts';
import { personOf } from '../../person.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const SHOWN = 60;

/** One demand of the buyer: its offers, its rounds, who holds which share, why the others got nothing, what each condition costs. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const ctx = app.ctx(personOf(locals));
  const demand = await answered(lang, getDemand(ctx, params.id, app.territory));
  if (!demand.mine) closed(lang);
  const [offers, pools] = await Promise.all([listOffers(ctx, demand.id, app.territory), readRounds(ctx, demand.id, app.territory)]);
  const shares = pools.flatMap((p) => p.shares);
  const trust = await readReliabilities(ctx, [...new Set([...shares, ...offers].map((s) => s.producerId))]);
  const productOf = (id: string) => {
    const p = app.catalogue.product(id);
    return { name: p?.name ?? id, producer: p?.producer.name ?? '', type: p?.producer.type, province: p?.place.province ?? '' };
  };
  const filled = demand.deliveries.map((d) => {
    const own = shares.filter((s) => s.deliveryId === d.id);
    const sum = (states: string[]) => own.filter((s) => states.includes(s.state)).reduce((a, s) => a + (s.answered ?? s.quantity), 0);
    return { no: d.no, dueOn: d.dueOn, asked: d.quantity, accepted: sum(['accepted', 'delivered']), waiting: sum(['offered']) };
  });
  return {
    demand: showDemand(locals, demand),
    filled,
    offers: offers.map((o) => ({ ...o, ...productOf(o.productId), trust: trust.get(o.producerId) })),
    today: dayOf(app.clock()),
    answerBy: addDays(dayOf(app.clock()), 5),
    pools: pools
      .filter((p) => p.state !== 'dropped')
      .map((p) => {
        const own = p.shares;
        const byProduct = new Map<string, typeof own>();
        for (const s of own) byProduct.set(s.productId, [...(byProduct.get(s.productId) ?? []), s]);
        const refused = [
          ...p.explained.aside.map((a) => ({
            supplier: a.supplier,
            detail: a.detail[lang],
            wouldNeed: null as null | Record<string, unknown>,
          })),
          ...p.answer.refused.map((r) => ({
            supplier: r.supplier,
            detail: r.detail[lang],
            wouldNeed: r.wouldNeed as null | Record<string, unknown>,
          })),
        ];
        return {
          id: p.id,
          round: p.round,
          state: p.state,
          strategy: p.strategy,
          status: p.answer.status,
          objective: p.answer.objective,
          gap: p.answer.gap,
          relax: p.answer.relax ?? [],
          short: p.answer.short.reduce((a, s) => a + s.quantity, 0),
          answerBy: p.answerBy && dayOf(p.answerBy),
          lead: p.leadProducerId === null ? null : (app.catalogue.producer(p.leadProducerId)?.name ?? p.leadProducerId),
          shares: [...byProduct].map(([id, list]) => ({
            id,
            ...productOf(id),
            producerId: list[0]?.producerId ?? '',
            trust: trust.get(list[0]?.producerId ?? ''),
            quantity: list.reduce((a, s) => a + s.quantity, 0),
            price: Math.max(...list.map((s) => s.unitPrice)),
            months: list.map((s) => ({ dueOn: s.dueOn, quantity: s.quantity, answered: s.answered, state: s.state })),
          })),
          waiting: own.some((s) => s.state === 'offered'),
          refused: refused.slice(0, SHOWN).map((r) => ({ ...r, ...productOf(r.supplier) })),
          moreRefused: Math.max(0, refused.length - SHOWN),
          conditions: p.explained.conditions,
          alternatives: p.explained.alternatives,
        };
      }),
    done: url.searchParams.get('xong'),
  };
};

const mine = (event: RequestEvent) => event.locals.app.ctx(personOf(event.locals));
async function act(event: RequestEvent, work: (form: FormData) => Promise<unknown>): Promise<ActionFailure<Said>> {
  const form = await event.request.formData();
  try {
    await work(form);
  } catch (e) {
    return refusal(e, event.locals.lang);
  }
  redirect(303, `${localPath(`/my/mua/${event.params.id}`, event.locals.lang)}?xong=1`);
}

export const actions: Actions = {
  propose: (event) =>
    act(event, (form) =>
      proposePool(
        mine(event),
        { demandId: event.params.id ?? '', strategy: (text(form, 'strategy') || 'cheapest') as Strategy },
        event.locals.app.territory,
      ),
    ),
  send: (event) =>
    act(event, (form) => {
      const input = { poolId: text(form, 'pool'), answerBy: new Date(`${text(form, 'answerBy')}T23:59:59+07:00`) };
      return sendPool(mine(event), input, event.locals.app.territory);
    }),
  settle: (event) => act(event, (form) => settlePool(mine(event), { poolId: text(form, 'pool') }, event.locals.app.territory)),
  cancel: (event) =>
    act(event, (form) =>
      cancelDemand(mine(event), { id: event.params.id ?? '', reason: text(form, 'reason') }, event.locals.app.territory),
    ),
};
