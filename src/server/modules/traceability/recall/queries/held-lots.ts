import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import '../../events/tables.ts';

/** Of these lots, those under an open recall, with the instant since when. */
export async function heldLots(db: Db, lots: readonly number[]): Promise<Map<number, Date>> {
  if (lots.length === 0) return new Map();
  const { rows } = await sql<{ lot: number; since: Date }>`
    select rl.lot_no as lot, min(r.since) as since from traceability.recall_lot rl join traceability.recall r on r.id = rl.recall_id
    where r.closed_at is null and rl.lot_no = any(${[...new Set(lots)]}::bigint[]) group by rl.lot_no`.execute(db);
  return new Map(rows.map((r) => [r.lot, r.since]));
}
