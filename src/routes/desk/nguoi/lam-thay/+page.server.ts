import { type ActionFailure, redirect } from '@sveltejs/kit';
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
import { findProducer } from '#server/modules/registry/index.ts';
import { refused } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { memberWords } from '#shared/messages/members.ts';
import { closed, refusal, type Said, text } from '../../../dang-nhap/session.ts';
import { personOf } from '../../../my/person.ts';
import { unitName } from '../../units.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

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

async function act(event: RequestEvent, work: (form: FormData) => Promise<unknown>): Promise<ActionFailure<Said>> {
  const form = await event.request.formData();
  try {
    await work(form);
  } catch (e) {
    return refusal(e, event.locals.lang);
  }
  redirect(303, `${event.url.pathname}?xong=1`);
}
const mine = (event: RequestEvent) => event.locals.app.ctx(personOf(event.locals));

export const actions: Actions = {
  /** The proxy is bound to the commune where the producer sits. */
  record: (event) =>
    act(event, async (form) => {
      const { territory, db } = event.locals.app;
      const producer = await findProducer(db, text(form, 'producer').trim().toUpperCase());
      if (!producer) throw refused('producer', memberWords('vi').noProducer, memberWords('en').noProducer, 'unknown');
      const unit = producer.communeCode ?? producer.provinceCode;
      const organisation = await ensureOrganisation(mine(event), { producer: producer.id, name: producer.name, unit }, territory);
      const input = { account: text(form, 'account').trim().toLowerCase(), basis: text(form, 'basis'), from: text(form, 'from') };
      const until = text(form, 'until') || undefined;
      return grantRole(mine(event), { ...input, role: 'proxy', unit, until, organisation: organisation.id }, territory);
    }),
  revoke: (event) =>
    act(event, (form) =>
      revokeRole(mine(event), { assignment: text(form, 'assignment'), reason: text(form, 'reason') }, event.locals.app.territory),
    ),
  consent: (event) =>
    act(event, (form) => {
      const key = { organisation: text(form, 'organisation'), member: text(form, 'member'), from: text(form, 'from') };
      return consentToMembership(mine(event), { ...key, paper: text(form, 'paper') }, event.locals.app.territory);
    }),
};
