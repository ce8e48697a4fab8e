import { inEffect, NATION, verbsOf } from '#server/modules/identity/index.ts';
import { listBuyers, profileOf, verifyBuyer } from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { act } from '../../act.ts';
import { closed } from '../../dang-nhap/session.ts';
import { personOf } from '../../my/person.ts';
import type { Actions, PageServerLoad } from './$types';

const unitOf = (locals: App.Locals): string | undefined => {
  const day = dayOf(locals.app.clock());
  const held = personOf(locals).assignments.filter((a) => inEffect(locals.app.territory, a, day) && verbsOf(a).includes('promote'));
  return held.some((a) => a.unit === NATION) ? NATION : held[0]?.unit;
};

/** Buyers that wait for somebody to look at their papers, then the others. */
export const load: PageServerLoad = async ({ locals, url }) => {
  if (!unitOf(locals)) closed(locals.lang);
  const buyers = await listBuyers(locals.app.db);
  return {
    buyers: buyers
      .toSorted((a, b) => Number(a.verifiedAt !== null) - Number(b.verifiedAt !== null))
      .map((b) => ({ ...b, profileName: b.profile === null ? null : (profileOf(b.profile)?.name ?? null) })),
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  verify: (event) =>
    act(event, ({ ctx, ground, of }) => verifyBuyer(ctx, { organisation: of('organisation'), unit: unitOf(event.locals) ?? '' }, ground)),
};
