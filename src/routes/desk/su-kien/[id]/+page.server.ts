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
  movesOf,
  publishTimetable,
  register,
  type Shortfall,
  setProgramme,
  settleParticipant,
} from '#server/modules/promotion/index.ts';
import { dayOf } from '#shared/dates.ts';
import type { Lang } from '#shared/lang.ts';
import { eventWords } from '#shared/messages/events.ts';
import { act, type Sent } from '../../../act.ts';
import { closed } from '../../../dang-nhap/session.ts';
import { answered } from '../../../demand-view.ts';
import { showEvent } from '../../../event-view.ts';
import { personOf } from '../../../my/person.ts';
import { producerNamed } from '../../../my/producers.ts';
import type { Action, Actions, PageServerLoad } from './$types';

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
    next: movesOf(event, today),
    mayRun: event.state === 'open' && versions.some((v) => v.state === 'published'),
    mayDraw: event.state === 'open' && event.booths > 0 && event.lotterySeed === null && today > event.registerUntil,
    done: url.searchParams.get('xong'),
  };
};

/** `day; from; until; Vietnamese; English; place` a line; days as dd/mm/yyyy or ISO. */
const programmeOf = (lines: string) =>
  lines.split(/\r?\n/).flatMap((line) => {
    if (line.trim() === '') return [];
    const [day = '', starts = '', ends = '', titleVi = '', titleEn = '', place = ''] = line.split(';').map((c) => c.trim());
    return [{ day: day.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$2-$1'), starts, ends, titleVi, titleEn: titleEn || titleVi, place }];
  });

/** Each act says afterwards what was done. */
const doing = (done: string, work: (sent: Sent, locals: App.Locals, eventId: string) => Promise<unknown>) =>
  ((event) =>
    act(
      event,
      (sent) => work(sent, event.locals, event.params.id),
      () => `${event.url.pathname}?xong=${done}`,
    )) satisfies Action;

export const actions: Actions = {
  move: doing('saved', ({ ctx, ground, of }, _, eventId) => moveEvent(ctx, { eventId, to: of('to') as EventState }, ground)),
  settle: doing('saved', ({ ctx, ground, of }) =>
    settleParticipant(ctx, { participant: of('participant'), to: of('to') as 'confirmed' }, ground),
  ),
  register: doing('registered', async ({ ctx, ground, form, of, maybe }, locals, eventId) => {
    const producer = maybe('producer') && (await producerNamed(locals, of('producer'), 'producer')).id;
    const who = producer ? { producer } : { organisation: of('organisation') };
    const input = { tables: Number(maybe('tables') ?? 1), most: null, away: [], wantsBooth: form.has('wantsBooth') };
    return register(ctx, { eventId, ...who, ...input }, ground);
  }),
  wishes: doing('saved', async ({ ctx, ground, form, of }, _, eventId) => {
    const file = form.get('file');
    const csv = file instanceof File && file.size > 0 ? await file.text() : of('csv');
    return importWishes(ctx, { eventId, csv }, ground);
  }),
  programme: doing('saved', ({ ctx, ground, of }, _, eventId) => setProgramme(ctx, { eventId, items: programmeOf(of('items')) }, ground)),
  make: doing('made', ({ ctx, ground }, _, eventId) => makeTimetable(ctx, { eventId }, ground)),
  publish: doing('published', ({ ctx, ground, of }) => publishTimetable(ctx, { id: of('timetable') }, ground)),
  draw: doing('saved', ({ ctx, ground }, _, eventId) => drawEventBooths(ctx, { eventId }, ground)),
};
