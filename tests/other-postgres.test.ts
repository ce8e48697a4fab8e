import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DebianPostgres, startDebianPostgres } from './support/debian-postgres.ts';
import { type Running, startServer } from './support/server.ts';

const other: DebianPostgres | undefined = startDebianPostgres();
if (!other) console.log('no Debian PostgreSQL here (or not root): the run on another PostgreSQL is left out');

describe.runIf(other !== undefined)('the product on another PostgreSQL through DATABASE_URL', () => {
  let server: Running;
  beforeAll(async () => {
    server = await startServer({ DATABASE_URL: other?.url('postgres') ?? '', SANVAT_SAMPLE: '1' });
  }, 120_000);
  afterAll(async () => {
    await server?.stop();
    other?.stop();
  });
  const get = async (path: string) => (await fetch(server.url + path)).json();

  it('is ready, with its sample data in force', async () => {
    const health = await get('/health');
    expect(health).toMatchObject({ status: 'ok', database: 'ok' });
    expect(health.catalogue.products).toBeGreaterThan(16_000);
  });

  it('gives the same figures', async () => {
    expect(await get('/api/v1/statistics?asOf=2024-12-31&map=63&by=star')).toMatchObject({ total: 15_590, producers: 8_476 });
  });

  it('finds and shows', async () => {
    const { items } = await get('/api/v1/products?q=mat+ong');
    expect(items.length).toBeGreaterThan(0);
    expect((await fetch(`${server.url}/san-pham/${items[0].id}`)).status).toBe(200);
  });

  it('is backed up while it runs and put back on a server that knows nothing of it', async () => {
    const into = mkdtempSync(path.join(tmpdir(), 'sanvat-backup-'));
    const empty = startDebianPostgres();
    const url = empty?.url('postgres') ?? '';
    const sh = (script: string, file: string, at: string) =>
      spawnSync('sh', [`deploy/${script}.sh`, file], { env: { ...process.env, DATABASE_URL: at, SANVAT_DATA: into }, encoding: 'utf8' });
    const figures = async (at: string) => {
      const client = new pg.Client({ connectionString: at, options: '-c role=sanvat_app' });
      await client.connect();
      const { rows } = await client.query(`select (select count(*) from registry.product) as products,
        (select md5(string_agg(r::text, ',' order by id)) from registry.recognition r) as recognitions,
        (select count(*) from audit.act) as acts, (select change from registry.change_counter) as change`);
      await client.end();
      return rows[0];
    };
    try {
      const made = sh('backup', into, other?.url('postgres') ?? '');
      expect(made.status, made.stderr).toBe(0);
      const back = sh('restore', made.stdout.trim(), url);
      expect(back.status, back.stderr).toBe(0);
      const { acts, ...rest } = await figures(other?.url('postgres') ?? '');
      expect(Number(rest.products)).toBeGreaterThan(16_000);
      expect(await figures(url)).toEqual({ acts, ...rest });
      const verified = spawnSync(process.execPath, ['src/cli.ts', 'audit', 'verify', '--json'], {
        env: { ...process.env, DATABASE_URL: url, SANVAT_SAMPLE: '0', SANVAT_DATA: into },
        encoding: 'utf8',
      });
      expect(verified.stdout).toBe(`{"acts":${acts}}\n`);
    } finally {
      empty?.stop();
      rmSync(into, { recursive: true, force: true });
    }
  }, 120_000);
});
