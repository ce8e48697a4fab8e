// Timetables: versions of an event, the meetings of one, what came of them. For officers and for those who sit there.
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import type { Figures } from '../commands/make-timetable.ts';
import type { Outcome, Result } from '../tables.ts';

export type Version = {
  id: string;
  version: number;
  state: 'draft' | 'published' | 'superseded';
  figures: Figures;
  madeAt: Date;
  publishedAt: Date | null;
};

/** Versions of an event, the newest first. */
export async function listVersions(db: Db, event: string): Promise<Version[]> {
  const rows = await db
    .selectFrom('promotion.timetable')
    .select(['id', 'version', 'state', 'figures', 'made_at as madeAt', 'published_at as publishedAt'])
    .where('event_id', '=', event)
    .orderBy('version', 'desc')
    .execute();
  return rows.map((r) => ({ ...r, figures: r.figures as unknown as Figures }));
}

export type MeetingRow = {
  id: string;
  firmId: string;
  buyerId: string;
  slot: number;
  table: number;
  origin: 'plan' | 'refill';
  state: 'planned' | 'freed' | 'held';
  result: Result | null;
  note: string;
  followUps: { afterDays: 30 | 90; outcome: Outcome | null; agreement: string | null }[];
};

/** Meetings of a version by slot and table; of one participant when it is named. */
export async function listMeetings(db: Db, version: Version, participant?: string): Promise<MeetingRow[]> {
  let query = db.selectFrom('promotion.meeting').selectAll().where('timetable_id', '=', version.id);
  if (participant) query = query.where((w) => w.or([w('firm_id', '=', participant), w('buyer_id', '=', participant)]));
  const rows = await query.execute();
  const asked = await db
    .selectFrom('promotion.follow_up')
    .selectAll()
    .where('meeting_id', 'in', rows.length > 0 ? rows.map((r) => r.id) : [''])
    .orderBy('after_days')
    .execute();
  const followUps = Map.groupBy(asked, (f) => f.meeting_id);
  return rows
    .map((m) => ({
      id: m.id,
      firmId: m.firm_id,
      buyerId: m.buyer_id,
      slot: m.slot,
      table: (version.figures.tables[m.buyer_id] ?? 1) + m.seat,
      origin: m.origin,
      state: m.state,
      result: m.result,
      note: m.note,
      followUps: (followUps.get(m.id) ?? []).map((f) => ({ afterDays: f.after_days, outcome: f.outcome, agreement: f.agreement })),
    }))
    .sort((a, b) => a.slot - b.slot || a.table - b.table || a.state.localeCompare(b.state));
}

export type EventFigures = {
  firms: number;
  buyers: number;
  small: number;
  planned: number;
  held: number;
  freed: number;
  refilled: number;
  results: Partial<Record<Result, number>>;
  followUps: { afterDays: number; asked: number; answered: number; contracts: number }[];
  /** Meetings that led to a contract or a delivery, and how many of them name their agreement. */
  contracts: number;
  agreements: number;
};

/** The figures of an event: a memorandum is not counted as a contract. */
export async function eventFigures(db: Db, event: string): Promise<EventFigures> {
  const people = await sql<{ firms: number; buyers: number; small: number }>`
    select count(*) filter (where side = 'firm')::int as firms, count(*) filter (where side = 'buyer')::int as buyers,
      count(*) filter (where producer_type in ('household', 'business_household', 'cooperative_group'))::int as small
    from promotion.participant where event_id = ${event} and state = 'confirmed'`.execute(db);
  const meetings = await sql<{ state: string; origin: string; result: Result | null; n: number }>`
    select m.state, m.origin, m.result, count(*)::int as n
    from promotion.meeting m join promotion.timetable t on t.id = m.timetable_id
    where t.event_id = ${event} and t.state = 'published' group by 1, 2, 3`.execute(db);
  const asked = await sql<{ afterDays: number; asked: number; answered: number; contracts: number }>`
    select u.after_days as "afterDays", count(*)::int as asked, count(u.outcome)::int as answered,
      count(*) filter (where u.outcome in ('contract', 'delivered'))::int as contracts
    from promotion.follow_up u join promotion.meeting m on m.id = u.meeting_id
    join promotion.timetable t on t.id = m.timetable_id
    where t.event_id = ${event} and t.state = 'published' group by 1 order by 1`.execute(db);
  const led = await sql<{ contracts: number; agreements: number }>`
    select count(distinct u.meeting_id)::int as contracts, count(distinct u.meeting_id) filter (where u.agreement is not null)::int as agreements
    from promotion.follow_up u join promotion.meeting m on m.id = u.meeting_id
    join promotion.timetable t on t.id = m.timetable_id
    where t.event_id = ${event} and t.state = 'published' and u.outcome in ('contract', 'delivered')`.execute(db);
  const sum = (fits: (r: (typeof meetings.rows)[number]) => boolean) => meetings.rows.filter(fits).reduce((n, r) => n + r.n, 0);
  const results: EventFigures['results'] = {};
  for (const r of meetings.rows) if (r.result) results[r.result] = (results[r.result] ?? 0) + r.n;
  return {
    ...(people.rows[0] ?? { firms: 0, buyers: 0, small: 0 }),
    planned: sum((r) => r.state === 'planned'),
    held: sum((r) => r.state === 'held'),
    freed: sum((r) => r.state === 'freed'),
    refilled: sum((r) => r.origin === 'refill'),
    results,
    followUps: asked.rows,
    ...(led.rows[0] ?? { contracts: 0, agreements: 0 }),
  };
}
