import type { Db } from '#server/platform/db.ts';
import '../tables.ts';

export type WithdrawalEvent = { no: number; productId: string; endedOn: string; cause: string };

/** Withdrawals after a number, in the order of commits: what outlets, offers and feeds follow. NOTIFY channel: recognition_withdrawn. */
export async function withdrawalsSince(db: Db, no: number, limit = 500): Promise<WithdrawalEvent[]> {
  return db
    .selectFrom('supervision.withdrawal')
    .select(['no', 'product_id as productId', 'ended_on as endedOn', 'cause'])
    .where('no', '>', no)
    .orderBy('no')
    .limit(limit)
    .execute();
}
