// Reading events. One's own are whole; of others only those of lots of certified products, without parties and papers.
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import { aliasesOf } from '../commands/alias-gtins.ts';
import type { EventQuery, Paging } from '../epcis/parameters.ts';
import { badParameter, EpcisError } from '../epcis/problem.ts';
import type { Obj } from '../rules/checks.ts';
import '../tables.ts';

/** Who reads, and on which day certified products are in force. */
export type Reader = { owners: readonly string[]; day: string };

/** True for events that the reader may see; `e` is the event. */
export const visible = ({ owners, day }: Reader): RawBuilder<boolean> => sql<boolean>`(e.owner = any(${owners}::text[]) or exists (
  select 1 from traceability.event_epc x join traceability.lot l on l.epc = x.epc join registry.pub_recognition r on r.product_id = l.product_id
  where x.event_no = e.no and r.valid_from <= ${day} and ${day} <= r.in_force_until and (r.ended_on is null or ${day} < r.ended_on)))`;

const METADATA = '$.sensorElementList[*].sensorMetadata';
const WRITTEN_TIMES = {
  time: [`${METADATA}.time`, '$.sensorElementList[*].sensorReport[*].time'],
  startTime: [`${METADATA}.startTime`],
  endTime: [`${METADATA}.endTime`],
  errorDeclarationTime: ['$.errorDeclaration.declarationTime'],
};

function conditions(q: EventQuery, reader: Reader): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = [visible(reader)];
  const among = (column: string, values: string[] | undefined) => {
    if (values) all.push(sql`${sql.ref(`e.${column}`)} = any(${values}::text[])`);
  };
  among('type', q.type);
  among('action', q.action);
  among('biz_step', q.bizStep);
  among('disposition', q.disposition);
  among('read_point', q.readPoint);
  among('biz_location', q.bizLocation);
  among('event_id', q.eventId);
  if (q.transformationId) all.push(sql`e.body->>'transformationID' = any(${q.transformationId}::text[])`);
  if (q.declaresError) all.push(sql`e.declares_error`);
  for (const { paths, vars, own } of q.facets) {
    if (own) all.push(sql`e.owner = any(${reader.owners}::text[])`);
    const found = paths.map((p) => sql`jsonb_path_exists(e.body, ${p}::jsonpath, ${JSON.stringify(vars)}::jsonb)`);
    all.push(sql`(${sql.join(found, sql` or `)})`);
  }
  for (const { verb, field, at } of q.writtenTimes) {
    // compared as instants; what PostgreSQL cannot read as one (a fraction of a hundred digits) meets no bound
    const places = sql.join(
      WRITTEN_TIMES[field].map((p) => sql`select jsonb_path_query(e.body, ${p}::jsonpath) #>> '{}' as t`),
      sql` union all `,
    );
    const than = verb === 'GE' ? sql`>=` : sql`<`;
    all.push(
      sql`exists (select 1 from (${places}) x where case when pg_input_is_valid(t, 'timestamptz') then t::timestamptz ${than} ${at} end)`,
    );
  }
  if (q.geEventTime) all.push(sql`e.event_time >= ${q.geEventTime}`);
  if (q.ltEventTime) all.push(sql`e.event_time < ${q.ltEventTime}`);
  if (q.geRecordTime) all.push(sql`e.record_time >= ${q.geRecordTime}`);
  if (q.ltRecordTime) all.push(sql`e.record_time < ${q.ltRecordTime}`);
  for (const { keys, roles } of q.epcs)
    all.push(
      sql`e.no in (select x.event_no from traceability.event_epc x where x.epc = any(${keys}::text[]) ${
        roles ? sql`and x.role = any(${roles}::text[])` : sql``
      })`,
    );
  return sql.join(all, sql` and `);
}

export type EventRow = { no: number; owner: string; time: string; body: Obj };

/** What others may see of an event: neither who it came from and went to, nor its papers. */
export function forReader(row: EventRow, reader: Reader): Obj {
  if (reader.owners.includes(row.owner)) return row.body;
  const { sourceList: _, destinationList: __, bizTransactionList: ___, ...rest } = row.body;
  return rest;
}

