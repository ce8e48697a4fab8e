// An event's timetable as a question: who is confirmed, who asked for whom, which slots there are.
import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Db, Tables } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import { type Slot, slotsOf } from './rules/slots.ts';
import { isSmall } from './rules/small.ts';
import type { Instance } from './rules/timetable-types.ts';
import './tables.ts';

export type EventRow = Selectable<Tables['promotion.event']>;
export type ParticipantRow = Selectable<Tables['promotion.participant']>;

export const slotsOfEvent = (e: EventRow): Slot[] =>
  slotsOf({ start: e.day_start, end: e.day_end, slotMinutes: e.slot_minutes, pauseMinutes: e.pause_minutes, breaks: e.breaks });

/** The event; `lock` for whoever will write. */
export async function readEvent(db: Db, id: string, lock = false): Promise<EventRow> {
  const query = db.selectFrom('promotion.event').selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw notFound(id, { vi: 'sự kiện', en: 'event' });
  return row;
}

export const readParticipants = (db: Db, event: string): Promise<ParticipantRow[]> =>
  db.selectFrom('promotion.participant').selectAll().where('event_id', '=', event).orderBy('registered_at').orderBy('id').execute();

export type Question = {
  event: EventRow;
  slots: Slot[];
  participants: ParticipantRow[];
  instance: Instance;
  /** Changes whenever the answer might. */
  hash: string;
  /** The first table of each buyer, from 1. */
  tables: Record<string, number>;
};

/** `absent`: those who did not come count as away all day (for the day itself). */
export async function readQuestion(db: Db, event: EventRow, absent = false): Promise<Question> {
  const slots = slotsOfEvent(event);
  const all = slots.map((_, s) => s);
  const participants = (await readParticipants(db, event.id)).filter((p) => p.state === 'confirmed');
  const ids = participants.map((p) => p.id);
  const wishes = await db
    .selectFrom('promotion.wish')
    .select(['from_id as from', 'to_id as to', 'weight'])
    .where('from_id', 'in', ids.length > 0 ? ids : [''])
    .where('to_id', 'in', ids.length > 0 ? ids : [''])
    .orderBy('from_id')
    .orderBy('to_id')
    .execute();
  const away = (p: ParticipantRow) => (absent && p.absent_at ? all : p.away);
  const firms = participants
    .filter((p) => p.side === 'firm')
    .map((p) => {
      const most = Math.min(event.firm_most, p.most ?? event.firm_most);
      return { id: p.id, least: isSmall(p.producer_type) ? Math.min(event.household_least, most) : 0, most, away: away(p) };
    });
  const buyers = participants
    .filter((p) => p.side === 'buyer')
    .map((p) => ({ id: p.id, tables: p.tables, most: p.most ?? p.tables * slots.length, away: away(p) }));
  const tables: Record<string, number> = {};
  let next = 1;
  for (const b of buyers) {
    tables[b.id] = next;
    next += b.tables;
  }
  const instance = { slots: slots.length, firms, buyers, wishes };
  const hash = createHash('sha256')
    .update(JSON.stringify([slots, event.tables, instance]))
    .digest('hex');
  return { event, slots, participants, instance, hash, tables };
}
