import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#server/app-port.ts';
import { type Catalogue, createCatalogue } from '#server/modules/catalogue/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { silentLog } from '#server/platform/log.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { officer, putProduct, putTerm } from '../../../../../tests/support/recognised.ts';
import { codesApi, codesRoots } from './api.ts';
import { endGtin, setGln, setGtin } from './index.ts';
import { isCodeTarget } from './resolver.ts';
import { scanPath } from './rules/native-path.ts';

const base = testDatabase();
const HOST = 'http://host.test';
const GTIN = '08938505974194';
const NOW = '2026-11-21T08:00:00+07:00';
let ground: Territory;
let catalogue: Catalogue;
let api: ReturnType<typeof codesRoots>;
let v1: ReturnType<typeof codesApi>;
let a = '';
let b = '';
const body = officer('body', 'province_body', '08');
const ctx = (actor: Ctx['actor'] = body) => testCtx(base.db, NOW, actor);
/** Until this process has seen a change. */
const seen = async (work: () => Promise<unknown>) => {
  const before = catalogue.change;
  await work();
  await expect.poll(() => catalogue.change).toBeGreaterThan(before);
};

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  a = await putProduct(base.db, 1);
  b = await putProduct(base.db, 2);
  for (const id of [a, b]) await putTerm(base.db, id, 4, '2025-01-10', '2028-01-10');
  catalogue = await createCatalogue(base.db, {
    territory: () => ground,
    clock: () => new Date(NOW),
    log: silentLog,
    connectionString: base.url,
  });
  const app = { reader: async () => base.db, catalogue, origin: undefined } as unknown as App;
  api = codesRoots(app);
  v1 = codesApi(app);
});
afterAll(() => catalogue?.close());

const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET') => {
  const r = await api.request(`${HOST}${path}`, { method, headers, redirect: 'manual' });
  return { status: r.status, to: r.headers.get('location'), headers: r.headers, text: await r.text() };
};
const linkset = async (path: string, headers: Record<string, string> = {}) => JSON.parse((await ask(path, headers)).text).linkset;

