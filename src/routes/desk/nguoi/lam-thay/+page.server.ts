import {
  consentToMembership,
  ensureOrganisation,
  grantRole,
  inEffect,
  listMembers,
  listProxies,
  mayGrant,
  NATION,
  revokeRole,
} from '#server/modules/identity/index.ts';
import { dayOf } from '#shared/dates.ts';
import { act } from '../../../act.ts';
import { closed } from '../../../dang-nhap/session.ts';
import { personOf } from '../../../my/person.ts';
import { producerNamed } from '../../../my/producers.ts';
import { unitName } from '../../units.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who acts for the producers of one's unit by a letter of authority, and which members have not agreed yet. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const { territory } = app;
  const person = personOf(locals);
  const ctx = app.ctx(person);
  const today = dayOf(ctx.now);
  const own = person.assignments
    .filter((a) => inEffect(territory, a, today) && mayGrant(territory, person, 'proxy', a.unit, today))
    .map((a) => a.unit);
  if (own.length === 0) closed(lang);
  const provinces = own.includes(NATION) ? territory.provinces(34).map((p) => p.code) : own;
  const units = [...new Set(provinces.flatMap((u) => [u, ...territory.communesOf(u).map((c) => c.code)]))];
  const [proxies, waiting] = await Promise.all([listProxies(ctx, { units }), listMembers(ctx, { waitingIn: units })]);
  return {
    today,
    account: person.account,
    done: url.searchParams.has('xong'),
    proxies: proxies.map((p) => ({ ...p, unitName: unitName(territory, p.unit, lang) })),
    waiting,
  };
};

export const actions: Actions = {
  /** The proxy is bound to the commune where the producer sits. */
  record: (event) =>
    act(event, async ({ ctx, ground, of, maybe }) => {
      const { id, name, unit } = await producerNamed(event.locals, of('producer'), 'producer');
      const organisation = await ensureOrganisation(ctx, { producer: id, name, unit }, ground);
      const input = { account: of('account').toLowerCase(), basis: of('basis'), from: of('from'), until: maybe('until') };
      return grantRole(ctx, { ...input, role: 'proxy', unit, organisation: organisation.id }, ground);
    }),
  revoke: (event) => act(event, ({ ctx, ground, of }) => revokeRole(ctx, { assignment: of('assignment'), reason: of('reason') }, ground)),
  consent: (event) =>
    act(event, ({ ctx, ground, of }) =>
      consentToMembership(ctx, { organisation: of('organisation'), member: of('member'), from: of('from'), paper: of('paper') }, ground),
    ),
};
