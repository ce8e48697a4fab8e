import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
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

it('notices a line that went dead without a word, and tells that something may have happened', async () => {
  const target = new URL(base.url.replace('@/', '@localhost/'));
  const folder = target.searchParams.get('host');
  const port = target.port || '5432';
  const dead: Socket[] = [];
  const proxy = createServer((near) => {
    const far = folder ? connect(`${folder}/.s.PGSQL.${port}`) : connect(Number(port), target.hostname);
    if (dead.length === 0) dead.push(near, far);
    near.pipe(far).pipe(near);
    for (const s of [near, far]) s.on('error', () => {});
    near.on('close', () => far.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  target.searchParams.delete('host');
  target.host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const heard: string[] = [];
  const listening = await listen(
    target.href,
    silentLog,
    {
      news: async (payload) => {
        heard.push(payload);
      },
    },
    100,
  );
  const tell = (payload: string) => sql`select pg_notify('news', ${payload})`.execute(base.db);
  await tell('a');
  await expect.poll(() => heard).toEqual(['a']);
  for (const s of dead) s.unpipe(); // the line stays open and says nothing more
  for (const s of dead) s.pause();
  await tell('missed');
  await expect.poll(() => heard, { timeout: 5000 }).toEqual(['a', '']);
  await tell('b');
  await expect.poll(() => heard).toEqual(['a', '', 'b']);
  await listening.close();
  for (const s of dead) s.destroy();
  proxy.close();
});
