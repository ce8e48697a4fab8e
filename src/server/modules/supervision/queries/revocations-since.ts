import type { Db } from '#server/platform/db.ts';
import '../tables.ts';

export type RevocationEvent = { no: number; productId: string; endedOn: string; cause: string };

/** Withdrawals after a number, in the order of commits: what outlets, offers and feeds follow. NOTIFY channel: recognition_withdrawn. */
export async function revocationsSince(db: Db, no: number, limit = 500): Promise<RevocationEvent[]> {
  return db
    .selectFrom('supervision.revocation')
    .select(['no', 'product_id as productId', 'ended_on as endedOn', 'cause'])
    .where('no', '>', no)
    .orderBy('no')
    .limit(limit)
    .execute();
}
