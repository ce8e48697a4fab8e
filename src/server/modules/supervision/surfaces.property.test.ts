// Random histories of a few products against PostgreSQL: after each act every surface agrees with a naive model, and none calls a withdrawn
// product valid.
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { viewCertificate } from '#server/modules/assessment/index.ts';
import { type Catalogue, createCatalogue, emptySearch } from '#server/modules/catalogue/index.ts';
import {
  certificateId,
  endRecognition,
  extendRecognition,
  grantRecognition,
  isInForce,
  known,
  readFacts,
  standing,
} from '#server/modules/registry/index.ts';
import { readStatistics } from '#server/modules/statistics/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { readScan } from '#server/modules/traceability/index.ts';
import { transact } from '#server/platform/db.ts';
import { silentLog } from '#server/platform/log.ts';
import { addDays, addMonths } from '#shared/dates.ts';
import { credentialsApp, type TestApp } from '../../../../tests/support/credentials.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { putProduct, putTerm } from '../../../../tests/support/recognised.ts';
import { listExpiring } from './queries/list-expiring.ts';

const base = testDatabase();
const DAY0 = '2026-01-01';
let today = DAY0;
let decisions = 0;
let territory: Territory;
let catalogue: Catalogue;
let credentials: TestApp;
/** Certificates as somebody keeps them, each taken on the first day it was to be had. */
let tokens: { id: string; token: string }[] = [];
beforeAll(async () => {
  territory = await loadTerritory(base.db);
  credentials = await credentialsApp(base.db);
});

/** The model: on which days a product holds a star. Days are numbers from DAY0; nothing of the register's rules is used. */
type Model = { begins: Map<number, number>; held: Set<number>; revoked: Set<number> };
const dayAt = (n: number) => addDays(DAY0, n);
const numberOf = (day: string) => Math.round((Date.parse(day) - Date.parse(DAY0)) / 86_400_000);
const hold = (m: Model, from: number, to: number) => {
  for (let d = from; d <= to; d++) m.held.add(d);
};

type Step = { product: number; kind: 'grant' | 'extend' | 'revoke' | 'import'; wait: number; back: number; star: 3 | 4 | 5 };
const step: fc.Arbitrary<Step> = fc.record({
  product: fc.integer({ min: 0, max: 2 }),
  kind: fc.constantFrom('grant', 'grant', 'extend', 'revoke', 'revoke', 'import'),
  wait: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 1200 })),
  back: fc.integer({ min: 0, max: 60 }),
  star: fc.constantFrom(3 as const, 4 as const, 5 as const),
});

/** Does the act; true when the register took it. */
async function act(s: Step, id: string, on: string): Promise<boolean> {
  const ctx = testCtx(base.db, `${today}T09:00:00+07:00`);
  const decision = { decisionNo: '1/QĐ-UBND', decidedOn: on, issuer: 'UBND tỉnh' };
  try {
    if (s.kind === 'import') await putTerm(base.db, id, s.star, on, addMonths(on, 36));
    else
      await transact(base.db, async (tx) => {
        if (s.kind === 'grant')
          await grantRecognition(tx, ctx, { productId: id, star: s.star, potentialFive: false, score: 75, validFrom: on, ...decision });
        else if (s.kind === 'extend') await extendRecognition(tx, ctx, { productId: id, until: addDays(today, s.back), reason: 'muộn' });
        else
          await endRecognition(tx, ctx, {
            productId: id,
            endedOn: on,
            endedBy: 'revoked',
            cause: `Điều 8 (${on} ${++decisions})`,
            decidedOn: on,
          });
      });
    return true;
  } catch (e) {
    if ((e as { code?: string }).code === '23505' || (e as Error).name === 'AppError') return false;
    throw e;
  }
}

/** What the act means on the naive calendar. */
function tell(m: Model, s: Step, on: string): void {
  const d = numberOf(on);
  if (s.kind === 'grant' || s.kind === 'import') {
    // a withdrawal after its beginning takes it too
    const cut = [...m.revoked].filter((r) => r > d).sort((a, b) => a - b)[0];
    const end = numberOf(addMonths(on, 36));
    hold(m, d, cut === undefined || cut > end ? end : cut - 1);
    m.begins.set(d, s.star);
  } else if (s.kind === 'revoke') {
    for (const day of [...m.held]) if (day >= d) m.held.delete(day);
    m.revoked.add(d);
  } else {
    const last = numberOf(addMonths(dayAt(Math.max(...[...m.begins.keys()].filter((b) => b <= numberOf(today)))), 36));
    hold(m, last + 1, numberOf(today) + s.back);
  }
}

