import { redirect } from '@sveltejs/kit';
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
import { localPath } from '#shared/lang.ts';
import { closed, refusal, text } from '../../../dang-nhap/session.ts';
import { answered } from '../../../demand-view.ts';
import { showEvent } from '../../../event-view.ts';
import { ownSides } from '../../own-sides.ts';
import { personOf } from '../../person.ts';
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

type Event = Parameters<NonNullable<Actions['register']>>[0];
/** One act of the page: back to it when it is done, the refusal beside the form when it is not. */
const act = (work: (event: Event, form: FormData) => Promise<unknown>) => async (event: Event) => {
  const { locals, params } = event;
  try {
    await work(event, await event.request.formData());
  } catch (e) {
    return refusal(e, locals.lang);
  }
  redirect(303, `${localPath(`/my/su-kien/${params.id}`, locals.lang)}?xong=1`);
};
const ctxOf = ({ locals }: Event) => locals.app.ctx(personOf(locals));

export const actions: Actions = {
  register: act((event, form) => {
    const [kind, id = ''] = text(form, 'who').split(':');
    const most = text(form, 'most').trim();
    return register(
      ctxOf(event),
      {
        eventId: event.params.id,
        ...(kind === 'organisation' ? { organisation: id } : { producer: id }),
        tables: Number(text(form, 'tables') || 1),
        most: most === '' ? null : Number(most),
        away: form.getAll('away').map(Number),
        wantsBooth: form.has('wantsBooth'),
      },
      event.locals.app.territory,
    );
  }),
  withdraw: act((event, form) =>
    settleParticipant(ctxOf(event), { participant: text(form, 'participant'), to: 'withdrawn' }, event.locals.app.territory),
  ),
  wishes: act((event, form) => {
    const wishes = [...form].flatMap(([name, value]) =>
      name.startsWith('wish-') && Number(value) > 0 ? [{ to: name.slice(5), weight: Number(value) }] : [],
    );
    return stateWishes(ctxOf(event), { participant: text(form, 'participant'), wishes }, event.locals.app.territory);
  }),
  result: act((event, form) =>
    recordResult(
      ctxOf(event),
      { meeting: text(form, 'meeting'), result: text(form, 'result') as Result, note: text(form, 'note') },
      event.locals.app.territory,
    ),
  ),
  followUp: act((event, form) =>
    answerFollowUp(
      ctxOf(event),
      {
        meeting: text(form, 'meeting'),
        afterDays: Number(text(form, 'afterDays')) as FollowUpInput['afterDays'],
        outcome: text(form, 'outcome') as FollowUpInput['outcome'],
        agreement: text(form, 'agreement'),
      },
      event.locals.app.territory,
    ),
  ),
};
