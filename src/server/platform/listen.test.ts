import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { listen } from './listen.ts';
import { silentLog } from './log.ts';

const base = testDatabase();

it('calls a busy handler once more: with the notice it missed, or with an empty one when it missed several', async () => {
  const heard: string[] = [];
  let go = () => {};
  const listening = await listen(base.url, silentLog, {
    news: (payload) => {
      heard.push(payload);
      return new Promise<void>((done) => {
        go = done;
      });
    },
  });
  const tell = (payload: string) => sql`select pg_notify('news', ${payload})`.execute(base.db);
  const settle = () => new Promise((done) => setTimeout(done, 100));
  await tell('a');
  await expect.poll(() => heard).toEqual(['a']);
  await tell('b');
  await settle();
  go();
  await expect.poll(() => heard).toEqual(['a', 'b']);
  await tell('c');
  await tell('d');
  await settle();
  go();
  await expect.poll(() => heard).toEqual(['a', 'b', '']);
  go();
  await listening.close();
});
