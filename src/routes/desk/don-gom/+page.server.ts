import type { ActionFailure } from '@sveltejs/kit';
import { inEffect, may, verbsOf } from '#server/modules/identity/index.ts';
import { listDemands, listPools, listShares, makeLinks } from '#server/modules/sourcing/index.ts';
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
      return { demand: d, pools: pools.filter((p) => shares.some((s) => s.poolId === p.id && serves(s.producerId))) };
    }),
  );
  return {
    rounds: rounds.flatMap(({ demand, pools }) =>
      pools
        .filter((p) => p.state !== 'proposed' && p.state !== 'dropped')
        .map((p) => ({ id: p.id, round: p.round, state: p.state, title: demand.title, buyer: demand.buyer, language: demand.language })),
    ),
  };
};

type Links = { links: { producer: string; url: string }[]; pool: string };

export const actions: Actions = {
  links: async ({ locals, request, url }): Promise<ActionFailure<Said> | Links> => {
    const { app, lang } = locals;
    const pool = text(await request.formData(), 'pool');
    try {
      const links = await makeLinks(app.ctx(personOf(locals)), { poolId: pool }, app.territory);
      const to = (token: string) => `${app.origin ?? url.origin}/tra-loi/${token}`;
      return {
        pool,
        links: links.map((l) => ({ producer: app.catalogue.producer(l.producerId)?.name ?? l.producerId, url: to(l.token) })),
      };
    } catch (e) {
      return refusal(e, lang);
    }
  },
};