async function caughtUp(): Promise<void> {
  const { change } = await base.db.selectFrom('registry.change_counter').select('change').executeTakeFirstOrThrow();
  const until = Date.now() + 5000;
  const there = () => catalogue.change >= change + Math.round((Date.parse(today) - Date.parse('2020-01-01')) / 86_400_000);
  while (!there()) {
    if (Date.now() > until) throw new Error('the catalogue does not follow');
    await new Promise((done) => setTimeout(done, 5));
  }
}

let made = 0;
it('no surface ever calls a withdrawn product valid, whatever happened before', { timeout: 240_000 }, async () => {
  let taken = 0;
  let withdrawn = 0;
  let genuine = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      today = DAY0;
      tokens = [];
      await base.db.deleteFrom('registry.recognition').execute();
      const ids = [await putProduct(base.db, ++made), await putProduct(base.db, ++made), await putProduct(base.db, ++made)];
      const models: Model[] = ids.map(() => ({ begins: new Map(), held: new Set(), revoked: new Set() }));
      const options = { territory: () => territory, clock: () => new Date(`${today}T09:00:00+07:00`), log: silentLog };
      catalogue = await createCatalogue(base.db, { ...options, connectionString: base.url });
      try {
        let at = 100;
        for (const s of steps) {
          at += s.wait;
          await compare(ids, models, at);
          const on = dayAt(at - (s.kind === 'extend' ? 0 : s.back));
          const [id, model] = [ids[s.product] ?? '', models[s.product]];
          if (model && (await act(s, id, on))) {
            tell(model, s, on);
            taken++;
            if (s.kind === 'revoke') withdrawn++;
            if (s.kind === 'grant') await takeToken(id, on);
          }
          await compare(ids, models, at);
          if (s.kind === 'revoke') genuine += await compareTokens(models, ids, at);
        }
        for (const later of [200, 700, 1300]) {
          await compare(ids, models, at + later);
          genuine += await compareTokens(models, ids, at + later);
        }
      } finally {
        await catalogue.close();
      }
    }),
    { numRuns: 60 },
  );
  expect(taken).toBeGreaterThan(100);
  expect(withdrawn).toBeGreaterThan(25);
  expect(genuine).toBeGreaterThan(20);
});

async function takeToken(id: string, from: string): Promise<void> {
  credentials.at(`${today}T09:00:00+07:00`);
  const answer = await credentials.fetch(`/vc/chung-nhan/${certificateId(id, from)}`, { headers: { accept: 'application/vc+jwt' } });
  if (answer.ok) tokens.push({ id, token: await answer.text() });
}

/** A credential that is kept anywhere is worth what the register says now: valid only while the product holds a star. How many are. */
async function compareTokens(models: Model[], ids: string[], at: number): Promise<number> {
  credentials.at(`${dayAt(at)}T09:00:00+07:00`);
  let good = 0;
  for (const { id, token } of tokens) {
    const body = JSON.stringify({ credential: token });
    const answer = await credentials.fetch('/api/v1/verify', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { valid } = (await answer.json()) as { valid: boolean };
    if (valid) expect(models[ids.indexOf(id)]?.held.has(at)).toBe(true);
    if (valid) good++;
  }
  return good;
}

async function compare(ids: string[], models: Model[], at: number): Promise<void> {
  today = dayAt(at);
  const valid = ids.filter((_, i) => models[i]?.held.has(at));
  const shown = (status: string | undefined) => status === 'valid' || status === 'expiring' || status === 'extended';
  const facts = new Map<string, boolean>();
  for await (const batch of readFacts(base.db, ids))
    for (const f of batch) facts.set(f.id, isInForce(standing(known(f.recognitions, today), today)?.status ?? 'expired'));
  expect(ids.filter((id) => facts.get(id))).toEqual(valid);
  await caughtUp();
  expect(ids.filter((id) => shown(catalogue.product(id)?.status))).toEqual(valid);
  for (const id of ids) {
    const product = catalogue.product(id);
    if (!product) continue;
    // the page behind a code on a package, and every certificate by its address
    const { verdict } = await readScan(base.db, product, undefined, undefined);
    expect(shown(verdict)).toBe(valid.includes(id));
    const certificates = product.recognitions.map((r) => viewCertificate(certificateId(id, r.validFrom), product, today));
    expect(certificates.some((c) => c?.inForce)).toBe(valid.includes(id));
  }
  const found = catalogue.search({ ...emptySearch(), q: 'mật ong', pageSize: 100 }, 'vi').items.map((c) => c.id);
  expect(found.filter((id) => ids.includes(id)).sort()).toEqual([...valid].sort());
  expect(catalogue.inForce).toBe(valid.length);
  const counted = await readStatistics(base.db, territory, { asOf: today, map: 34, by: 'star', count: 'products' });
  expect(counted.total).toBe(valid.length);
  const near = await listExpiring(base.db, { unit: 'VN', day: today, page: 1, pageSize: 50 });
  for (const e of near.items) expect(valid).toContain(e.productId);
}
