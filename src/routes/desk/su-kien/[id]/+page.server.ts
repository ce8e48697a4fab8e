import { redirect } from '@sveltejs/kit';
import { listOrganisations, may } from '#server/modules/identity/index.ts';
import {
  drawEventBooths,
  type EventState,
  eventFigures,
  getEvent,
  importWishes,
  listParticipants,
  listProgramme,
  listVersions,
  makeTimetable,
  moveEvent,
  publishTimetable,
  register,
  type Shortfall,
  setProgramme,
  settleParticipant,
} from '#server/modules/promotion/index.ts';
import { dayOf } from '#shared/dates.ts';
import { type Lang, localPath } from '#shared/lang.ts';
import { eventWords } from '#shared/messages/events.ts';
import { closed, refusal, text } from '../../../dang-nhap/session.ts';
import { answered } from '../../../demand-view.ts';
import { showEvent } from '../../../event-view.ts';
import { personOf } from '../../../my/person.ts';
import { producersNamed } from '../../../my/producers.ts';
import type { Actions, PageServerLoad } from './$types';

/** Why a promise cannot be kept, in words. */
function explain(s: Shortfall, names: Map<string, string>, lang: Lang): string {
  const w = eventWords(lang);
  const name = names.get(s.firm) ?? s.firm;
  if (s.why === 'full') {
    const buyers = s.buyers.map((b) => names.get(b) ?? b).join(', ');
    return w.shortFull(name, s.least, s.got, buyers, s.places, s.rivals.length);
  }
  return w.short[s.why](name, s.least, s.got, s.why === 'no_slots' ? s.slots : s.pairs);
}

/** Everything an officer does with one event before and after its day. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const event = await answered(lang, getEvent(app.db, params.id));
  const today = dayOf(app.clock());
  if (!may(app.territory, personOf(locals), 'promote', { unit: event.unit }, today)) closed(lang);
  const [people, programme, versions, figures, buyers] = await Promise.all([
    listParticipants(app.db, event.id),
    listProgramme(app.db, event.id),
    listVersions(app.db, event.id),
    eventFigures(app.db, event.id),
    listOrganisations(app.db, { kind: 'buyer' }),
  ]);
  const names = new Map(people.map((p) => [p.id, p.name]));
  const next: Record<EventState, EventState[]> = { draft: ['open', 'cancelled'], open: ['held', 'cancelled'], held: [], cancelled: [] };
  return {
    event: showEvent(locals, event),
    people,
    programme,
    programmeText: programme.map((i) => [i.day, i.starts, i.ends, i.title.vi, i.title.en, i.place].join('; ')).join('\n'),
    versions: versions.slice(0, 10).map(({ figures: f, ...v }) => ({
      ...v,
      meetings: f.meetings,
      value: f.value,
      bound: f.bound,
      gap: f.gap,
      proved: f.gap === 0 && f.missed === f.missedAtLeast,
      mutual: f.mutual,
      oneSided: f.oneSided,
      short: f.short.map((s) => explain(s, names, lang)),
    })),
    figures,
    buyers: buyers.filter((b) => !people.some((p) => p.organisationId === b.id)).map(({ id, name }) => ({ id, name })),
    next: next[event.state].filter((s) => s !== 'held' || today >= event.meetOn),
    mayRun: event.state === 'open' && versions.some((v) => v.state === 'published'),
    mayDraw: event.state === 'open' && event.booths > 0 && event.lotterySeed === null && today > event.registerUntil,
    done: url.searchParams.get('xong'),
  };
};

type Event = Parameters<NonNullable<Actions['make']>>[0];
const act = (done: string, work: (event: Event, form: FormData) => Promise<unknown>) => async (event: Event) => {
  const { locals, params } = event;
  try {
    await work(event, await event.request.formData());
  } catch (e) {
    return refusal(e, locals.lang);
  }
  redirect(303, `${localPath(`/desk/su-kien/${params.id}`, locals.lang)}?xong=${done}`);
};
const ctxOf = ({ locals }: Event) => locals.app.ctx(personOf(locals));

/** `day; from; until; Vietnamese; English; place` a line; days as dd/mm/yyyy or ISO. */
const programmeOf = (lines: string) =>
  lines.split(/\r?\n/).flatMap((line) => {
    if (line.trim() === '') return [];
    const [day = '', starts = '', ends = '', titleVi = '', titleEn = '', place = ''] = line.split(';').map((c) => c.trim());
    return [{ day: day.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$2-$1'), starts, ends, titleVi, titleEn: titleEn || titleVi, place }];
  });

export const actions: Actions = {
  move: act('saved', (e, form) =>
    moveEvent(ctxOf(e), { eventId: e.params.id, to: text(form, 'to') as EventState }, e.locals.app.territory),
  ),
  settle: act('saved', (e, form) =>
    settleParticipant(ctxOf(e), { participant: text(form, 'participant'), to: text(form, 'to') as 'confirmed' }, e.locals.app.territory),
  ),
  register: act('registered', (e, form) => {
    const [producer] = producersNamed(e.locals, text(form, 'producer'), 'producer');
    const organisation = text(form, 'organisation');
    return register(
      ctxOf(e),
      {
        eventId: e.params.id,
        ...(producer ? { producer } : { organisation }),
        tables: Number(text(form, 'tables') || 1),
        most: null,
        away: [],
        wantsBooth: form.has('wantsBooth'),
      },
      e.locals.app.territory,
    );
  }),
  wishes: act('saved', async (e, form) => {
    const file = form.get('file');
    const csv = file instanceof File && file.size > 0 ? await file.text() : text(form, 'csv');
    return importWishes(ctxOf(e), { eventId: e.params.id, csv }, e.locals.app.territory);
  }),
  programme: act('saved', (e, form) =>
    setProgramme(ctxOf(e), { eventId: e.params.id, items: programmeOf(text(form, 'items')) }, e.locals.app.territory),
  ),
  make: act('made', (e) => makeTimetable(ctxOf(e), { eventId: e.params.id }, e.locals.app.territory)),
  publish: act('published', (e, form) => publishTimetable(ctxOf(e), { id: text(form, 'timetable') }, e.locals.app.territory)),
  draw: act('saved', (e) => drawEventBooths(ctxOf(e), { eventId: e.params.id }, e.locals.app.territory)),
};