describe('a product without a GTIN', () => {
  it('leads to its scan page in the reader’s language, with the query, and tells where the linkset is', async () => {
    const { status, to, headers } = await ask(`/P/${a}?x=1&y`);
    expect([status, to]).toEqual([307, `${HOST}/quet/${a}?x=1&y`]);
    expect(headers.get('link')).toContain(`<${HOST}/P/${a}?linkType=linkset>; rel="linkset"; type="application/linkset+json"`);
    expect(headers.get('vary')).toBe('Accept, Accept-Language');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect((await ask(`/P/${a}`, { 'accept-language': 'en-GB,en;q=0.9' })).to).toBe(`${HOST}/en/quet/${a}`);
    expect((await ask(`/P/${a}`, {}, 'HEAD')).to).toBe(`${HOST}/quet/${a}`);
  });

  it('lets the query choose language and media type, where no header can, and says its methods on every answer', async () => {
    const links = (await linkset(`/P/${a}?linkType=linkset`))[0] as Record<string, { href: string; type?: string; hreflang?: string[] }[]>;
    for (const [relation, choices] of Object.entries(links)) {
      if (!Array.isArray(choices) || choices.length < 2) continue;
      const asked = relation.endsWith('defaultLinkMulti') ? '' : `linkType=${encodeURIComponent(relation)}&`;
      for (const { href, type, hreflang } of choices) {
        const { to, headers } = await ask(`/P/${a}?${asked}mediaType=${type}&lang=${hreflang?.[0]}`, { 'accept-language': 'vi' });
        expect(to).toBe(href);
        expect(headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
      }
    }
    expect((await ask(`/P/${a}?language=en&lang=%zz`)).to).toBe(`${HOST}/quet/${a}?language=en`);
  });

  it('answers links of a type, refuses what it has not and what is said twice', async () => {
    const type = (t: string) => ask(`/P/${a}?linkType=${encodeURIComponent(t)}`, { 'accept-language': 'en' });
    expect((await type('gs1:pip')).to).toBe(`${HOST}/en/san-pham/${a}`);
    expect((await type('https://gs1.org/voc/pip')).status).toBe(307);
    expect((await type('https://www.gs1.org/voc/certificationInfo')).to).toBe(`${HOST}/vc/chung-nhan/${a}-20250110`);
    expect((await type('gs1:nutritionalInfo')).status).toBe(404);
    expect((await type('pip')).to).toBe((await type('gs1:pip')).to);
    expect((await ask(`/P/${a}?linkType=gs1:pip&linkType=gs1:pip`)).status).toBe(400);
    expect((await ask(`/P/${a}?linkType=gs1:pip&linktype=gs1:pip`)).status).toBe(400);
    expect((await ask(`/P/${a}?linktype=gs1:pip&z=2`)).to).toBe(`${HOST}/san-pham/${a}?z=2`);
    expect((await ask(`/P/${a}?linkTypes=gs1:pip`)).to).toBe(`${HOST}/quet/${a}?linkTypes=gs1:pip`);
    expect((await ask(`/P/${a}?linkType=gs1:pip&z=2`)).to).toBe(`${HOST}/san-pham/${a}?z=2`);
    expect((await ask(`/P/${a}?linkType=linkset`, { accept: 'text/html' })).status).toBe(200);
  });

  it('refuses bad addresses and does not know strangers', async () => {
    for (const path of ['/P/ABC', `/P/${a}/X/1`, `/P/${a}/L/`, `/P/${a}/S/1/L/2`, '/01/8938505974194', '/01/08938505974195', '/01/abc'])
      expect((await ask(path)).status, path).toBe(400);
    for (const path of [`/01/${GTIN}/foo`, `/01/${GTIN}/21/1/10/2`, `/01/${GTIN}?17=261399`, `/x/01/${GTIN}`.slice(2)])
      expect([400, 404], path).toContain((await ask(path)).status);
    expect((await ask('/01/09528765123457')).status).toBe(404);
    expect((await ask('/414/9528765123457')).status).toBe(404);
    expect((await ask('/414/9528765123450')).status).toBe(400);
  });

  it('says to OPTIONS what may be asked, with the links', async () => {
    const { status, headers } = await ask(`/01/${GTIN}`, {}, 'OPTIONS');
    expect(status).toBe(204);
    for (const name of ['allow', 'access-control-allow-methods']) expect(headers.get(name)).toBe('GET, HEAD, OPTIONS');
    expect(headers.get('link')).toContain('rel="linkset"');
    expect(headers.get('link')).toContain('json-ld#context');
  });

  it('describes itself', async () => {
    for (const path of ['/.well-known/gs1resolver', '/.well-known/resolver'])
      expect(JSON.parse((await ask(path)).text)).toMatchObject({
        resolverRoot: HOST,
        supportedPrimaryKeys: ['01', '414'],
        jsonLdContextLocation: expect.stringMatching(/^https:/),
      });
  });
});

describe('a place', () => {
  const GLN = '8938505974002';
  it('is found by the GLN that its producer set; a part of it walks up; nobody takes it over', async () => {
    expect((await ask(`/414/${GLN}`)).status).toBe(404);
    await expect(setGln(ctx(officer('x', 'producer', '08')), { producerId: 'M08', gln: GLN }, ground)).rejects.toThrow('forbidden');
    for (const gln of ['8938505974003', '08938505974002', '2001234567893', '9528765123457', ''])
      await expect(setGln(ctx(), { producerId: 'M08', gln }, ground), gln).rejects.toThrow('invalid');
    expect(await setGln(ctx(), { producerId: 'M08', gln: '893 8505 97400 2' }, ground)).toEqual({ gln: GLN, created: true });
    expect(await setGln(ctx(), { producerId: 'M08', gln: GLN }, ground)).toEqual({ gln: GLN, created: false });
    const both = officer('both', 'province_body', '12');
    await putProduct(base.db, 3, '12');
    await expect(setGln(ctx(both), { producerId: 'M12', gln: GLN }, ground)).rejects.toThrow('conflict');
    expect((await ask(`/414/${GLN}?x=1`)).to).toBe(`${HOST}/chu-the/M08?x=1`);
    expect((await ask(`/414/${GLN}`, { 'accept-language': 'en' })).to).toBe(`${HOST}/en/chu-the/M08`);
    const [level] = await linkset(`/414/${GLN}/254/KHO-2?linkType=linkset`);
    expect(level.anchor).toBe(`${HOST}/414/${GLN}`);
    expect((await ask(`/414/${GLN}?linkType=gs1:nutritionalInfo`)).status).toBe(404);
  });
});

describe('a GTIN', () => {
  it('is set by those who may, once, for one product at a time', async () => {
    await expect(setGtin(ctx(officer('x', 'producer', '08')), { productId: a, gtin: GTIN }, ground)).rejects.toThrow('forbidden');
    for (const gtin of ['8938505974195', '2001234567893', '0200000000004', '12345', '9528765123457'])
      await expect(setGtin(ctx(), { productId: a, gtin }, ground), gtin).rejects.toThrow('invalid');
    await seen(() => setGtin(ctx(), { productId: a, gtin: '8938505974194' }, ground));
    expect(await setGtin(ctx(), { productId: a, gtin: GTIN }, ground)).toEqual({ gtin: GTIN, created: false });
    await expect(setGtin(ctx(), { productId: b, gtin: GTIN }, ground)).rejects.toThrow('conflict');
  });

  it('is found with a slash at its end, and compressed: then the address in full is told and nothing leads there first', async () => {
    for (const path of [`/01/${GTIN}`, `/P/${a}`])
      expect([(await ask(`${path}/`)).to, (await ask(`${path}/?x=1`)).to]).toEqual([`${HOST}/quet/${a}`, `${HOST}/quet/${a}?x=1`]);
    for (const path of [`/01/${GTIN}//`, `/01/${GTIN}/10/`, `/01/${GTIN}/badrequest`, '/01/'])
      expect([path, (await ask(path)).status]).toEqual([path, 400]);
    // (01) in decimal digits of four bits, then the number in 47 bits
    const bits = `00000001${BigInt(GTIN).toString(2).padStart(47, '0')}`.padEnd(60, '0');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const compressed = `/${bits
      .match(/.{6}/g)
      ?.map((b) => alphabet[Number.parseInt(b, 2)])
      .join('')}`;
    expect(isCodeTarget(compressed)).toBe(true);
    const found = await ask(`${compressed}?x=1`);
    expect([found.status, found.to]).toEqual([307, `${HOST}/quet/${a}?x=1`]);
    expect(found.headers.get('link')).toContain(`<${HOST}/01/${GTIN}>; rel="owl:sameAs"`);
    expect((await linkset(`${compressed}?linkType=linkset`))[0].anchor).toBe(`${HOST}/01/${GTIN}`);
    expect((await ask(compressed, {}, 'OPTIONS')).status).toBe(204);
    expect(['/nguon-cung-nong-san', '/8004/95287A', '/10/L1', '/2026/x'].map(isCodeTarget)).toEqual([false, true, false, false]);
  });

  it('leads to the product, and so does the code printed before', async () => {
    expect((await ask(`/01/${GTIN}`)).to).toBe(`${HOST}/quet/${a}`);
    expect((await ask(`/P/${a}`)).to).toBe(`${HOST}/quet/${a}`);
    const anchors = (await linkset(`/P/${a}?linkType=linkset`)).map((l: { anchor: string }) => l.anchor);
    expect(anchors).toEqual([`${HOST}/P/${a}`, `${HOST}/01/${GTIN}`]);
    const known = (await (await v1.request(`/products/${a}/codes`)).json()) as { path: string; native: string };
    expect(known).toMatchObject({ path: `/01/${GTIN}`, native: `/P/${a}` });
  });

  it('walks up from an unknown lot, stays with a known one, in any case', async () => {
    expect((await ask(`/01/${GTIN}/10/NEVER`)).to).toBe(`${HOST}/quet/${a}`);
    expect((await linkset(`/01/${GTIN}/10/NEVER?linkType=linkset`))[0].anchor).toBe(`${HOST}/01/${GTIN}`);
    await sql`insert into traceability.printed_lot values (${a}, 'L01', '2026-11-01')`.execute(base.db);
    expect((await ask(`/01/${GTIN}/10/L01?17=270101`)).to).toBe(`${HOST}/quet/${a}/L01?17=270101`);
    const levels = await linkset(`/P/${a}/L/l01`, { accept: 'application/linkset+json' });
    // to EPCIS a lot is a class
    const href = `${HOST}/epcis/events?MATCH_anyEPCClass=${encodeURIComponent(`${HOST}/P/${a}/L/l01`)}`;
    expect(levels[0]['https://gs1.org/voc/epcis']).toMatchObject([{ href, public: false }]);
    expect(levels.map((l: { anchor: string }) => l.anchor)).toEqual([`${HOST}/P/${a}/L/l01`, `${HOST}/P/${a}`, `${HOST}/01/${GTIN}`]);
    expect((await ask(`/P/${a}/L/L01?linkType=gs1:productPassport`)).to).toBe(`${HOST}/vc/ho-chieu/${a}`);
  });

  it('still leads to its last product after it ended, and to the next one once it has one', async () => {
    await seen(() => endGtin(ctx(), { productId: a, gtin: GTIN, until: '2026-11-21' }, ground));
    expect((await ask(`/01/${GTIN}`)).to).toBe(`${HOST}/quet/${a}`);
    await expect(setGtin(ctx(), { productId: b, gtin: GTIN }, ground)).rejects.toThrow('conflict');
    await seen(() => setGtin(ctx(), { productId: b, gtin: GTIN, from: '2026-11-22' }, ground));
    expect((await ask(`/01/${GTIN}`)).to).toBe(`${HOST}/quet/${a}`);
  });

  it('goes to one of two who ask at once', async () => {
    const other = '08938505974200';
    const both = await Promise.allSettled([a, b].map((productId) => setGtin(ctx(), { productId, gtin: other }, ground)));
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

const schemas = '../shared/conformance/gs1-dl/schema';
it.skipIf(!existsSync(schemas))('linksets fit the schemas of GS1 and UNTP', async () => {
  const fitting = await Promise.all(
    [`/P/${a}/L/L01`, `/01/${GTIN}`, `/P/${b}`, '/cs/0000000A', '/414/8938505974002'].map((p) => ask(`${p}?linkType=linkset`)),
  );
  for (const file of ['gs1-linkset-schema.json', 'untp-linkset-schema-0.7.0.json']) {
    const fits = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(`${schemas}/${file}`, 'utf8')));
    for (const { status, text } of fitting.filter((f) => f.status === 200)) {
      expect(fits(JSON.parse(text)), `${file} ${status} ${JSON.stringify(fits.errors)}`).toBe(true);
    }
  }
  expect(fitting.filter((f) => f.status === 200).length).toBeGreaterThanOrEqual(4);
});

it('writes scan pages that can be read back', () => {
  expect(scanPath(a, undefined, 'X1')).toBe(`/quet/${a}/~/X1`);
  expect(scanPath(a, 'A/B')).toBe(`/quet/${a}/A%2FB`);
});
