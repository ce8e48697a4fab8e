import { sql } from 'kysely';
import type { Tx } from '#server/platform/db.ts';

/**
 * Raises the change number for products whose public pages change for a reason that is not in the register (a recall, a new code),
 * so that no reader serves a page made before. Belongs in the transaction of that change.
 */
export async function touchProducts(tx: Tx, productIds: readonly string[]): Promise<void> {
  await sql`select registry.note(${[...new Set(productIds)]}::text[])`.execute(tx);
}

/** The same for all products of these producers. */
export async function touchProducers(tx: Tx, producerIds: readonly string[]): Promise<void> {
  await sql`select registry.note(array(select id from registry.product where producer_id = any(${[...producerIds]}::text[])))`.execute(tx);
}
