import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { openDb } from './db.ts';

const base = testDatabase();

/** A way to the database that can be held up as a stopped one is: lines stay open, and nobody answers. */
async function way() {
  const socket = decodeURIComponent(new URL(base.url.replace('@/', '@localhost/')).searchParams.get('host') ?? '');
  const pairs = new Set<[Socket, Socket]>();
  let held = false;
  const server = createServer((near) => {
    const far = connect(`${socket}/.s.PGSQL.5432`);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const s of pair) s.on('error', () => {}).on('close', () => pairs.delete(pair));
    if (held) for (const s of pair) s.pause();
    near.on('data', (d) => far.write(d)).on('end', () => far.end());
    far.on('data', (d) => near.write(d)).on('end', () => near.end());
    if (held) for (const s of pair) s.pause();
  }).listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: base.url.replace('@/', `@127.0.0.1:${port}/`).replace(/\?host=.*/, ''),
    hold: (on: boolean) => {
      held = on;
      for (const pair of pairs) for (const s of pair) on ? s.pause() : s.resume();
    },
    close: () => server.close(),
  };
}

it('cuts off who waits for a database that hangs, refuses who comes meanwhile at once, and goes on when it answers again', async () => {
  const to = await way();
  const db = openDb(to.url, { max: 3, tickMs: 100 });
  await sql`select 1`.execute(db);
  // a long query of a database that is well is left alone: longer than a hanging one is borne
  await sql`select pg_sleep(1)`.execute(db);
  to.hold(true);
  const away = { name: 'AppError', code: 'not_ready' };
  await expect(sql`select 1`.execute(db)).rejects.toMatchObject(away);
  for (let i = 0; i < 50; i++)
    await expect(sql`select 1`.execute(db)).rejects.toMatchObject({ ...away, message: expect.stringContaining('does not answer)') });
  to.hold(false);
  await expect
    .poll(
      () =>
        sql`select 1 as n`.execute(db).then(
          (r) => r.rows,
          () => undefined,
        ),
      { timeout: 15_000 },
    )
    .toEqual([{ n: 1 }]);
  await db.destroy();
  to.close();
}, 60_000);
