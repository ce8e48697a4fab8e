// Our search beside two shop platforms that hold the same products: CPU per search of the server and of its sessions in the database.
// Installs third-party packages, so it runs only when it is named. Linux.
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../src/server/platform/postgres.ts';
import { CONNECTIONS, queries, register } from '../http/http.ts';
import { load } from '../http/load.ts';
import { cpuSeconds, type Started, start, stop } from '../http/process.ts';
import { type Line, median, printTable } from '../table.ts';
import { medusa } from './medusa.ts';
import { found, type Product, prepare, type Serving, serve, type Way } from './shop.ts';
import { vendure } from './vendure.ts';

const ROUNDS = 5;
/** A search of ours costs at most a hundredth of one of theirs. */
const TIMES = 100;
/** Searches of which it is looked at, before the rounds, whether they find anything. */
const LOOKED_AT = 20;

type Target = Way & { pid: number; port: number; database: string };
type Cost = { app: number; database: number; p50: number };

const ourWay = (perRound: number): Way => ({
  what: 'ours',
  ask: (at) => at,
  total: (answer) => (answer as { total: number }).total,
  headers: {},
  perRound,
});

/** Seconds of CPU so far of each session of a database. What has ended is left out, parallel workers too: in the shops' favour. */
async function sessions(admin: pg.Client, database: string): Promise<Map<number, number>> {
  const { rows } = await admin.query<{ pid: number }>('select pid from pg_stat_activity where datname = $1', [database]);
  const used = new Map<number, number>();
  for (const { pid } of rows) {
    try {
      used.set(pid, cpuSeconds(pid));
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'ENOENT') throw e;
    }
  }
  return used;
}

/** Microseconds of CPU per search, milliseconds at the median. */
async function costOf(target: Target, paths: readonly string[], admin: pg.Client): Promise<Cost> {
  const asks = paths.slice(0, target.perRound).map(target.ask);
  const before = { app: cpuSeconds(target.pid), database: await sessions(admin, target.database) };
  const { p50, statuses } = await load(target.port, asks, CONNECTIONS, target.headers);
  const app = cpuSeconds(target.pid) - before.app;
  if (statuses['200'] !== asks.length) throw new Error(`${target.what}: ${JSON.stringify(statuses)}`);
  let database = 0;
  for (const [pid, seconds] of await sessions(admin, target.database)) database += seconds - (before.database.get(pid) ?? 0);
  return { app: (app * 1e6) / asks.length, database: (database * 1e6) / asks.length, p50 };
}

/**
 * In the folder `SANVAT_DATA`: our own data, the embedded PostgreSQL that all three use, and a folder for each shop. What is there is used
 * again, so a second run takes two minutes.
 */
export async function benchShops(env: Record<string, string>): Promise<Line[]> {
  const root = path.resolve(env.SANVAT_DATA ?? '');
  if (!path.relative(process.cwd(), root).startsWith('..'))
    throw new Error(`${root} lies inside the project: packages of the shops stay outside`);
  const data = path.join(root, 'ours');
  mkdirSync(data, { recursive: true });
  const first = await start('src/web.ts', { ...env, SANVAT_DATA: data });
  const products = await register<Product>(first.port);
  await stop(first);

  const local = await startPostgres(data);
  // Holds the server: it would end with our product, the last one out.
  const admin = new pg.Client({ connectionString: local.url('postgres') });
  await admin.connect();
  const running: (Started | Serving)[] = [];
  try {
    const shops = [medusa, vendure];
    for (const shop of shops) await prepare(shop, root, products, local.url);
    const ours = await start('src/web.ts', { ...env, SANVAT_DATA: data });
    running.push(ours);
    const search = queries(products);
    const perRound = Math.floor(search.length / (ROUNDS + 1));
    const targets: Target[] = [{ ...ourWay(perRound), pid: ours.pid, port: ours.port, database: 'sanvat' }];
    for (const shop of shops) {
      const serving = await serve(shop, root, products.length, local.url);
      running.push(serving);
      targets.push(...serving.ways.map((way) => ({ ...way, pid: serving.pid, port: serving.port, database: shop.name })));
    }
    // Each has been up for a while: ours as in bench/http, theirs after searches of a spare slice, which are looked at too.
    const warm = search.map((at) => `${at}&pageSize=19`);
    await load(ours.port, warm, CONNECTIONS);
    const spare = search.slice(ROUNDS * perRound);
    const hits: number[] = [];
    for (const t of targets) {
      const totals = await Promise.all(spare.slice(-LOOKED_AT).map((at) => found(t.port, t, at)));
      hits.push(totals.filter((n) => n > 0).length);
      await costOf(t, spare, admin);
    }
    const costs: Cost[][] = targets.map(() => []);
    for (let r = 0; r < ROUNDS; r++) {
      const paths = search.slice(r * perRound, (r + 1) * perRound);
      for (const [i, t] of targets.entries()) costs[i]?.push(await costOf(t, paths, admin));
    }
    const lines = compare(targets, costs, hits);
    printTable(
      `Search beside shop platforms, ${products.length} products in force`,
      lines,
      `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, one PostgreSQL, ${CONNECTIONS} connections, ${ROUNDS} rounds in turn of the same distinct searches (${targets.map((t) => t.perRound).join(', ')} of them), medians; CPU of the server and of its sessions in the database; ratio = their CPU / ours`,
    );
    return lines;
  } finally {
    for (const one of running.reverse()) await stop(one);
    await admin.end();
    await local.stop();
  }
}

function compare(targets: readonly Target[], costs: readonly Cost[][], hits: readonly number[]): Line[] {
  const told = targets.map(({ what }, i) => {
    const of = (pick: (c: Cost) => number) => median((costs[i] ?? []).map(pick));
    const micros = of((c) => c.app + c.database);
    const time = (us: number) => (us < 1000 ? `${us.toFixed(1)} µs` : `${(us / 1000).toFixed(1)} ms`);
    const parts = `${time(of((c) => c.app))} + database ${time(of((c) => c.database))}`;
    return { what, micros, text: `${time(micros)} (${parts}), p50 ${of((c) => c.p50).toFixed(0)} ms, found ${hits[i]} of ${LOOKED_AT}` };
  });
  const [ours, ...theirs] = told;
  if (!ours) return [];
  return theirs.map(({ what, micros, text }) => {
    const ratio = micros / ours.micros;
    return { what, ours: ours.text, beside: text, ratio: `${ratio.toFixed(0)} ×`, target: `≥ ${TIMES} ×`, met: ratio >= TIMES };
  });
}
