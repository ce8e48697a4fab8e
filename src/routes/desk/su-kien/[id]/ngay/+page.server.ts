import { may } from '#server/modules/identity/index.ts';
import {
  getEvent,
  listMeetings,
  listParticipants,
  listVersions,
  markPresence,
  RESULTS,
  type Result,
  recordResult,
} from '#server/modules/promotion/index.ts';
import { dayOf } from '#shared/dates.ts';
import { act } from '../../../../act.ts';
import { closed } from '../../../../dang-nhap/session.ts';
import { answered } from '../../../../demand-view.ts';
import { showEvent } from '../../../../event-view.ts';
import { personOf } from '../../../../my/person.ts';
import type { Actions, PageServerLoad } from './$types';

/** The meeting day: who sits where in each slot, who did not come, what came of it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const event = await answered(lang, getEvent(app.db, params.id));
  const now = app.clock();
  const today = dayOf(now);
  if (!may(app.territory, personOf(locals), 'promote', { unit: event.unit }, today)) closed(lang);
  const version = (await listVersions(app.db, event.id)).find((v) => v.state === 'published');
  const people = (await listParticipants(app.db, event.id)).filter((p) => p.state === 'confirmed');
  const names = new Map(people.map((p) => [p.id, p.name]));
  const meetings = version ? await listMeetings(app.db, version) : [];
  const local = new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(11, 16);
  const current = event.slots.findIndex((s) => s.until > local);
  return {
    event: showEvent(locals, event),
    people: people.map(({ id, name, side, absent }) => ({ id, name, side, absent })),
    rows: event.slots.map((s, slot) => ({
      slot,
      time: `${s.from}–${s.until}`,
      meetings: meetings
        .filter((m) => m.slot === slot)
        .map((m) => ({ ...m, firm: names.get(m.firmId) ?? '', buyer: names.get(m.buyerId) ?? '' })),
    })),
    current: Math.max(0, current),
    onDay: event.state === 'open' && today === event.meetOn,
    mayResult: today >= event.meetOn,
    results: RESULTS,
    freed: Number(url.searchParams.get('bo') ?? Number.NaN),
    filled: Number(url.searchParams.get('bu') ?? Number.NaN),
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  presence: (event) =>
    act(
      event,
      ({ ctx, ground, of }) =>
        markPresence(ctx, { participant: of('participant'), absent: of('absent') === '1', fromSlot: Number(of('fromSlot')) }, ground),
      ({ freed, filled }: { freed: number; filled: number }) => `${event.url.pathname}?bo=${freed}&bu=${filled}`,
    ),
  result: (event) =>
    act(event, ({ ctx, ground, of }) =>
      recordResult(ctx, { meeting: of('meeting'), result: of('result') as Result, note: of('note') }, ground),
    ),
};
