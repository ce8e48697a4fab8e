// The public record through the public API, verified by the script of docs/how-to/verify-the-record.md alone.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serve } from '@hono/node-server';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '#server/api.ts';
import type { App } from '#server/app-port.ts';
import { silentLog } from '#server/platform/log.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { putProduct, putTerm } from '../../../../tests/support/recognised.ts';
import { signingKey, writeCheckpoint } from './checkpoints.ts';
import { readRecord } from './queries/read-record.ts';

const base = testDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'sanvat-record-'));
const script = path.join(folder, 'verify.py');
const kept = path.join(folder, 'kept.json');
let server: ReturnType<typeof serve>;
let site = '';
let id = '';

beforeAll(async () => {
  const text = readFileSync('docs/how-to/verify-the-record.md', 'utf8');
  writeFileSync(script, /```python\n([\s\S]*?)```/.exec(text)?.[1] ?? '');
  const clock = () => new Date('2026-11-21T08:00:00Z');
  const app = { db: base.db, reader: async () => base.db, log: silentLog, clock, catalogue: {} } as App;
  const { api } = createApi(app);
  server = serve({ fetch: api.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((done) => server.once('listening', done));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  id = await putProduct(base.db, 1);
  await putTerm(base.db, id, 4, '2025-01-10', '2028-01-10');
});
afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const python = await new Promise<boolean>((done) => execFile('python3', ['--version'], (e) => done(!e)));
const verify = () =>
  new Promise<{ ok: boolean; said: string }>((done) =>
    execFile('python3', [script, site, kept], (error, out, err) =>
      done({ ok: !error, said: `${out}${err}`.trim().split('\n').at(-1) ?? '' }),
    ),
  );
const sign = (at: string) => writeCheckpoint(testCtx(base.db, at), signingKey(folder));
const owner = async (...statements: string[]) => {
  const client = new pg.Client({ connectionString: base.url });
  await client.connect();
  await client.query("set session_replication_role = 'replica'"); // what only the owner of the database can do: no trigger runs
  for (const s of statements) await client.query(s);
  await client.end();
};

describe('the public record', () => {
  it('is at most 60 lines to verify', () => {
    expect(readFileSync(script, 'utf8').split('\n').length).toBeLessThanOrEqual(60);
  });

  it('comes in pages and refuses what is no number', async () => {
    for (let n = 0; n < 2; n++)
      await base.db
        .updateTable('registry.recognition')
        .set({ star: n === 0 ? 3 : 4 })
        .where('product_id', '=', id)
        .execute();
    const all = await (await fetch(`${site}/api/v1/record`)).json();
    expect(all).toMatchObject({ head: { no: 3 }, next: null });
    expect(all.entries.map((e: { body: string }) => JSON.parse(e.body).kind)).toEqual(['recognised', 'corrected', 'corrected']);
    expect((await (await fetch(`${site}/api/v1/record?after=2`)).json()).entries).toHaveLength(1);
    expect((await fetch(`${site}/api/v1/record?after=x`)).status).toBe(422);
    expect((await fetch(`${site}/api/v1/record?after=-1`)).status).toBe(422);
    expect((await fetch(`${site}/api/v1/record?after=1&after=2`)).status).toBe(422);
  });

  it('holds back the text of the sample’s days to come, and nothing of an office', async () => {
    const { no: after } = await base.db.selectFrom('registry.pub_record_head').select('no').executeTakeFirstOrThrow();
    const put = (
      from: string,
      sample: boolean,
      more: { ended_on?: string; ended_by?: 'revoked'; extended_until?: string; extended_on?: string } = {},
    ) =>
      base.db
        .insertInto('registry.recognition')
        .values({ product_id: id, star: 4, valid_from: from, valid_until: '2031-01-01', sample, ...more })
        .execute();
    await put('2027-01-01', false);
    await put('2027-01-02', true);
    await put('2026-11-21', true);
    await put('2026-05-02', true, { extended_until: '2031-02-01', extended_on: '2026-11-22' });
    await put('2026-05-03', true, { extended_until: '2031-02-01', extended_on: '2026-11-21' });
    await put('2026-06-01', true, { ended_on: '2026-11-22', ended_by: 'revoked' });
    const { entries } = await (await fetch(`${site}/api/v1/record?after=${after}`)).json();
    expect(entries.map((e: { body: string | null }) => e.body === null)).toEqual([false, true, false, true, false, true]);
    const told = await readRecord(base.db, after, '2027-01-02');
    expect(told.entries.filter((e) => e.body === null)).toEqual([]);
  });

  it('keeps its key to itself, one key however many ask at once', async () => {
    const ids = new Set((await Promise.all([1, 2, 3].map((s) => sign(`2026-11-21T08:00:0${s}Z`)))).map((c) => c.keyId));
    expect(ids.size).toBe(1);
    expect(statSync(path.join(folder, 'secrets/record-signing.pem')).mode & 0o777).toBe(0o600);
  });

  it.skipIf(!python)('verifies chain and signatures with python3 alone, and finds what was tampered with', async () => {
    expect(await verify()).toEqual({ ok: true, said: '9 entries, 3 checkpoints: all fit' });
    for (let n = 0; n < 600; n++) await putTerm(base.db, id, 3, `${1300 + n}-01-01`, `${1300 + n}-12-31`);
    await sign('2026-11-22T08:00:00Z');
    expect(await verify()).toEqual({ ok: true, said: '609 entries, 4 checkpoints: all fit' });

    const { body, hash } = await base.db.selectFrom('registry.pub_record').selectAll().where('no', '=', 2).executeTakeFirstOrThrow();
    await owner(`update registry.public_record set body = replace(body, '"star":3', '"star":5') where no = 2`);
    expect(await verify()).toEqual({ ok: false, said: 'AssertionError: broken at 2' });
    await owner(`update registry.public_record set body = '${body}' where no = 2`);
    expect((await verify()).ok).toBe(true);

    await owner(`delete from registry.public_record where no = 300`);
    expect((await verify()).said).toBe('AssertionError: broken at 300');
    // a last entry cut off together with the head is told by the checkpoint that was kept
    await owner(
      `delete from registry.public_record where no > 299`,
      `update registry.public_head set no = 299, hash = (select hash from registry.public_record where no = 299)`,
    );
    expect((await verify()).said).toBe('AssertionError: does not fit the checkpoint at 609');
    expect(hash.length).toBe(32);
  });

  it.skipIf(!python)('finds a checkpoint that was not signed by the same key', async () => {
    await owner(`update supervision.checkpoint set signature = set_byte(signature, 40, get_byte(signature, 40) # 1) where no = 609`);
    rmSync(kept);
    expect((await verify()).ok).toBe(false);
  });
});
