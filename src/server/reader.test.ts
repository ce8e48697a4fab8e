import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { currentChange } from '#server/modules/registry/index.ts';
import { openDb } from '#server/platform/db.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { createReader } from './reader.ts';

const primary = testDatabase();
const replica = testDatabase();

test('a replica answers once it has caught up, never before, and not when it is gone', async () => {
  await sql`select registry.note(array['X'])`.execute(primary.db);
  const change = await currentChange(primary.db);
  const reader = createReader(primary.db, replica.db, () => change);
  expect(await reader()).toBe(primary.db);
  while ((await currentChange(replica.db)) < change) await sql`select registry.note(array['X'])`.execute(replica.db);
  expect(await reader()).toBe(replica.db);
  const gone = openDb(`${replica.url}_gone`);
  expect(await createReader(primary.db, gone, () => change)()).toBe(primary.db);
  await gone.destroy();
  expect(await createReader(primary.db, primary.db, () => change)()).toBe(primary.db);
});
