// The direct way of public pages (src/routes/(public)/direct.ts) says exactly what the framework says, for each kind of page.
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFront } from '#server/http/front.ts';
import type { RunningApp } from '#server/running-app.ts';
import { testDatabase } from './support/database.ts';

type Listener = Parameters<typeof createServer>[1];
type Answer = { status: number; head: Record<string, string>; body: string };

/** What may differ: when, how it travelled, and the name of the version. */
const OWN = new Set(['date', 'etag', 'vary', 'content-length', 'content-encoding', 'transfer-encoding', 'connection', 'keep-alive']);

describe('the direct way of public pages', () => {
  const database = testDatabase();
  let app: RunningApp;
  let server: Server;
  let base = '';
  let byFramework = 0;
  let ids: string[] = [];
  let producers: string[] = [];
  let certificates: string[] = [];
  let demands: string[] = [];
  let events: string[] = [];

  beforeAll(async () => {
    Object.assign(process.env, { DATABASE_URL: database.url, SANVAT_SAMPLE: '1', SANVAT_WORKER: '0', LOG_LEVEL: 'warn' });
    const { handler } = (await import(pathToFileURL(path.resolve('build/handler.js')).href)) as { handler: NonNullable<Listener> };
    app = (globalThis as Record<symbol, unknown>)[Symbol.for('sanvat.app')] as RunningApp;
    const pages: NonNullable<Listener> = (req, res) => {
      byFramework++;
      return handler(req, res);
    };
    server = createServer(createFront(app, { api: (_req, res) => res.writeHead(501).end(), pages }));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const at = server.address();
    base = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`;
    const found = app.catalogue.newest(40);
    ids = found.map((c) => c.id);
    producers = [...new Set(found.map((c) => c.producer.id))];
    const pagesOfProducts = await Promise.all(ids.slice(0, 6).map((id) => framework(`/san-pham/${id}`)));
    certificates = pagesOfProducts.flatMap(({ body }) => /\/chung-nhan\/[\w-]+/.exec(body)?.[0] ?? []);
    expect(certificates.length).toBeGreaterThan(2);
    const linked = async (list: string) =>
      [...(await framework(list)).body.matchAll(new RegExp(`href="(${list}/\\w{8})"`, 'g'))].map((m) => m[1] ?? '');
    [demands, events] = await Promise.all([linked('/nhu-cau'), linked('/su-kien')]);
  }, 240_000);
  afterAll(async () => {
    server?.closeAllConnections();
    server?.close();
    await app?.close();
  });

  async function ask(address: string, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(base + address, { headers, redirect: 'manual' });
    const head = Object.fromEntries([...response.headers].filter(([name]) => !OWN.has(name)));
    return { status: response.status, head, body: await response.text() };
  }
  /** A cookie makes a page personal as far as ready answers go: the framework makes it, and nobody keeps it. */
  const framework = (address: string) => ask(address, { cookie: 'sach=1' });
  /** The answer and whether the framework was needed for it. */
  async function first(address: string): Promise<Answer & { direct: boolean }> {
    const before = byFramework;
    const answer = await ask(address);
    return { ...answer, direct: byFramework === before };
  }

  const kinds: [string, string, () => string[]][] = [
    ['home', '/sao/3?page=9', () => ['/']],
    [
      'search',
      '/tim?q=tra',
      () => ['/tim', '/tim?q=m%E1%BA%ADt%20ong&star=4,5', '/tim?q=khong+co+gi+het', '/tim?q=%22%3Cb%3E&status=any&page=2'],
    ],
    ['product', '', () => ids.slice(1, 12).map((id) => `/san-pham/${id}`)],
    ['producer', '', () => producers.slice(1, 6).map((id) => `/chu-the/${id}`)],
    ['province', '/tinh/01', () => ['/tinh/24', '/tinh/96?page=2']],
    ['star', '/sao/5', () => ['/sao/3', '/sao/4?page=3']],
    ['group', '/nhom/I', () => ['/nhom/VI', '/nhom/II?page=2']],
    ['certificate', '', () => certificates.slice(1)],
    ['rehearsal', '/tu-cham', () => []],
    ['sheet', '/tu-cham/4', () => ['/tu-cham/1', '/tu-cham/26']],
    ['API', '/api', () => []],
    ['deals', '/cung-cau', () => []],
    ['demands', '/nhu-cau', () => []],
    ['demand', '', () => demands.slice(1)],
    ['events', '/su-kien', () => []],
    ['event', '', () => events.slice(1)],
    ['statistics', '/thong-ke?map=63', () => ['/thong-ke?by=star&map=34', '/thong-ke?asOf=2024-12-31&count=producers']],
  ];
  const english = (address: string) => (address === '/' ? '/en' : `/en${address}`);

  for (const lang of ['vi', 'en'] as const)
    for (const [kind, teacher, addresses] of kinds)
      it(`${kind}, ${lang}: byte for byte, field for field`, async () => {
        const local = (address: string) => (lang === 'en' ? english(address) : address);
        const lesson =
          {
            home: '/',
            product: `/san-pham/${ids[0]}`,
            producer: `/chu-the/${producers[0]}`,
            certificate: certificates[0],
            demand: demands[0],
            event: events[0],
          }[kind] ?? teacher;
        const taught = await ask(local(lesson));
        expect(taught).toEqual(await framework(local(lesson)));
        await expect.poll(async () => (await app.direct.make(local(lesson)))?.body, { timeout: 20_000 }).toBe(taught.body);
        for (const address of addresses().map(local)) {
          const made = await app.direct.make(address);
          const wanted = await framework(address);
          expect(wanted.status, address).toBe(200);
          expect(made?.body, address).toBe(wanted.body);
          if (address === local('/')) continue; // kept from the lesson
          const { direct, ...answer } = await first(address);
          expect(direct, address).toBe(true);
          expect(answer, address).toEqual(wanted);
          expect(await ask(address), 'the second time').toEqual(wanted);
          expect(await ask(address), 'from memory').toEqual(wanted);
        }
      }, 60_000);

  it('has a Vietnamese word for every sentence of the API page', async () => {
    const [, main = ''] = (await ask('/api')).body.split('<main');
    expect(main).toContain('Tìm trong sổ đăng ký');
    expect([...main.matchAll(/lang="en"[^>]*>([^<]+)/g)].map((m) => m[1])).toEqual([]);
  });

  it('keeps the promises of a ready answer: policy, conditional requests, packing', async () => {
    const address = `/san-pham/${ids[20]}`;
    const response = await fetch(base + address, { headers: { 'accept-encoding': 'identity' } });
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(response.headers.get('link')).toContain('rel="preload"');
    expect(response.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
    const etag = response.headers.get('etag') ?? '';
    const again = await fetch(base + address, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    const packed = await fetch(`${base}/san-pham/${ids[21]}`, { headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('vary')).toContain('Accept-Encoding');
    expect(await packed.text()).toBe((await framework(`/san-pham/${ids[21]}`)).body);
  });

  it('gives every kind of answer a policy and its plain type: pages, files, redirects, refusals', async () => {
    for (const address of [
      '/',
      '/khong-co',
      '/%E0%A4%A',
      '/my',
      '/favicon.svg',
      '/enhance.js',
      '/robots.txt',
      '/thong-ke?asOf=x',
      '/health',
    ]) {
      const { headers } = await fetch(base + address, { redirect: 'manual' });
      expect([headers.get('content-security-policy'), headers.get('x-content-type-options')], address).toEqual([
        expect.stringMatching(/default-src 'self'.*frame-ancestors 'none'/),
        'nosniff',
      ]);
    }
  });

  it('leaves to the framework what is unusual', async () => {
    for (const [address, status] of [
      ['/san-pham/KHONGCO0', 404],
      ['/tinh/zz', 404],
      ['/tinh/02', 301],
      ['/tim?star=9', 422],
      ['/tim?q=a&la=1', 200],
      ['/tim/', 308],
      ['/en/', 308],
      ['/sao/3/', 308],
      [`/san-pham/%41${(ids[30] ?? '').slice(1)}`, 404],
    ] as const) {
      const { direct, ...answer } = await first(address);
      expect({ address, direct, status: answer.status }).toEqual({ address, direct: false, status });
      expect(answer).toEqual(await framework(address));
    }
  });
});
