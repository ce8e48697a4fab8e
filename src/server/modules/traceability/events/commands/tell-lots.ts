// Tells every process which lots and items have changed: what it keeps about them is made anew.
import { sql } from 'kysely';
import type { Tx } from '#server/platform/db.ts';

const CHANNEL = 'lot_change';
/** PostgreSQL takes 8,000 bytes in one notice. */
const MOST_BYTES = 7_500;

/** What notices call a lot of the register, a product whose lots nobody has made yet, a numbered item. */
export const lotName = (no: number): string => String(no);
export const unmadeName = (productId: string): string => `P${productId}`;
export const itemName = (productId: string, serial: string): string => `S${productId}.${serial}`;

/** Heard when the transaction commits. Too many names at once stand for everything: an empty notice. */
export async function tellLots(tx: Tx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const payload = [...new Set(names)].join(' ');
  await sql`select pg_notify(${CHANNEL}, ${Buffer.byteLength(payload) > MOST_BYTES ? '' : payload})`.execute(tx);
}
