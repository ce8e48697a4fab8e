// The units without the rest of the product: an embedded database in its own folder.
import { openDatabase } from '#server/database.ts';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { readConfig } from '#server/platform/config.ts';
import { silentLog } from '#server/platform/log.ts';

/** An empty register with its units, ready to be filled. */
export async function openUnits(env: Record<string, string>) {
  const database = await openDatabase(readConfig({ ...env, SANVAT_SAMPLE: '0' }), silentLog);
  return { ...database, territory: await loadTerritory(database.db) };
}
