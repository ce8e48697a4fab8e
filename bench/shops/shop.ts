// What a shop platform needs to stand beside ours: a folder with its packages and few files, a database of its own, the products that we serve.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createDatabase } from '../../src/server/platform/create-database.ts';
import type { Card } from '../http/http.ts';
import type { Ask } from '../http/load.ts';

/** A product in force, as our API lists it; the shops get name, group, star and province of each. */
export type Product = Card & { star: number; group: string };

/** One way to search: how a search of ours is put to this server, and how many products its answer says there are. */
export type Way = {
  what: string;
  ask: (path: string) => Ask;
  total: (answer: unknown) => number;
  headers: Record<string, string>;
  /** Searches in a round; fewer where one takes long. */
  perRound: number;
};

export type Shop = {
  /** Name of its folder and of its database. */
  name: string;
  files: (products: readonly Product[]) => Record<string, string>;
  install: string[];
  /** What Node runs in its folder, in turn, to fill an empty database. */
  load: string[][];
  /** What Node runs to build the index, where that does not happen on the first start. */
  index?: string[];
  serve: string[];
  env: Record<string, string>;
  /** Asks the running server what it needs to know; throws as long as that does not answer. */
  ways: (port: number, folder: string) => Promise<Way[]>;
};

/** The words and filters of one of our search addresses. */
export const searched = (path: string) => {
  const p = new URL(path, 'http://ours').searchParams;
  return { q: p.get('q') ?? undefined, province: p.get('province') ?? undefined, stars: p.get('star')?.split(',') };
};

/** How many products one search finds, asked outside all measuring. Throws on any status but 200. */
export async function found(port: number, way: Way, path: string): Promise<number> {
  const ask = way.ask(path);
  const [at, more] = typeof ask === 'string' ? [ask, {}] : [ask.path, { method: 'POST', body: ask.body }];
  const headers = { ...way.headers, 'content-type': 'application/json' };
  const response = await fetch(`http://127.0.0.1:${port}${at}`, { ...more, headers });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${way.what}: ${response.status} ${text.slice(0, 300)}`);
  return way.total(JSON.parse(text));
}

/** Installs and loads whatever the folder's stamps do not already say is there: an interrupted run goes on where it stopped. */
export async function prepare(shop: Shop, root: string, products: readonly Product[], url: (database: string) => string): Promise<void> {
  const folder = path.join(root, shop.name);
  const files = shop.files(products);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  await once(folder, 'installed', files['package.json'] ?? '', () =>
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...shop.install], folder),
  );
  const content = JSON.stringify(files);
  const node = (args: string[]) => run(process.execPath, args, folder, environment(shop, url));
  await once(folder, 'loaded', content, async () => {
    rmSync(path.join(folder, '.indexed'), { force: true });
    await query(url('postgres'), `drop database if exists ${shop.name} with (force)`);
    await createDatabase(url('postgres'), shop.name);
    await query(url('postgres'), `alter database ${shop.name} set synchronous_commit = off`); // an import commits often
    for (const args of shop.load) await node(args);
  });
  const { index } = shop;
  if (index) await once(folder, 'indexed', content, () => node(index));
}

export type Serving = { child: ChildProcess; pid: number; port: number; ways: Way[] };

/** Starts a prepared shop and waits until each of its ways finds all `count` products (its index may be built on the first start). */
export async function serve(shop: Shop, root: string, count: number, url: (database: string) => string): Promise<Serving> {
  const folder = path.join(root, shop.name);
  const port = await freePort();
  const log = openSync(path.join(folder, 'server.log'), 'a');
  const child = spawn(process.execPath, shop.serve, {
    cwd: folder,
    env: { ...environment(shop, url), PORT: String(port) },
    stdio: ['ignore', log, log],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const until = Date.now() + 900_000;
  for (;;) {
    try {
      const ways = await shop.ways(port, folder);
      const totals = await Promise.all(ways.map((way) => found(port, way, '/')));
      if (totals.every((n) => n >= count)) {
        await query(url(shop.name), 'vacuum (analyze)');
        return { child, pid: child.pid ?? 0, port, ways };
      }
      if (Date.now() > until) throw new Error(`${shop.name} holds ${totals} of ${count} products`);
    } catch (e) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(`${folder}/server.log`, { cause: e });
    }
    await sleep(500);
  }
}

const environment = (shop: Shop, url: (database: string) => string) => ({
  ...process.env,
  NODE_ENV: 'production',
  // Their drivers know a socket's folder as the host, not as a parameter.
  DATABASE_URL: url(shop.name).replace(/@\/(.*)\?host=(.*)$/, '@$2:5432/$1'),
  ...shop.env,
});

/** Does the work unless the folder's stamp says that it was done for this very content. */
async function once(folder: string, name: string, content: string, work: () => Promise<void>): Promise<void> {
  const stamp = path.join(folder, `.${name}`);
  const hash = createHash('sha256').update(content).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  rmSync(stamp, { force: true });
  const begin = performance.now();
  await work();
  writeFileSync(stamp, hash);
  console.log(`${path.basename(folder)} ${name} in ${((performance.now() - begin) / 1000).toFixed(0)} s`);
}

/** Runs a program to its end; what it says goes to `load.log`. Throws when it fails. */
function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const log = openSync(path.join(cwd, 'load.log'), 'a');
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', log, log] });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code) =>
      code === 0 ? done() : failed(new Error(`${command} ${args.join(' ')} ended with ${code}: ${cwd}/load.log`)),
    );
  });
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((done) =>
    server.listen(0, '127.0.0.1', () => {
      const at = server.address();
      server.close(() => done(typeof at === 'object' && at ? at.port : 0));
    }),
  );
}