/** A page of events and the place to go on from. */
export async function findEvents(
  db: Db,
  q: EventQuery,
  reader: Reader,
  paging: Paging,
): Promise<{ events: Obj[]; next: string | undefined }> {
  const aliases = await aliasesOf(
    db,
    q.epcs.flatMap((x) => x.keys),
    reader.day,
  );
  for (const x of q.epcs) x.keys = x.keys.map((k) => aliases.get(k)?.key ?? k);
  const where = conditions(q, reader);
  if (q.most !== undefined) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from (select 1 from traceability.event e where ${where} limit ${q.most + 1}) x`.execute(db);
    if ((rows[0]?.n ?? 0) > q.most)
      throw new EpcisError(
        { status: 413, type: 'QueryTooLargeException' },
        new AppError('too_large', { vi: 'Kết quả nhiều hơn maxEventCount.', en: 'There are more events than maxEventCount.' }),
      );
  }
  const [done, mark, no] = (paging.after ?? '0~~').split('~');
  if (paging.after !== undefined && (!/^\d+$/.test(no ?? '') || !/^\d+$/.test(done ?? '')))
    throw badParameter('nextPageToken', 'Mã trang không đúng hoặc đã cũ.', 'The page token does not hold.');
  const left = q.limit === undefined ? Number.POSITIVE_INFINITY : q.limit - Number(done);
  const size = Math.max(0, Math.min(paging.perPage, left));
  const key = q.orderBy === 'eventTime' ? sql`e.event_time` : sql`e.record_time`;
  const [than, order] = q.descending ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const after = paging.after === undefined ? sql`` : sql`and (${key}, e.no) ${than} (${mark}::timestamptz, ${Number(no)})`;
  const { rows } = await sql<EventRow>`
    select e.no, e.owner, to_char(${key} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time, e.body
    from traceability.event e where ${where} ${after} order by ${key} ${order}, e.no ${order} limit ${size + 1}`.execute(db);
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const more = rows.length > size && left > size && last !== undefined;
  return {
    events: shown.map((r) => forReader(r, reader)),
    next: more ? `${Number(done) + shown.length}~${last.time}~${last.no}` : undefined,
  };
}

/** One event by its id; its error declaration, when there is one, says so. */
export async function findEvent(db: Db, id: string, reader: Reader): Promise<Obj | undefined> {
  const { rows } = await sql<EventRow>`
    select e.no, e.owner, '' as time, e.body from traceability.event e
    where e.event_id = ${id} and ${visible(reader)} order by e.declares_error desc limit 1`.execute(db);
  return rows[0] ? forReader(rows[0], reader) : undefined;
}

export const COLLECTIONS = {
  bizSteps: 'biz_step',
  dispositions: 'disposition',
  bizLocations: 'biz_location',
  readPoints: 'read_point',
} as const;
export type Collection = keyof typeof COLLECTIONS | 'epcs';

/** The values that occur in the reader's events, in order, a page at a time. */
export async function listValues(
  db: Db,
  of: Collection,
  reader: Reader,
  paging: Paging,
): Promise<{ values: string[]; next: string | undefined }> {
  const after = paging.after ?? '';
  const { rows } =
    of === 'epcs'
      ? await sql<{ v: string }>`select distinct x.epc as v from traceability.event_epc x join traceability.event e on e.no = x.event_no
          where x.epc > ${after} and ${visible(reader)} order by 1 limit ${paging.perPage + 1}`.execute(db)
      : await sql<{ v: string }>`select distinct ${sql.ref(`e.${COLLECTIONS[of]}`)} as v from traceability.event e
          where ${sql.ref(`e.${COLLECTIONS[of]}`)} > ${after} and ${visible(reader)} order by 1 limit ${paging.perPage + 1}`.execute(db);
  const values = rows.slice(0, paging.perPage).map((r) => r.v);
  return { values, next: rows.length > paging.perPage ? values.at(-1) : undefined };
}
