import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import type { Checkpoint } from '../checkpoints.ts';
import '../tables.ts';

export const RECORD_PAGE = 500;
/** `body` is null for an entry of the sample that tells of a day still to come: its hash binds it already, its text is shown from that day on. */
export type RecordEntry = { no: number; previous: string; hash: string; body: string | null };

/**
 * A page of the public record after a number, as it is told on a day, and where the chain stands. The sample's history is written ahead;
 * nothing that an office grants is ever held back.
 */
export async function readRecord(
  db: Db,
  after: number,
  day: string,
): Promise<{ entries: RecordEntry[]; head: { no: number; hash: string } }> {
  // the head first: a page read afterwards reaches at least as far
  const head = await db.selectFrom('registry.pub_record_head').select(['no', 'hash']).executeTakeFirstOrThrow();
  const { rows } = await sql<{ no: number; previous: Buffer; hash: Buffer; body: string | null }>`
    with page as (
      select no, previous, hash, body, body::jsonb as b from registry.pub_record where no > ${after} and no <= ${head.no}
      order by no limit ${RECORD_PAGE}
    )
    select no, previous, hash, case when (b->>'sample')::boolean and (
        greatest((b->>'validFrom')::date, (b->>'endedOn')::date) > ${day}::date
        or b->>'extendedUntil' is not null and exists (select from registry.pub_term t
          where t.product_id = b->>'product' and t.valid_from = (b->>'validFrom')::date and t.extended_on > ${day}::date)
      ) then null else body end as body
    from page order by no`.execute(db);
  return {
    entries: rows.map((r) => ({ no: r.no, previous: r.previous.toString('hex'), hash: r.hash.toString('hex'), body: r.body })),
    head: { no: head.no, hash: head.hash.toString('hex') },
  };
}

/** Checkpoints that stand at or after a number, oldest first. */
export async function listCheckpoints(db: Db, from: number): Promise<Checkpoint[]> {
  const rows = await db
    .selectFrom('supervision.checkpoint')
    .selectAll()
    .where('no', '>=', from)
    .orderBy('no')
    .orderBy('at')
    .limit(RECORD_PAGE)
    .execute();
  return rows.map((r) => ({
    body: r.body,
    keyId: r.key_id,
    publicKey: r.public_key.toString('hex'),
    signature: r.signature.toString('hex'),
  }));
}
