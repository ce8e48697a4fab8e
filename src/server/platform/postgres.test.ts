import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, it } from 'vitest';
import { startPostgres } from './postgres.ts';

const data = mkdtempSync(path.join(tmpdir(), 'sanvat-light-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

it('ends the server it started once its own lines have closed, and leaves it to somebody who holds one', { timeout: 60_000 }, async () => {
  const first = await startPostgres(data);
  const going = new pg.Client(first.url('postgres'));
  await going.connect();
  const stopped = first.stop();
  setTimeout(() => void going.end(), 200);
  expect(await stopped).toBe('stopped');
  const second = await startPostgres(data);
  const held = new pg.Client(second.url('postgres'));
  await held.connect();
  expect(await second.stop()).toBe('left running');
  await held.end();
  expect(await second.stop()).toBe('stopped');
});
