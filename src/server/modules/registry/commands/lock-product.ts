import { sql } from 'kysely';
import type { Tx } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Term } from '../rules/validity.ts';
import '../tables.ts';

export type LockedTerm = Term & { id: number; star: 3 | 4 | 5; potentialFive: boolean };

/**
 * Holds the product until the transaction ends, so that grants, extensions and endings of it come one after another;
 * gives its recognitions as they are under the lock, ascending by first day.
 */
export async function lockProduct(tx: Tx, productId: string): Promise<LockedTerm[]> {
  const product = await tx.selectFrom('registry.product').select('id').where('id', '=', productId).forUpdate().executeTakeFirst();
  if (!product) throw notFound('productId', { vi: 'sản phẩm', en: 'product' });
  const { rows } = await sql<LockedTerm>`
    select id, star, potential_five as "potentialFive", valid_from as "validFrom", valid_until as "validUntil",
      extended_until as "extendedUntil", extended_on as "extendedOn", ended_on as "endedOn", ended_by as "endedBy"
    from registry.recognition where product_id = ${productId} order by valid_from, id for update`.execute(tx);
  return rows;
}
