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
import { dayOf } from '#shared/dates.ts';
import { memberWords } from '#shared/messages/members.ts';
import { act, type Sent } from '../../act.ts';
import { closed } from '../../dang-nhap/session.ts';
import { personOf } from '../person.ts';
import { producerNamed } from '../producers.ts';
import type { Actions, PageServerLoad } from './$types';

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

const keyOf = ({ of }: Sent) => ({ organisation: of('organisation'), member: of('member'), from: of('from') });

export const actions: Actions = {
  propose: (event) =>
    act(event, async ({ ctx, ground, of, maybe }) => {
      const producer = await producerNamed(event.locals, of('producer'), 'producer');
      const input = { organisation: of('organisation'), basis: of('basis'), from: of('from'), until: maybe('until') };
      return proposeMember(ctx, { ...input, producer }, ground);
    }),
  consent: (event) => act(event, (sent) => consentToMembership(sent.ctx, keyOf(sent), sent.ground)),
  end: (event) => act(event, (sent) => endMembership(sent.ctx, keyOf(sent), sent.ground)),
  revoke: (event) =>
    act(event, ({ ctx, ground, of }) => revokeRole(ctx, { assignment: of('assignment'), reason: memberWords('vi').revokeReason }, ground)),
};
