import type { Db } from '#server/platform/db.ts';
import '../tables.ts';

export type GtinView = { gtin: string; from: string; until: string | null; sample: boolean };

/** Every GTIN a product has had, the newest first. */
export async function listGtins(db: Db, productId: string): Promise<GtinView[]> {
  return db
    .selectFrom('traceability.gtin')
    .select(['gtin', 'from_day as from', 'until_day as until', 'sample'])
    .where('product_id', '=', productId)
    .orderBy('from_day', 'desc')
    .orderBy('id', 'desc')
    .execute();
}
