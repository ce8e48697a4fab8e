import type { Db } from '#server/platform/db.ts';
import '../tables.ts';

/** The number given when a certificate was issued here; undefined for recognitions taken over from printed decisions. */
export async function findCertificateNo(db: Db, productId: string, validFrom: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('assessment.certificate')
    .select('no')
    .where('product_id', '=', productId)
    .where('valid_from', '=', validFrom)
    .executeTakeFirst();
  return row?.no;
}
