// Opens the database for any entry: embedded or given, migrated; the pool runs with the least rights.
import type { Config } from '#server/platform/config.ts';
import { createDatabase } from '#server/platform/create-database.ts';
import { type Db, openDb } from '#server/platform/db.ts';
import type { Log } from '#server/platform/log.ts';
import { admitRuntimeRole, migrate, runtimeRole } from '#server/platform/migrate.ts';
import { startPostgres } from '#server/platform/postgres.ts';

const NAME = 'sanvat';

export type Database = {
  db: Db;
  readDb: Db;
  /** The owner's connection string: migrations, LISTEN, the worker. */
  url: string;
  close: () => Promise<void>;
};

export async function openDatabase(config: Config, log: Log): Promise<Database> {
  const local = config.databaseUrl ? undefined : await startPostgres(config.data, (line) => log.info(line));
  const url = config.databaseUrl ?? local?.url(NAME) ?? '';
  if (local) await createDatabase(local.url('postgres'), NAME);
  await migrate(url);
  const role = await runtimeRole(url);
  if (local && role) await admitRuntimeRole(url);
  const db = local && role ? openDb(local.url(NAME, role)) : openDb(url, { role });
  if (!role) log.warn('the database login may not make or take the role sanvat_app: the product runs as the owner of its tables');
  const readDb = config.readUrl ? openDb(config.readUrl, { role: await runtimeRole(config.readUrl).catch(() => role) }) : db;
  return {
    db,
    readDb,
    url,
    close: async () => {
      await db.destroy();
      if (readDb !== db) await readDb.destroy();
      await local?.stop();
    },
  };
}
