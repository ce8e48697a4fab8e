import type { ActionFailure } from '@sveltejs/kit';
import { inEffect, may, verbsOf } from '#server/modules/identity/index.ts';
import { listDemands, listLinks, listPools, listShares, makeLinks } from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { closed, refusal, type Said, text } from '../../dang-nhap/session.ts';
import { personOf } from '../../my/person.ts';
import type { Actions, PageServerLoad } from './$types';

/** Rounds sent to producers of the person's unit, for those who pass links on to producers without an account. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app, lang } = locals;
  const today = dayOf(app.clock());
  const promotes = personOf(locals).assignments.some((a) => inEffect(app.territory, a, today) && verbsOf(a).includes('promote'));
  if (!promotes) closed(lang);
  const demands = (await listDemands(app.db, {})).filter((d) => d.state === 'pooling' || d.state === 'contracted');
  const serves = (producer: string): boolean => {
    const unit = app.catalogue.producer(producer)?.place.provinceCode;
    return unit !== undefined && may(app.territory, locals.actor, 'promote', { unit }, today);
  };
  const rounds = await Promise.all(
    demands.map(async (d) => {
      const [pools, shares] = await Promise.all([listPools(app.db, { demandId: d.id }), listShares(app.db, { demandId: d.id })]);
      return pools.flatMap(({ id, round, state }) => {
        const producers = [...new Set(shares.flatMap((s) => (s.poolId === id && serves(s.producerId) ? [s.producerId] : [])))];
        if (producers.length === 0 || state === 'proposed' || state === 'dropped') return [];
        return [{ id, round, state, title: d.title, buyer: d.buyer, language: d.language, producers }];
      });
    }),
  );
  const sent = rounds.flat();
  const links = await listLinks(app.db, { poolIds: sent.map((r) => r.id), now: app.clock() });
  const sinceOf = (pool: string, producer: string) => links.find((l) => l.poolId === pool && l.producerId === producer)?.since;
  return {
    rounds: sent.map((r) => ({
      ...r,
      producers: r.producers.map((id) => {
        const since = sinceOf(r.id, id);
        return { id, name: app.catalogue.producer(id)?.name ?? id, since: since && dayOf(since) };
      }),
    })),
  };
};

type Links = { links: { producer: string; url: string }[] };

export const actions: Actions = {
  links: async ({ locals, request, url }): Promise<ActionFailure<Said> | Links> => {
    const { app, lang } = locals;
    const form = await request.formData();
    try {
      const input = { poolId: text(form, 'pool'), again: text(form, 'again') || undefined };
      const links = await makeLinks(app.ctx(personOf(locals)), input, app.territory);
      const to = (token: string) => `${app.origin ?? url.origin}/tra-loi/${token}`;
      return { links: links.map((l) => ({ producer: app.catalogue.producer(l.producerId)?.name ?? l.producerId, url: to(l.token) })) };
    } catch (e) {
      return refusal(e, lang);
    }
  },
};
