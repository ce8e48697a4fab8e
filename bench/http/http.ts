// The running product beside bare node:http that sends the same bytes ready-made: CPU per request, medians of rounds taken in turn.
import { cpus } from 'node:os';
import { type Line, median, printTable } from '../table.ts';
import { type Load, load } from './load.ts';
import { cpuSeconds, residentMb, type Started, start, stop } from './process.ts';

const ROUNDS = 5;
export const CONNECTIONS = 32;

type Scenario = {
  name: string;
  paths: (round: number) => string[];
  headers?: Record<string, string>;
  warm?: string[];
  ratio?: number;
  micros?: number;
};
export type Card = { id: string; name: string; place: { provinceCode: string } };

const json = async <T>(port: number, path: string): Promise<T> => (await fetch(`http://127.0.0.1:${port}${path}`)).json() as Promise<T>;

/** The products that the running server lists, in force unless `which` says otherwise, all fields of their cards. */
export async function register<T extends Card = Card>(port: number, which = ''): Promise<T[]> {
  const cards: T[] = [];
  for (let page = 1; ; page++) {
    const { items, total } = await json<{ items: T[]; total: number }>(
      port,
      `/api/v1/products?${which}sort=name&pageSize=100&page=${page}`,
    );
    cards.push(...items);
    if (cards.length >= total) return cards;
  }
}

const bareMarks = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');

/** Two to four words of real names, a third without marks, a quarter with a filter; every address only once. */
export function queries(cards: readonly Card[]): string[] {
  const seen = new Set<string>();
  cards.forEach((c, i) => {
    const words = c.name.split(/\s+/);
    const from = i % Math.max(1, words.length - 1);
    const part = words.slice(from, from + 2 + (i % 3)).join(' ');
    const q = i % 3 === 0 ? bareMarks(part) : part;
    const filter = i % 4 === 0 ? `&province=${c.place.provinceCode}` : i % 8 === 1 ? '&star=4,5' : '';
    seen.add(`/api/v1/products?q=${encodeURIComponent(q)}${filter}`);
  });
  return [...seen];
}

const slice = (all: readonly string[], round: number, size: number) => all.slice(round * size, (round + 1) * size);
const again = (path: string, times: number) => Array.from({ length: times }, () => path);

export async function cpuPer(server: Started, paths: string[], headers?: Record<string, string>): Promise<{ micros: number; run: Load }> {
  const before = cpuSeconds(server.pid);
  const run = await load(server.port, paths, CONNECTIONS, headers);
  return { micros: ((cpuSeconds(server.pid) - before) * 1e6) / paths.length, run };
}

async function bareTwin(port: number, path: string): Promise<Started> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { 'accept-encoding': 'identity' } });
  const head: string[] = [];
  response.headers.forEach((value, name) => {
    if (!['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'date'].includes(name)) head.push(name, value);
  });
  const body = Buffer.from(await response.arrayBuffer()).toString('base64');
  return start('bench/http/bare.ts', {}, JSON.stringify({ head, body }));
}

export async function benchHttp(env: Record<string, string>): Promise<Line[]> {
  const first = await start('src/web.ts', env);
  await stop(first);
  const server = await start('src/web.ts', env);
  const lines: Line[] = [];
  try {
    const cards = await register(server.port, 'status=any&');
    const search = queries(cards);
    const perRound = Math.floor(search.length / (ROUNDS + 1));
    // A server that has been up for a minute: the same words as other addresses, so that none of them is ready.
    const warm = search.map((path) => `${path}&pageSize=19`);
    const details = cards.map((c) => `/api/v1/products/${c.id}`);
    const pages = cards.map((c) => `/san-pham/${c.id}`);
    const scenarios: Scenario[] = [
      { name: 'search JSON with facets, distinct queries', paths: (r) => slice(search, r, perRound), warm, ratio: 0.15, micros: 75 },
      { name: 'search JSON, repeated query', paths: () => again(search[0] ?? '', 20_000), ratio: 0.8 },
      { name: 'product JSON, each once', paths: (r) => slice(details, r, Math.floor(details.length / (ROUNDS + 1))), ratio: 0.5 },
      { name: 'product JSON, repeated', paths: () => again(details[0] ?? '', 20_000), ratio: 0.8 },
      { name: 'product page, first rendering', paths: (r) => slice(pages, r, 600), micros: 700 },
      {
        name: 'product page, first rendering, packed for a browser',
        paths: (r) => slice(pages, r + ROUNDS + 1, 600).map((path) => `/en${path}`),
        headers: { 'accept-encoding': 'gzip, deflate, br' },
        micros: 700,
      },
      { name: 'product page, cached', paths: () => again(pages[0] ?? '', 20_000), ratio: 0.8 },
      { name: 'home page, cached', paths: () => again('/', 20_000), ratio: 0.8 },
      {
        name: 'search page, first rendering',
        paths: (r) =>
          slice(
            search.map((s) => s.replace('/api/v1/products', '/tim')),
            r,
            400,
          ),
        micros: 700,
      },
    ];
    for (const s of scenarios) {
      const twin = await bareTwin(server.port, s.paths(ROUNDS)[0] ?? '/');
      const ours: number[] = [];
      const bare: number[] = [];
      const p99: number[] = [];
      if (s.warm) await cpuPer(server, s.warm);
      await cpuPer(server, s.paths(ROUNDS), s.headers); // the spare slice warms both
      await cpuPer(twin, again('/', 20_000));
      for (let r = 0; r < ROUNDS; r++) {
        const one = await cpuPer(server, s.paths(r), s.headers);
        const bad = Object.keys(one.run.statuses).filter((k) => k !== '200');
        if (bad.length > 0) throw new Error(`${s.name}: ${JSON.stringify(one.run.statuses)}`);
        ours.push(one.micros);
        p99.push(one.run.p99);
        bare.push((await cpuPer(twin, again('/', 20_000))).micros);
      }
      await stop(twin);
      const ratio = median(bare) / median(ours);
      const met = (s.ratio === undefined || ratio >= s.ratio) && (s.micros === undefined || median(ours) <= s.micros);
      lines.push({
        what: s.name,
        ours: `${median(ours).toFixed(1)} µs CPU, p99 ${median(p99).toFixed(1)} ms, ${residentMb(server.pid).toFixed(0)} MB`,
        beside: `bare node:http ${median(bare).toFixed(1)} µs`,
        ratio: ratio.toFixed(2),
        target: [s.ratio && `≥ ${s.ratio} × bare`, s.micros && `≤ ${s.micros} µs`].filter(Boolean).join(', '),
        met,
      });
    }
    const mb = residentMb(server.pid);
    lines.push({
      what: 'resident memory after all of this',
      ours: `${mb.toFixed(0)} MB`,
      beside: '400 MB',
      ratio: (400 / mb).toFixed(2),
      target: '≤ 400 MB',
      met: mb <= 400,
    });
    lines.push({
      what: 'start with data until ready',
      ours: `${server.seconds.toFixed(2)} s`,
      beside: '5 s',
      ratio: (5 / server.seconds).toFixed(2),
      target: '≤ 5 s',
      met: server.seconds <= 5,
    });
    printTable(
      `HTTP, ${cards.length} products ever recognised`,
      lines,
      `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}, ${CONNECTIONS} connections, ${ROUNDS} rounds in turn, medians; searches after ${warm.length} others; ratio = bare CPU / our CPU`,
    );
  } finally {
    await stop(server);
  }
  return lines;
}
