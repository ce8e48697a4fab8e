import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from './support/server.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'sanvat-start-'));
const pointers: string[] = [];
afterAll(() => {
  for (const p of pointers) if (existsSync(p)) rmSync(readFileSync(p, 'utf8').trim(), { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
});
const sanvat = (args: string[], env: Record<string, string>) =>
  spawnSync(process.execPath, ['src/cli.ts', ...args], {
    env: { ...process.env, DATABASE_URL: '', SANVAT_SAMPLE: '0', ...env },
    encoding: 'utf8',
  });

describe('starting', () => {
  it('works in a folder that the database’s user cannot reach, and finds its data again', async () => {
    const closed = path.join(dir, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    chmodSync(dir, 0o711);
    const env = { SANVAT_DATA: path.join(closed, 'data'), SANVAT_SAMPLE: '0', DATABASE_URL: '' };
    pointers.push(path.join(env.SANVAT_DATA, 'postgres.location'));
    const first = await startServer(env);
    expect((await fetch(`${first.url}/health`)).status).toBe(200);
    // the command line joins the running database and leaves it running
    expect(sanvat(['audit', 'verify', '--json'], env)).toMatchObject({ status: 0, stdout: '{"acts":0}\n' });
    expect((await fetch(`${first.url}/health`)).status).toBe(200);
    // the pages and the API come in as a role that owns nothing; only LISTEN and the worker are the owner's
    const data = readFileSync(path.join(env.SANVAT_DATA, 'postgres.location'), 'utf8').trim();
    const asRole = new pg.Client({ host: path.join(data, 'run'), port: 5432, user: 'sanvat_app', database: 'sanvat' });
    await asRole.connect();
    const { rows } = await asRole.query(
      "select count(*)::int as n from pg_stat_activity where usename = 'sanvat_app' and pid <> pg_backend_pid()",
    );
    expect(rows[0].n).toBeGreaterThan(0);
    await expect(asRole.query('set role sanvat')).rejects.toThrow(/permission denied/);
    await expect(asRole.query('delete from audit.act')).rejects.toThrow(/permission denied/);
    await asRole.end();
    // the database is killed under it: whoever asked is refused, then it is there again
    process.kill(Number(readFileSync(path.join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    const asked = async () => (await fetch(`${first.url}/nhu-cau`)).status;
    await expect.poll(asked, { timeout: 20_000, interval: 50 }).toBe(503);
    await expect.poll(asked, { timeout: 60_000, interval: 200 }).toBe(200);
    // a proxy that keeps asking on the line it has does not keep the product from ending
    const line = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (): void => void get(`${first.url}/health`, { agent: line }, (res) => res.resume().on('end', ask)).on('error', () => {});
    ask();
    expect(await first.stop()).toBe(0);
    line.destroy();
    // what a start that was killed left half made goes with the next one; what another may be making stays
    for (const [name, made] of [
      ['postgres.123', 0],
      ['postgres.124', Date.now() / 1000],
    ] as const) {
      mkdirSync(path.join(data, name));
      utimesSync(path.join(data, name), made, made);
    }
    const second = await startServer(env);
    expect(['postgres.123', 'postgres.124', 'postgres'].map((name) => existsSync(path.join(data, name)))).toEqual([false, true, true]);
    expect(await second.stop()).toBe(0);
    expect(second.output()).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+\n$/);
  }, 120_000);

  it('says whose fault it is when the port is taken or a setting does not fit', async () => {
    const env = { SANVAT_DATA: path.join(dir, 'port'), SANVAT_SAMPLE: '0', DATABASE_URL: '' };
    chmodSync(dir, 0o711);
    const first = await startServer(env);
    await expect(startServer({ ...env, PORT: new URL(first.url).port })).rejects.toThrow(/taken by another program/);
    expect((await fetch(`${first.url}/health`)).status).toBe(200);
    await first.stop();
    await expect(startServer({ ...env, PORT: 'abc' })).rejects.toThrow(/settings: PORT/);
  }, 120_000);
});

describe('the command line', () => {
  it('ends with 2 on wrong usage and with its help on --help', () => {
    expect(sanvat(['fly'], {}).status).toBe(2);
    expect(sanvat([], {}).status).toBe(2);
    const help = sanvat(['--help'], {});
    expect(help.status).toBe(0);
    for (const name of ['import products', 'export products', 'import units', 'audit verify']) expect(help.stdout).toContain(name);
  });
});
