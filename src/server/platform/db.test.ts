import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';
import { openDb } from './db.ts';

const database = testDatabase();

it('refuses a character that no text can keep as bad input, in text and in JSON, and nothing else', async () => {
  const refused = { name: 'AppError', code: 'invalid' };
  await expect(sql`select ${'a\0b'}::text`.execute(database.db)).rejects.toMatchObject(refused);
  await expect(sql`select ${JSON.stringify({ a: '\0' })}::jsonb`.execute(database.db)).rejects.toMatchObject(refused);
  await expect(sql`select ${JSON.stringify('\ud800')}::jsonb`.execute(database.db)).rejects.toThrow();
  await expect(sql`select ${'x'}::date`.execute(database.db)).rejects.toMatchObject({ code: '22007' });
  const { rows } = await sql<{ t: string }>`select ${'ờ'}::text as t`.execute(database.db);
  expect(rows).toEqual([{ t: 'ờ' }]);
});

it('loses a line in the middle of somebody’s work: that work fails, the process and the others go on', async () => {
  const db = openDb(database.url, { max: 1 });
  const owner = openDb(database.url, { max: 1 });
  const work = db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(owner);
    await new Promise((heard) => setTimeout(heard, 100)); // while no query of ours is under way
    await sql`select 1`.execute(tx);
  });
  await expect(work).rejects.toMatchObject({ code: 'not_ready', message: expect.stringMatching(/not queryable/) });
  expect((await sql<{ n: number }>`select 1 as n`.execute(db)).rows).toEqual([{ n: 1 }]);
  await Promise.all([db.destroy(), owner.destroy()]);
});

it('says so when the database is away or has no connection left, and why', async () => {
  const away = openDb('postgres://x@/x?host=/nowhere');
  await expect(sql`select 1`.execute(away)).rejects.toMatchObject({ code: 'not_ready', message: expect.stringContaining('ENOENT') });
  const owner = openDb(database.url, { max: 1 });
  const name = sql.id(new URL(database.url.replace('@/', '@x/')).pathname.slice(1));
  await sql`create role one_line login connection limit 1`.execute(owner);
  await sql`grant connect on database ${name} to one_line`.execute(owner);
  const few = openDb(database.url.replace(/\/\/[^@]*@/, '//one_line@'), { max: 2 });
  await few.connection().execute(async (first) => {
    await sql`select 1`.execute(first);
    await expect(sql`select 1`.execute(few)).rejects.toMatchObject({ code: 'not_ready', message: expect.stringContaining('53300') });
  });
  await sql`alter role one_line nologin`.execute(owner);
  await few.destroy();
  const shut = openDb(database.url.replace(/\/\/[^@]*@/, '//one_line@'));
  await expect(sql`select 1`.execute(shut)).rejects.toMatchObject({ code: 'not_ready', message: expect.stringContaining('28000') });
  await Promise.all([away.destroy(), shut.destroy()]);
  await sql`revoke connect on database ${name} from one_line`.execute(owner);
  await sql`drop role one_line`.execute(owner);
  await owner.destroy();
});
