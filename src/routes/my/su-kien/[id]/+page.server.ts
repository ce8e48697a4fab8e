import {
  answerFollowUp,
  type FollowUpInput,
  getEvent,
  listMeetings,
  listParticipants,
  listVersions,
  listWishes,
  OUTCOMES,
  RESULTS,
  type Result,
  recordResult,
  register,
  settleParticipant,
  stateWishes,
} from '#server/modules/promotion/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import { dayOf } from '#shared/dates.ts';
import { act } from '../../../act.ts';
import { closed } from '../../../dang-nhap/session.ts';
import { answered } from '../../../demand-view.ts';
import { showEvent } from '../../../event-view.ts';
import { ownSides } from '../../own-sides.ts';
import type { Actions, PageServerLoad } from './$types';

const MOST = 30;

/** One event as its participants see it: own registration, wishes, timetable, results. Several producers of one person stand side by side. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const event = await answered(lang, getEvent(app.db, params.id));
  const { producers, organisations } = ownSides(locals);
  if (event.state === 'draft' || producers.length + organisations.length === 0) closed(lang);
  const people = await listParticipants(app.db, event.id);
  const names = new Map(people.map((p) => [p.id, p.name]));
  const own = people.filter(
    (p) =>
      (p.producerId !== null && producers.includes(p.producerId)) ||
      (p.organisationId !== null && organisations.some((o) => o.id === p.organisationId)),
  );
  const version = (await listVersions(app.db, event.id)).find((v) => v.state === 'published');
  const today = dayOf(app.clock());
  const mine = await Promise.all(
    own.slice(0, MOST).map(async (p) => {
      const stated = new Map((await listWishes(app.db, p.id)).map((x) => [x.to, x.weight]));
      const meetings = version ? await listMeetings(app.db, version, p.id) : [];
      return {
        ...p,
        others: people
          .filter((x) => x.side !== p.side && (x.state === 'confirmed' || x.state === 'registered'))
          .map((x) => ({ id: x.id, name: x.name, weight: stated.get(x.id) ?? 0 })),
        meetings: meetings.map((m) => ({ ...m, with: names.get(p.side === 'firm' ? m.buyerId : m.firmId) ?? '' })),
      };
    }),
  );
  const free = await Promise.all(
    producers
      .filter((id) => !own.some((p) => p.producerId === id))
      .slice(0, MOST)
      .map((id) => findProducer(app.db, id)),
  );
  return {
    event: showEvent(locals, event),
    mine,
    mayRegister: event.state === 'open' && today <= event.registerUntil,
    mayWish: event.state === 'open',
    mayResult: today >= event.meetOn,
    hasTimetable: version !== undefined,
    canRegister: [
      ...free.flatMap((p) => (p ? [{ value: `producer:${p.id}`, name: p.name }] : [])),
      ...organisations
        .filter((o) => !own.some((p) => p.organisationId === o.id))
        .map((o) => ({ value: `organisation:${o.id}`, name: o.name })),
    ],
    results: RESULTS,
    outcomes: OUTCOMES,
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  register: (event) =>
    act(event, ({ ctx, ground, form, of, maybe }) => {
      const [kind, id = ''] = of('who').split(':');
      return register(
        ctx,
        {
          eventId: event.params.id,
          ...(kind === 'organisation' ? { organisation: id } : { producer: id }),
          tables: Number(maybe('tables') ?? 1),
          most: maybe('most') === undefined ? null : Number(of('most')),
          away: form.getAll('away').map(Number),
          wantsBooth: form.has('wantsBooth'),
        },
        ground,
      );
    }),
  withdraw: (event) =>
    act(event, ({ ctx, ground, of }) => settleParticipant(ctx, { participant: of('participant'), to: 'withdrawn' }, ground)),
  wishes: (event) =>
    act(event, ({ ctx, ground, form, of }) => {
      const wishes = [...form].flatMap(([name, value]) =>
        name.startsWith('wish-') && Number(value) > 0 ? [{ to: name.slice(5), weight: Number(value) }] : [],
      );
      return stateWishes(ctx, { participant: of('participant'), wishes }, ground);
    }),
  result: (event) =>
    act(event, ({ ctx, ground, of }) =>
      recordResult(ctx, { meeting: of('meeting'), result: of('result') as Result, note: of('note') }, ground),
    ),
  followUp: (event) =>
    act(event, ({ ctx, ground, of }) =>
      answerFollowUp(
        ctx,
        {
          meeting: of('meeting'),
          afterDays: Number(of('afterDays')) as FollowUpInput['afterDays'],
          outcome: of('outcome') as FollowUpInput['outcome'],
          agreement: of('agreement'),
        },
        ground,
      ),
    ),
};
