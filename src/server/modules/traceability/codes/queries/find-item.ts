// What is known of a lot or a single item that a code names.
import type { Db } from '#server/platform/db.ts';
import { isLotMade } from '../../events/index.ts';
import { numberOf, serialOf } from '../rules/serials.ts';
import '../tables.ts';

export type ItemView = {
  /** The lot is on record: in the lot register or on labels printed here. */
  lotKnown: boolean;
  /** `issued`: one of our numbers; `foreign`: the producer numbers items here, and this is none of them; `unknown`: cannot be told. */
  serial: 'issued' | 'foreign' | 'unknown' | undefined;
};

/** Was this serial made here for this product, and for this lot? */
async function judgeSerial(db: Db, productId: string, lot: string | undefined, serial: string): Promise<ItemView['serial']> {
  const batches = await db
    .selectFrom('traceability.serial_batch')
    .select(['first_no', 'size', 'key', 'lot'])
    .where('product_id', '=', productId)
    .orderBy('first_no')
    .execute();
  if (batches.length === 0) return 'unknown';
  const no = numberOf(serial);
  const batch = no === undefined ? undefined : batches.find((b) => b.first_no <= no && no < b.first_no + b.size);
  const same = batch && (batch.lot ?? undefined)?.toUpperCase() === lot?.toUpperCase();
  return batch && same && no !== undefined && serialOf(batch.key, productId, no) === serial ? 'issued' : 'foreign';
}

/** Looks up lot and serial of a product. */
export async function findItem(db: Db, productId: string, lot: string | undefined, serial: string | undefined): Promise<ItemView> {
  const printed = lot
    ? await db
        .selectFrom('traceability.printed_lot')
        .select('lot')
        .where('product_id', '=', productId)
        .where('lot', '=', lot.toUpperCase())
        .executeTakeFirst()
    : undefined;
  return {
    lotKnown: lot !== undefined && (printed !== undefined || (await isLotMade(db, { productId, lot }))),
    serial: serial === undefined ? undefined : await judgeSerial(db, productId, lot, serial),
  };
}
