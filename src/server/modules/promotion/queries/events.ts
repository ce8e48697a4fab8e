// Events and who takes part, as the public may see them: no contacts, no wishes, no timetable.
import type { Db } from '#server/platform/db.ts';
import { type EventRow, readEvent, slotsOfEvent } from '../instance.ts';
import type { Slot } from '../rules/slots.ts';
import type { EventState, ParticipantState, Side } from '../tables.ts';

export type EventView = Pick<EventRow, 'id' | 'kind' | 'place' | 'unit' | 'state' | 'booths' | 'tables' | 'sample'> & {
  name: { vi: string; en: string };
  about: { vi: string; en: string };
  startsOn: string;
  endsOn: string;
  registerUntil: string;
  meetOn: string;
  householdLeast: number;
  firmMost: number;
  smallShare: number;
  lotterySeed: string | null;
  slots: Slot[];
};
export type PersonAt = {
  id: string;
  side: Side;
  name: string;
  producerId: string | null;
  organisationId: string | null;
  producerType: string | null;
  state: ParticipantState;
  tables: number;
  most: number | null;
  away: number[];
  wantsBooth: boolean;
  booth: number | null;
  absent: boolean;
};
export type ProgrammeItem = { day: string; starts: string; ends: string; title: { vi: string; en: string }; place: string };

const show = (e: EventRow): EventView => ({
  id: e.id,
  kind: e.kind,
  place: e.place,
  unit: e.unit,
  state: e.state,
  booths: e.booths,
  tables: e.tables,
  sample: e.sample,
  name: { vi: e.name_vi, en: e.name_en },
  about: { vi: e.about_vi, en: e.about_en },
  startsOn: e.starts_on,
  endsOn: e.ends_on,
  registerUntil: e.register_until,
  meetOn: e.meet_on,
  householdLeast: e.household_least,
  firmMost: e.firm_most,
  smallShare: e.small_share,
  lotterySeed: e.lottery_seed,
  slots: slotsOfEvent(e),
});

/** Events by state and unit, the latest first. */
export async function listEvents(db: Db, filter: { states?: readonly EventState[]; units?: readonly string[] }): Promise<EventView[]> {
  let query = db.selectFrom('promotion.event').selectAll();
  if (filter.states) query = query.where('state', 'in', [...filter.states]);
  if (filter.units) query = query.where('unit', 'in', filter.units.length > 0 ? [...filter.units] : ['']);
  return (await query.orderBy('starts_on', 'desc').orderBy('id').limit(500).execute()).map(show);
}

/** One event. Throws 404. */
export const getEvent = async (db: Db, id: string): Promise<EventView> => show(await readEvent(db, id));

/** The items of an event by day and hour. */
export async function listProgramme(db: Db, event: string): Promise<ProgrammeItem[]> {
  const rows = await db
    .selectFrom('promotion.programme_item')
    .selectAll()
    .where('event_id', '=', event)
    .orderBy('day')
    .orderBy('starts')
    .orderBy('id')
    .execute();
  return rows.map((r) => ({ day: r.day, starts: r.starts, ends: r.ends, title: { vi: r.title_vi, en: r.title_en }, place: r.place }));
}

/** Participants by side and name; `state` confirmed for the public. */
export async function listParticipants(db: Db, event: string, state?: ParticipantState): Promise<PersonAt[]> {
  let query = db.selectFrom('promotion.participant').selectAll().where('event_id', '=', event);
  if (state) query = query.where('state', '=', state);
  const rows = await query.orderBy('side').orderBy('name').orderBy('id').execute();
  return rows.map((p) => ({
    id: p.id,
    side: p.side,
    name: p.name,
    producerId: p.producer_id,
    organisationId: p.organisation_id,
    producerType: p.producer_type,
    state: p.state,
    tables: p.tables,
    most: p.most,
    away: p.away,
    wantsBooth: p.wants_booth,
    booth: p.booth,
    absent: p.absent_at !== null,
  }));
}

/** What a participant asked for. */
export async function listWishes(db: Db, participant: string): Promise<{ to: string; weight: number }[]> {
  return db.selectFrom('promotion.wish').select(['to_id as to', 'weight']).where('from_id', '=', participant).execute();
}

export type Appearance = {
  event: string;
  name: { vi: string; en: string };
  place: string;
  startsOn: string;
  endsOn: string;
  booth: number | null;
};

/** At which open events each confirmed producer can be met from this day on, the nearest first. */
export async function appearances(db: Db, day: string): Promise<Map<string, Appearance[]>> {
  const rows = await db
    .selectFrom('promotion.participant as p')
    .innerJoin('promotion.event as e', 'e.id', 'p.event_id')
    .select(['p.producer_id', 'p.booth', 'e.id', 'e.name_vi', 'e.name_en', 'e.place', 'e.starts_on', 'e.ends_on'])
    .where('p.state', '=', 'confirmed')
    .where('p.producer_id', 'is not', null)
    .where('e.state', '=', 'open')
    .where('e.ends_on', '>=', day)
    .orderBy('e.starts_on')
    .orderBy('e.id')
    .execute();
  const found = new Map<string, Appearance[]>();
  for (const r of rows) {
    const of = found.get(r.producer_id as string) ?? [];
    found.set(r.producer_id as string, of);
    of.push({
      event: r.id,
      name: { vi: r.name_vi, en: r.name_en },
      place: r.place,
      startsOn: r.starts_on,
      endsOn: r.ends_on,
      booth: r.booth,
    });
  }
  return found;
}
