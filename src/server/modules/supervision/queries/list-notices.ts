import type { Db } from '#server/platform/db.ts';
import '../tables.ts';

export type NoticeView = {
  id: number;
  kind: 'expiry' | 'revocation' | 'extension';
  productId: string;
  day: string;
  daysBefore: number;
  writtenOn: string;
};

/** Notices of the products named (a producer's own), newest first. */
export async function listNotices(db: Db, productIds: readonly string[], limit = 50): Promise<NoticeView[]> {
  if (productIds.length === 0) return [];
  return db
    .selectFrom('supervision.notice')
    .select(['id', 'kind', 'product_id as productId', 'valid_until as day', 'days_before as daysBefore', 'written_on as writtenOn'])
    .where('product_id', 'in', [...productIds])
    .orderBy('written_on', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
