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
});
