import { NATION } from '#server/modules/identity/index.ts';
import { createEvent, type EventInput, listEvents } from '#server/modules/promotion/index.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { localPath } from '#shared/lang.ts';
import { act } from '../../act.ts';
import { closed, text } from '../../dang-nhap/session.ts';
import { showEvent } from '../../event-view.ts';
import { unitName } from '../units.ts';
import type { Actions, PageServerLoad } from './$types';
import { promotedUnits } from './unit.ts';

export const load: PageServerLoad = async ({ locals }) => {
  const { app, lang } = locals;
  const units = promotedUnits(locals);
  if (units.length === 0) closed(lang);
  const events = await listEvents(app.db, units.includes(NATION) ? {} : { units });
  const today = dayOf(app.clock());
  return {
    events: events.map((e) => showEvent(locals, e)),
    units: units.map((code) => ({ code, name: unitName(app.territory, code, lang) })),
    requestId: newId(),
    today,
    day: addDays(today, 30),
    until: addDays(today, 20),
  };
};

const number = (form: FormData, name: string) => Number(text(form, name).replace(',', '.') || Number.NaN);

function read(form: FormData): EventInput {
  const breaks = text(form, 'breakFrom') === '' ? [] : [{ from: text(form, 'breakFrom'), until: text(form, 'breakUntil') }];
  return {
    kind: text(form, 'kind') as EventInput['kind'],
    nameVi: text(form, 'nameVi'),
    nameEn: text(form, 'nameEn'),
    aboutVi: text(form, 'aboutVi'),
    aboutEn: text(form, 'aboutEn'),
    place: text(form, 'place'),
    unit: text(form, 'unit'),
    startsOn: text(form, 'startsOn'),
    endsOn: text(form, 'endsOn'),
    registerUntil: text(form, 'registerUntil'),
    meetOn: text(form, 'meetOn'),
    dayStart: text(form, 'dayStart'),
    dayEnd: text(form, 'dayEnd'),
    slotMinutes: number(form, 'slotMinutes'),
    pauseMinutes: number(form, 'pauseMinutes'),
    breaks,
    tables: number(form, 'tables'),
    householdLeast: number(form, 'householdLeast'),
    firmMost: number(form, 'firmMost'),
    booths: number(form, 'booths'),
    smallShare: number(form, 'smallShare') / 100,
  };
}

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      ({ ctx, ground, form, key }) => createEvent(ctx, read(form), ground, key),
      ({ id }: { id: string }) => `${localPath(`/desk/su-kien/${id}`, event.locals.lang)}?xong=created`,
    ),
};
