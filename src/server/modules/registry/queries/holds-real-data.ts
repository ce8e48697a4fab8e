import type { Db } from '#server/platform/db.ts';
import '../tables.ts';

/** Is there a producer that does not come from the sample? */
export async function holdsRealData(db: Db): Promise<boolean> {
  const real = await db.selectFrom('registry.producer').select('id').where('sample', '=', false).limit(1).executeTakeFirst();
  return real !== undefined;
}
