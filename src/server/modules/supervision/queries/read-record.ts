import type { Db } from '#server/platform/db.ts';
import type { Checkpoint } from '../checkpoints.ts';
import '../tables.ts';

export const RECORD_PAGE = 500;
export type RecordEntry = { no: number; previous: string; hash: string; body: string };

/** A page of the public record after a number, and where the chain stands. */
export async function readRecord(db: Db, after: number): Promise<{ entries: RecordEntry[]; head: { no: number; hash: string } }> {
  // the head first: a page read afterwards reaches at least as far
  const head = await db.selectFrom('registry.pub_record_head').select(['no', 'hash']).executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('registry.pub_record')
    .select(['no', 'previous', 'hash', 'body'])
    .where('no', '>', after)
    .where('no', '<=', head.no)
    .orderBy('no')
    .limit(RECORD_PAGE)
    .execute();
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
