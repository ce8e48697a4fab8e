import type { Db } from '#server/platform/db.ts';
import '../tables.ts';

/** A producer with its seat on today's map; undefined when the register does not know it. */
export async function findProducer(db: Db, id: string) {
  return db
    .selectFrom('registry.producer')
    .select(['id', 'name', 'type', 'representative', 'phone', 'sample'])
    .select(['address_written as address', 'commune_code as communeCode', 'province_code as provinceCode'])
    .where('id', '=', id)
    .executeTakeFirst();
}
