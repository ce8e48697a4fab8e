import type { Db, Tx } from '#server/platform/db.ts';
import '../../tables.ts';

/** Who holds a link that works, and since when; the links themselves are known to nobody. */
export async function listLinks(
  db: Db | Tx,
  { poolIds, now }: { poolIds: readonly string[]; now: Date },
): Promise<{ poolId: string; producerId: string; since: Date }[]> {
  if (poolIds.length === 0) return [];
  return db
    .selectFrom('sourcing.answer_link')
    .select(['pool_id as poolId', 'producer_id as producerId', 'created_at as since'])
    .where('pool_id', 'in', poolIds)
    .where('expires_at', '>', now)
    .execute();
}
