// One real PostgreSQL for the whole run; each test file gets a copy of a template that is migrated and knows the units.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { loadUnits } from '#server/modules/territory/index.ts';
import { openDb } from '#server/platform/db.ts';
import { migrate } from '#server/platform/migrate.ts';
import { startPostgres } from '#server/platform/postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Connection string with the placeholder DATABASE. */
    database: string;
  }
}

const TEMPLATE = 'template_sanvat';

/** A killed run tears nothing down: a shell waits for our end, then stops the database and removes its folder. */
function clearAfterKill(dir: string): void {
  const script = `while kill -0 ${process.pid} 2>/dev/null; do sleep 1; done
    pid=$(head -1 "$1/postgres/postmaster.pid" 2>/dev/null) && [ -n "$pid" ] && kill -QUIT "$pid" && sleep 1
    rm -rf "$1"`;
  spawn('sh', ['-c', script, 'sh', dir], { detached: true, stdio: 'ignore' }).unref();
}

export default async function setup(project: TestProject) {
  const outside = process.env.TEST_DATABASE_URL;
  const dir = outside ? undefined : mkdtempSync(join(tmpdir(), 'sanvat-test-'));
  const local = dir ? await startPostgres(dir) : undefined;
  if (dir) clearAfterKill(dir);
  const url = (name: string) => (local ? local.url(name) : String(outside).replace('DATABASE', name));
  const admin = new pg.Client({ connectionString: url('postgres') });
  await admin.connect();
  await admin.query(`drop database if exists ${TEMPLATE}`).catch(() => {});
  await admin.query(`create database ${TEMPLATE}`);
  await migrate(url(TEMPLATE));
  const db = openDb(url(TEMPLATE), { max: 1 });
  await loadUnits(db);
  await db.destroy();
  await admin.query(`alter database ${TEMPLATE} is_template true allow_connections false`);
  await admin.end();
  project.provide('database', url('DATABASE'));
  return async () => {
    await local?.stop();
    if (dir) rmSync(dir, { recursive: true, force: true });
  };
}
