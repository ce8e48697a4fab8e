import { type ActionFailure, redirect } from '@sveltejs/kit';
import {
  consentToMembership,
  endMembership,
  inEffect,
  listMembers,
  listProxies,
  ownsProducer,
  proposeMember,
  revokeRole,
  secretaryOf,
} from '#server/modules/identity/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import { refused } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { memberWords } from '#shared/messages/members.ts';
import { closed, refusal, type Said, text } from '../../dang-nhap/session.ts';
import { personOf } from '../person.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Members of the cooperatives one is secretary of; for one's own producers: their cooperatives and who acts for them. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const person = personOf(locals);
  const ctx = app.ctx(person);
  const today = dayOf(ctx.now);
  const organisations = secretaryOf(ctx, app.territory);
  const held = person.assignments.filter((a) => inEffect(app.territory, a, today));
  const producers = held.flatMap((a) => a.producers.map((p) => p.id)).filter((id) => ownsProducer(ctx, app.territory, id));
  if (organisations.length === 0 && producers.length === 0) closed(lang);
  const [members, memberships, proxies] = await Promise.all([
    listMembers(ctx, { organisations }),
    listMembers(ctx, { producers }),
    listProxies(ctx, { producers }),
  ]);
  return {
    today,
    done: url.searchParams.has('xong'),
    cooperatives: organisations.map((id) => ({
      id,
      name: held.find((a) => a.organisation?.id === id)?.organisation?.name ?? '',
      members: members.filter((m) => m.organisation === id),
    })),
    producer: producers.length > 0,
    memberships,
    proxies,
  };
};

async function act(event: RequestEvent, work: (form: FormData) => Promise<void>): Promise<ActionFailure<Said>> {
  const form = await event.request.formData();
  try {
    await work(form);
  } catch (e) {
    return refusal(e, event.locals.lang);
  }
  redirect(303, `${event.url.pathname}?xong=1`);
}
const mine = (event: RequestEvent) => event.locals.app.ctx(personOf(event.locals));
const keyOf = (form: FormData) => ({ organisation: text(form, 'organisation'), member: text(form, 'member'), from: text(form, 'from') });

export const actions: Actions = {
  propose: (event) =>
    act(event, async (form) => {
      const { app } = event.locals;
      const producer = await findProducer(app.db, text(form, 'producer').trim().toUpperCase());
      if (!producer) throw refused('producer', memberWords('vi').noProducer, memberWords('en').noProducer, 'unknown');
      const { id, name } = producer;
      const input = { organisation: text(form, 'organisation'), basis: text(form, 'basis'), from: text(form, 'from') };
      const unit = producer.communeCode ?? producer.provinceCode;
      await proposeMember(mine(event), { ...input, until: text(form, 'until') || undefined, producer: { id, name, unit } }, app.territory);
    }),
  consent: (event) => act(event, (form) => consentToMembership(mine(event), keyOf(form), event.locals.app.territory)),
  end: (event) => act(event, (form) => endMembership(mine(event), keyOf(form), event.locals.app.territory)),
  revoke: (event) =>
    act(event, (form) => {
      const reason = memberWords('vi').revokeReason;
      return revokeRole(mine(event), { assignment: text(form, 'assignment'), reason }, event.locals.app.territory);
    }),
};
