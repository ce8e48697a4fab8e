// One step back, one step forward by name (Thông tư 02/2024/TT-BKHCN): who delivered a lot and who was sent some of it, for its own buyer or seller only.
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import '../../events/tables.ts';

/** A party of the owner, or a producer of the register by id. */
export type Partner = { name: string | null; producer: string | null };
export type Partners = { from: Partner[]; to: Partner[] };

/** Partners of lots by number. Only what one of `owners` told of its own dealings is answered. */
export async function findPartners(db: Db, owners: readonly string[], lots: readonly number[]): Promise<Map<number, Partners>> {
  if (owners.length === 0 || lots.length === 0) return new Map();
  const { rows } = await sql<{ no: number; kind: 'make' | 'arrive'; name: string | null; producer: string | null }>`
    select distinct m.lot_no as no, m.kind, p.name, coalesce(p.producer_id, case when p.id is null then m.holder end) as producer
    from traceability.lot_move m join traceability.event e on e.no = m.event_no left join traceability.party p on p.id = m.holder
    where m.lot_no = any(${lots}::bigint[]) and m.kind in ('make', 'arrive') and e.owner = any(${owners}::text[]) and m.holder <> e.owner
    order by 1, 2, 3`.execute(db);
  const found = new Map<number, Partners>();
  for (const { no, kind, name, producer } of rows) {
    const partners = found.get(no) ?? { from: [], to: [] };
    partners[kind === 'make' ? 'from' : 'to'].push({ name, producer });
    found.set(no, partners);
  }
  return found;
}
