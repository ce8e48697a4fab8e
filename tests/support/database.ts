import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Db, openDb } from '#server/platform/db.ts';
import { runtimeRole } from '#server/platform/migrate.ts';

/** A database of its own for the calling test file: migrated, units loaded, register empty. The pool runs with the run-time role. */
export function testDatabase(): { readonly db: Db; readonly url: string } {
  let db: Db | undefined;
  const name = `t_${crypto.randomUUID().replaceAll('-', '')}`;
  const url = inject('database').replace('DATABASE', name);
  beforeAll(async () => {
    const admin = new pg.Client({ connectionString: inject('database').replace('DATABASE', 'postgres') });
    await admin.connect();
    await admin.query(`create database ${name} template template_sanvat strategy wal_log`);
    await admin.end();
    db = openDb(url, { role: await runtimeRole(url) });
  }, 60_000);
  afterAll(async () => {
    await db?.destroy();
    const admin = new pg.Client({ connectionString: inject('database').replace('DATABASE', 'postgres') });
    await admin.connect();
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  });
  return {
    get db() {
      if (!db) throw new Error('before beforeAll');
      return db;
    },
    url,
  };
}

/** A context for commands and queries in tests. */
export { testCtx } from './context.ts';
