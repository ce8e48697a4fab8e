// Events and their links into the tables, many in one statement.
import { sql } from 'kysely';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Fault } from '#server/platform/errors.ts';
import type { Batch, Prepared, Stored } from '../batch.ts';
import { fault, isObject, type Obj } from '../rules/checks.ts';
import { canonicalLink } from '../rules/gs1-uri.ts';
import '../tables.ts';

const text = (v: unknown) => (typeof v === 'string' ? v : null);
const idOf = (v: unknown) => {
  const id = isObject(v) ? text(v.id) : null;
  return id === null ? null : (canonicalLink(id) ?? id);
};

/** What is kept as sent: the event with its own context, so that its extensions can still be read. */
function bodyOf({ event, prefixes }: Prepared, id: string, recordTime: string): string {
  const { '@context': _, ...rest } = event;
  const own: Obj = Object.fromEntries(Object.entries(prefixes).filter(([k]) => k !== 'gs1' && k !== 'cbv'));
  return JSON.stringify({ ...rest, eventID: id, recordTime, ...(Object.keys(own).length > 0 ? { '@context': own } : {}) });
}

/** Inserts what is new and gives it back with its numbers; the same id with another content is a fault. */
export async function writeEvents(
  tx: Tx,
  ctx: Ctx,
  batch: Batch,
  events: readonly Prepared[],
  captureId: string,
  faults: Fault[],
): Promise<Stored[]> {
  if (events.length === 0) return [];
  const at = ctx.now.toISOString();
  const col = <T>(f: (p: Prepared) => T) => events.map(f);
  const { rows } = await sql<{ no: number; event_id: string; declares_error: boolean }>`
    insert into traceability.event (event_id, declares_error, hash, type, action, biz_step, disposition, read_point, biz_location,
      event_time, record_time, owner, capture_id, place, body)
    select u.event_id, u.declares_error, u.hash, u.type, u.action, u.biz_step, u.disposition, u.read_point, u.biz_location, u.event_time,
      ${at}::timestamptz, ${batch.owner}, ${captureId}, ${batch.place}, u.body
    from unnest(${col((p) => p.id)}::text[], ${col((p) => p.declaresError)}::bool[], ${col((p) => p.hash)}::bytea[],
      ${col((p) => text(p.event.type))}::text[], ${col((p) => text(p.event.action))}::text[], ${col((p) => text(p.event.bizStep))}::text[],
      ${col((p) => text(p.event.disposition))}::text[], ${col((p) => idOf(p.event.readPoint))}::text[],
      ${col((p) => idOf(p.event.bizLocation))}::text[], ${col((p) => p.time.toISOString())}::timestamptz[],
      ${col((p) => bodyOf(p, p.id, at))}::jsonb[]) with ordinality
      as u(event_id, declares_error, hash, type, action, biz_step, disposition, read_point, biz_location, event_time, body, nth)
    order by u.nth
    on conflict (event_id, declares_error) do nothing
    returning no, event_id, declares_error`.execute(tx);
  const numbers = new Map(rows.map((r) => [`${r.declares_error ? 'e' : ''}${r.event_id}`, r.no]));
  const fresh: Stored[] = [];
  const known: Prepared[] = [];
  for (const p of events) {
    const no = numbers.get(`${p.declaresError ? 'e' : ''}${p.id}`);
    if (no === undefined) known.push(p);
    else fresh.push({ ...p, no });
  }
  if (known.length > 0) await assertSame(tx, batch.owner, known, faults);
  await sql`insert into traceability.event_epc (epc, event_no, role)
    select * from unnest(${fresh.flatMap((p) => p.effects.links.map((l) => l.key))}::text[], ${fresh.flatMap((p) =>
      p.effects.links.map(() => p.no),
    )}::bigint[], ${fresh.flatMap((p) => p.effects.links.map((l) => l.role))}::text[]) on conflict do nothing`.execute(tx);
  return fresh;
}

async function assertSame(tx: Tx, owner: string, events: readonly Prepared[], faults: Fault[]): Promise<void> {
  const rows = await tx
    .selectFrom('traceability.event')
    .select(['event_id', 'declares_error', 'hash', 'owner'])
    .where(
      'event_id',
      'in',
      events.map((e) => e.id),
    )
    .execute();
  for (const e of events) {
    const before = rows.find((r) => r.event_id === e.id && r.declares_error === e.declaresError);
    if (before && (before.owner !== owner || !before.hash.equals(e.hash)))
      fault(
        faults,
        e.path === '' ? 'eventID' : `${e.path}.eventID`,
        'conflict',
        'eventID này đã dùng cho một sự kiện khác.',
        'This eventID already belongs to another event.',
      );
  }
}

/**
 * Takes back what the named events did: their edges, movements and tests. The events stay and say since when they count no more. Returns the
 * numbers of the lots that this touches.
 */
export async function applyDeclarations(tx: Tx, owner: string, declared: readonly Stored[]): Promise<number[]> {
  const { rows } = await sql<{ no: number }>`
    update traceability.event e set declared_error_at = d.at
    from unnest(${declared.map((d) => d.id)}::text[], ${declared.map((d) =>
      String((d.event.errorDeclaration as Obj).declarationTime),
    )}::timestamptz[]) as d(id, at)
    where e.event_id = d.id and not e.declares_error and e.owner = ${owner} and e.declared_error_at is null returning e.no`.execute(tx);
  const nos = rows.map((r) => r.no);
  if (nos.length === 0) return [];
  const { rows: ends } = await sql<{ from_no: number; to_no: number }>`
    delete from traceability.lot_edge where event_no = any(${nos}::bigint[]) returning from_no, to_no`.execute(tx);
  const { rows: lots } = await sql<{ lot_no: number }>`
    delete from traceability.lot_move where event_no = any(${nos}::bigint[]) returning lot_no`.execute(tx);
  const { rows: tested } = await sql<{ lot_no: number }>`
    delete from traceability.lot_test where event_no = any(${nos}::bigint[]) returning lot_no`.execute(tx);
  await sql`update traceability.lot l set made_on = null where l.no = any(${lots.map((l) => l.lot_no)}::bigint[])
    and not exists (select 1 from traceability.lot_move m where m.lot_no = l.no and m.kind = 'make')`.execute(tx);
  return [...lots, ...tested].map((l) => l.lot_no).concat(ends.flatMap((e) => [e.from_no, e.to_no]));
}
