// A code in, a redirect out; and the scan page it leads to: beside bare node:http that sends the same bytes ready-made. CPU per request,
// medians of rounds taken in turn.
import { randomBytes } from 'node:crypto';
import { cpus } from 'node:os';
import { openHouse } from '../../src/server/app.ts';
import { OPERATOR } from '../../src/server/modules/identity/index.ts';
import { issueSerials } from '../../src/server/modules/traceability/index.ts';
import { cpuPer } from '../http/http.ts';
import { type Started, start, stop } from '../http/process.ts';
import { type Line, median, printTable } from '../table.ts';

const ROUNDS = 5;
const REQUESTS = 20_000;
const MOST_PAGES = 100;
/** A cold page is made once: each round gets its own. */
const COLD = 500;
/** No more than one print may number. */
const MOST_LABELS = 2_000;
const HOT_ITEMS = 200;
const COLD_ITEMS = 250;

type Scenario = { name: string; paths: (round: number) => string[]; status: string; ratio?: number };

async function twinOf(port: number, path: string): Promise<Started> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', headers: { 'accept-encoding': 'identity' } });
  const head: string[] = [];
  response.headers.forEach((value, name) => {
    if (!['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'date'].includes(name)) head.push(name, value);
  });
  const body = Buffer.from(await response.arrayBuffer()).toString('base64');
  return start('bench/http/bare.ts', {}, JSON.stringify({ head, body }));
}

/** A lot of the sample with a story, and numbered items of its product. */
async function makeItems(env: Record<string, string>): Promise<{ lot: string; serials: string[] }> {
  const house = await openHouse({ ...env, SANVAT_WORKER: '0', LOG_LEVEL: 'silent' });
  try {
    const lot = await house.database.db
      .selectFrom('traceability.lot')
      .select(['product_id', 'code'])
      .where('product_id', 'is not', null)
      .orderBy('no', 'desc')
      .executeTakeFirstOrThrow();
    const productId = lot.product_id ?? '';
    const size = Math.min(MOST_LABELS, HOT_ITEMS + (ROUNDS + 1) * COLD_ITEMS);
    const request = { productId, lot: undefined, serials: size, requestId: 'bench-resolver' };
    const { serials } = await issueSerials(house.ctx(OPERATOR), request, randomBytes(32), house.territory);
    return { lot: `/quet/${productId}/${lot.code}`, serials: serials.map((s) => `/quet/${productId}/~/${s}`) };
  } finally {
    await house.close();
  }
}

async function idsOf(port: number): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/products?pageSize=100&sort=name&page=${page}`);
    ids.push(...((await answer.json()) as { items: { id: string }[] }).items.map((i) => i.id));
  }
  return ids;
}

export async function benchResolver(env: Record<string, string>): Promise<Line[]> {
  await stop(await start('src/web.ts', env));
  const items = await makeItems(env);
  const server = await start('src/web.ts', env);
  const lines: Line[] = [];
  try {
    const ids = await idsOf(server.port);
    const many = (path: (id: string) => string) => Array.from({ length: REQUESTS }, (_, i) => path(ids[i % ids.length] ?? ''));
    const gtins: string[] = [];
    for (const id of ids) {
      if (gtins.length >= 200) break;
      const { path } = (await (await fetch(`http://127.0.0.1:${server.port}/api/v1/products/${id}/codes`)).json()) as { path: string };
      if (path.startsWith('/01/')) gtins.push(path);
    }
    const scenarios: Scenario[] = [
      { name: `redirect, own path, ${ids.length} products in turn`, paths: () => many((id) => `/P/${id}`), status: '307', ratio: 0.5 },
      {
        name: `redirect, GS1 Digital Link, ${gtins.length} GTINs in turn`,
        paths: () => Array.from({ length: REQUESTS }, (_, i) => gtins[i % gtins.length] ?? ''),
        status: '307',
        ratio: 0.5,
      },
      {
        name: 'redirect of a lot, query passed on',
        paths: () => Array.from({ length: REQUESTS }, (_, i) => `${gtins[i % gtins.length]}/10/L2611A?17=270101`),
        status: '307',
      },
      { name: 'linkset', paths: () => many((id) => `/P/${id}?linkType=linkset`), status: '200' },
      {
        name: 'scan page of a lot with its story, ready',
        paths: () => Array.from({ length: REQUESTS }, () => items.lot),
        status: '200',
        ratio: 0.5,
      },
      {
        name: `scan page of ${HOT_ITEMS} numbered items in turn, ready, each look counted`,
        paths: () => Array.from({ length: REQUESTS }, (_, i) => items.serials[i % HOT_ITEMS] ?? ''),
        status: '200',
        ratio: 0.5,
      },
      {
        name: 'scan page of a numbered item, first rendering',
        paths: (r) => items.serials.slice(HOT_ITEMS + r * COLD_ITEMS, HOT_ITEMS + (r + 1) * COLD_ITEMS),
        status: '200',
      },
      { name: 'scan page, ready', paths: () => Array.from({ length: REQUESTS }, () => `/quet/${ids[0]}`), status: '200', ratio: 0.5 },
      {
        name: 'scan page, first rendering',
        paths: (r) => ids.slice(1 + r * COLD, 1 + (r + 1) * COLD).map((id) => `/quet/${id}`),
        status: '200',
      },
    ];
    for (const s of scenarios) {
      const twin = await twinOf(server.port, s.paths(ROUNDS)[0] ?? '/');
      const ours: number[] = [];
      const bare: number[] = [];
      const p99: number[] = [];
      await cpuPer(server, s.paths(ROUNDS)); // the spare slice warms both
      await cpuPer(
        twin,
        Array.from({ length: REQUESTS }, () => '/'),
      );
      for (let r = 0; r < ROUNDS; r++) {
        const paths = s.paths(r);
        const one = await cpuPer(server, paths);
        const bad = Object.keys(one.run.statuses).filter((k) => k !== s.status);
        if (bad.length > 0) throw new Error(`${s.name}: ${JSON.stringify(one.run.statuses)}`);
        ours.push(one.micros);
        p99.push(one.run.p99);
        const same = Array.from({ length: REQUESTS }, () => '/');
        bare.push((await cpuPer(twin, same)).micros);
      }
      await stop(twin);
      const ratio = median(bare) / median(ours);
      lines.push({
        what: s.name,
        ours: `${median(ours).toFixed(1)} µs CPU, p99 ${median(p99).toFixed(1)} ms`,
        beside: `bare node:http ${median(bare).toFixed(1)} µs`,
        ratio: ratio.toFixed(2),
        target: s.ratio ? `≥ ${s.ratio} × bare` : '',
        met: s.ratio ? ratio >= s.ratio : undefined,
      });
    }
  } finally {
    await stop(server);
  }
  printTable('Resolver and scan page', lines, `${ROUNDS} rounds of up to ${REQUESTS} requests, 32 connections, ${cpus().length} cores`);
  return lines;
}
