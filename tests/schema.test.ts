// db/schema.sql is what people read; the migrations are what runs. Both say the same.
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { testDatabase } from './support/database.ts';

const test = testDatabase();

// Other servers write the same expressions in other words.
it.skipIf(process.env.TEST_DATABASE_URL)(
  'db/schema.sql is what the migrations make',
  () => {
    const r = spawnSync(process.execPath, ['scripts/schema.mjs', '--check', '--url', test.url], { encoding: 'utf8', timeout: 60_000 });
    expect({ status: r.status, said: r.stderr }).toEqual({ status: 0, said: expect.any(String) });
  },
  90_000,
);
