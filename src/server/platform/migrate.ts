// Forward-only migrations: db/migrations/*.sql in the order of their names, under one advisory lock.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runMigrations as runWorkerMigrations } from 'graphile-worker';
import pg from 'pg';
import { alone } from '#server/platform/alone.ts';
import { ROOT } from '#server/platform/root.ts';

/** What the running product becomes on each connection: it reads and writes rows, and owns nothing. */
export const RUNTIME_ROLE = 'sanvat_app';

/** Brings the database to the newest form. Throws when an applied file was changed afterwards. Returns the names applied now. */
export async function migrate(connectionString: string, folder = path.join(ROOT, 'db/migrations')): Promise<string[]> {
  return alone(connectionString, 'migrate', async (client) => {
    const applied: string[] = [];
    await client.query(
      'create table if not exists public.migration (name text primary key, sha256 text not null, at timestamptz not null default now())',
    );
    const known = new Map<string, string>(
      (await client.query('select name, sha256 from public.migration')).rows.map((r) => [r.name, r.sha256]),
    );
    for (const name of readdirSync(folder)
      .filter((f) => f.endsWith('.sql'))
      .sort()) {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const sha256 = createHash('sha256').update(text).digest('hex');
      const before = known.get(name);
      if (before === sha256) continue;
      if (before) throw new Error(`${name} was changed after it had been applied: migrations are never edited, add a new one`);
      await client.query('begin');
      try {
        await client.query(text);
        await client.query('insert into public.migration (name, sha256) values ($1, $2)', [name, sha256]);
        await client.query('commit');
      } catch (e) {
        await client.query('rollback');
        throw new Error(`migration ${name}: ${(e as Error).message}`, { cause: e });
      }
      applied.push(name);
    }
    await runWorkerMigrations({ connectionString });
    // a dump restored into another cluster brings its tables, not its roles
    const role = await client.query('select 1 from pg_roles where rolname = $1', [RUNTIME_ROLE]);
    if (applied.length > 0 || !role.rowCount) await grantRuntime(client);
    return applied;
  });
}

/** Least privilege at run time: rows only, and the record of acts can only grow. Where we may not create roles, the owner runs. */
async function grantRuntime(client: pg.Client): Promise<void> {
  const { rows } = await client.query('select rolcreaterole or rolsuper as may from pg_roles where rolname = current_user');
  const exists = (await client.query('select 1 from pg_roles where rolname = $1', [RUNTIME_ROLE])).rowCount;
  if (!exists) {
    if (!rows[0]?.may) return;
    await client.query(`create role ${RUNTIME_ROLE} nologin`);
    await client.query(`grant ${RUNTIME_ROLE} to current_user`);
  }
  const schemas: string[] = (
    await client.query("select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')")
  ).rows.map((r) => r.nspname);
  for (const s of schemas) {
    await client.query(`grant usage on schema ${s} to ${RUNTIME_ROLE}`);
    await client.query(`grant select, insert, update, delete on all tables in schema ${s} to ${RUNTIME_ROLE}`);
    await client.query(`grant usage, select on all sequences in schema ${s} to ${RUNTIME_ROLE}`);
    await client.query(`grant execute on all functions in schema ${s} to ${RUNTIME_ROLE}`);
  }
  await client.query(`revoke update, delete on audit.act from ${RUNTIME_ROLE}`);
}

/** On a cluster of our own the product comes in as that role, so that no connection could go back to its owner. */
export async function admitRuntimeRole(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query('select rolcanlogin as may from pg_roles where rolname = $1', [RUNTIME_ROLE]);
    if (rows[0]?.may === false) await client.query(`alter role ${RUNTIME_ROLE} login`);
  } catch (e) {
    if ((e as { code?: string }).code !== 'XX000') throw e; // another starter does the same at this moment
  } finally {
    await client.end();
  }
}

/** The role to take at run time, when it exists and this login may take it. */
export async function runtimeRole(connectionString: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select exists (select 1 from pg_roles where rolname = $1) and pg_has_role(current_user, (select oid from pg_roles where rolname = $1), 'member') as may",
      [RUNTIME_ROLE],
    );
    return rows[0]?.may ? RUNTIME_ROLE : undefined;
  } finally {
    await client.end();
  }
}
