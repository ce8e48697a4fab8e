// Sourcing over HTTP: the whole way from a demand to its payout, rights and sealed prices, one effect per key, refusals that name the fault.
import { createHash, randomBytes } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '#server/api.ts';
import type { App } from '#server/app-port.ts';
import { createAccount, grantRole, OPERATOR, type Role, type Scope } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { newId } from '#shared/ids.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { honeyId, makerId, putHoneyMarket, twelveTonnes } from '../../../../tests/support/honey-market.ts';

const database = testDatabase();
let api: OpenAPIHono;
let ground: Territory;
let now = '2026-11-21T08:00:00+07:00';
const at = (day: string) => {
  now = `${day}T08:00:00+07:00`;
};
let tokens: Record<'buyer' | 'other' | 'officer' | 'reader', string>;
const makers: string[] = [];
beforeAll(async () => {
  ground = await loadTerritory(database.db);
  await putHoneyMarket(database.db, ['C0', 'C1']);
  for (let n = 1; n <= 40; n++)
    await sql`insert into identity.organisation (id, kind, name, unit, producer_id) values (${`O${n}`}, 'producer', ${`Chủ thể ${n}`}, '08', ${makerId(n)})`.execute(
      database.db,
    );
  const log = { error: () => {}, info: () => {}, warn: () => {}, debug: () => {} };
  const app = {
    ...{ db: database.db, reader: () => Promise.resolve(database.db), territory: ground, log, identity: { sample: true }, catalogue: {} },
    ...{ clock: () => new Date(now), ctx: (actor: never) => testCtx(database.db, now, actor), origin: undefined },
  } as unknown as App;
  ({ api } = createApi(app));
  tokens = {
    buyer: await tokenOf('buyer', 'VN', 'C0'),
    other: await tokenOf('buyer', 'VN', 'C1'),
    officer: await tokenOf('promotion_officer', 'VN'),
    reader: await tokenOf('buyer', 'VN', 'C0', ['read']),
  };
  for (let n = 1; n <= 40; n++) makers[n] = await tokenOf('producer', '08', `O${n}`);
}, 120_000);

let made = 0;
async function tokenOf(role: Role, unit: string, organisation?: string, scopes?: Scope[]): Promise<string> {
  const operator = testCtx(database.db, '2026-11-01T08:00:00+07:00', OPERATOR);
  const { account } = await createAccount(operator, { account: `cung.${++made}`, name: `${role} ${made}` }, ground);
  await grantRole(operator, { account, role, unit, basis: 'Quyết định thử', ...(organisation ? { organisation } : {}) } as never, ground);
  await database.db.updateTable('identity.account').set({ must_change: false }).where('account', '=', account).execute();
  const { id } = await database.db.selectFrom('identity.account').select('id').where('account', '=', account).executeTakeFirstOrThrow();
  const token = randomBytes(32).toString('base64url');
  const created_at = new Date('2026-11-01T00:00:00Z');
  const client = scopes ? newId() : null;
  if (scopes && client)
    await database.db
      .insertInto('identity.api_client')
      .values({ id: client, account_id: id, name: 'thử', scopes, created_at, revoked_at: null })
      .execute();
  await database.db
    .insertInto('identity.token')
    .values({
      ...{ id: newId(), hash: createHash('sha256').update(token).digest(), account_id: id, client_id: client, created_at },
      ...{ expires_at: new Date('2028-11-01T00:00:00Z'), used_at: null, revoked_at: null },
    })
    .execute();
  return token;
}
// biome-ignore lint/suspicious/noExplicitAny: answers are read field by field
type Read = { status: number; body: any; headers: Headers };
async function ask(path: string, token?: string, init: RequestInit = {}): Promise<Read> {
  const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(init.headers as Record<string, string>) };
  const r = await api.request(`/api/v1/sourcing${path}`, { ...init, headers });
  const text = await r.text();
  return {
    status: r.status,
    body: text === '' || !r.headers.get('content-type')?.includes('json') ? text : JSON.parse(text),
    headers: r.headers,
  };
}
const post = (path: string, token: string | undefined, body: unknown, key?: string) =>
  ask(path, token, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { 'idempotency-key': key } : {}) },
    body: JSON.stringify(body),
  });
const done = async (answer: Promise<Read>) => {
  const r = await answer;
  expect(r.status, JSON.stringify(r.body)).toBe(200);
  return r.body;
};

describe('from demand to payout', () => {
  it('goes all the way over HTTP, and each reader sees its own part', async () => {
    at('2026-11-21');
    const want = twelveTonnes('C0', { deliveries: twelveTonnes('C0').deliveries.slice(0, 1), sealed: true });
    const [first, again] = await Promise.all([1, 2].map(() => post('/demands', tokens.buyer, want, 'khoa-dau-tien')));
    const id = [first, again].find((r) => r?.status === 200)?.body.id;
    for (const r of [first, again]) expect([200, 409]).toContain(r?.status);
    expect(await done(post('/demands', tokens.buyer, want, 'khoa-dau-tien'))).toEqual({ id });
    expect((await post('/demands', tokens.buyer, { ...want, title: 'Khác' }, 'khoa-dau-tien')).status).toBe(409);
    expect((await ask('/demands')).body).toMatchObject({ total: 1, items: [{ id, buyer: 'Chuỗi C0', quantity: 3000 }] });
    // the same key of somebody else is another key
    expect((await post('/demands', tokens.other, want, 'khoa-dau-tien')).status).toBe(403);

    const bid = { productId: honeyId(7), unitPrice: 92_000, quantity: 300 };
    await done(post(`/demands/${id}/offers`, makers[7], bid, 'chao-hang-7'));
    const offers = (who?: string) =>
      ask(`/demands/${id}/offers`, who).then((r) => (r.body.items ?? r.status) as { unitPrice: number | null }[]);
    expect((await offers(tokens.buyer)).map((o) => o.unitPrice)).toEqual([null]); // sealed
    expect((await offers(makers[7])).map((o) => o.unitPrice)).toEqual([92_000]);
    for (const who of [makers[8], tokens.other, tokens.officer]) expect(await offers(who)).toEqual([]);
    expect(await offers()).toBe(401);
    expect((await post(`/demands/${id}/pools`, tokens.buyer, {})).status).toBe(409); // sealed until closing

    at('2026-12-02');
    expect((await offers(tokens.buyer)).map((o) => o.unitPrice)).toEqual([92_000]);
    for (const who of [tokens.other, makers[7], tokens.officer, tokens.reader])
      expect((await post(`/demands/${id}/pools`, who, {})).status, who).toBe(403);
    const pool = await done(post(`/demands/${id}/pools`, tokens.buyer, { strategy: 'cheapest' }));
    expect(pool.status).toMatch(/optimal|feasible/);
    const round = (who?: string) => ask(`/pools/${pool.id}`, who);
    expect((await round(makers[7])).status).toBe(404); // not sent yet
    await done(post(`/pools/${pool.id}/send`, tokens.buyer, { answerBy: '2026-12-06T23:59:59+07:00' }));
    const seen = (await round(tokens.buyer)).body;
    expect(seen.result.objective).toBeGreaterThan(0);
    expect(seen.explained.alternatives.length).toBeGreaterThan(0);
    const producers = [...new Set<string>(seen.shares.map((s: { producerId: string }) => s.producerId))];
    expect(producers.length).toBeGreaterThanOrEqual(10);
    const nth = (producer: string) => makers[Number(producer.slice(2))] ?? '';
    for (const producer of producers) {
      const mine = (await round(nth(producer))).body;
      expect([mine.result, mine.explained, new Set(mine.shares.map((s: { producerId: string }) => s.producerId))]).toEqual([
        null,
        null,
        new Set([producer]),
      ]);
      const answers = Object.fromEntries(mine.shares.map((s: { id: string; quantity: number }) => [s.id, s.quantity]));
      expect(
        (await post(`/pools/${pool.id}/answers`, nth(producers.find((p) => p !== producer) ?? ''), { producerId: producer, answers }))
          .status,
      ).toBe(403);
      await done(post(`/pools/${pool.id}/answers`, nth(producer), { producerId: producer, answers }, `tra-loi-${producer}`));
    }
    for (const who of [tokens.other, tokens.officer]) expect((await round(who)).status).toBe(404);
    expect((await done(post(`/pools/${pool.id}/settle`, tokens.buyer, {}))).missing).toBe(0);

    at('2026-12-07');
    expect((await ask(`/demands/${id}/pools`, tokens.other)).status).toBe(403);
    const contract = await done(post(`/demands/${id}/contract`, tokens.buyer, {}, 'hop-dong-1'));
    const read = (who?: string) => ask(`/contracts/${contract.id}`, who);
    for (const who of [tokens.other, makers.find((t, n) => n > 0 && !producers.includes(makerId(n)) && t)])
      expect((await read(who)).status).toBe(404);
    const whole = (await read(tokens.buyer)).body;
    expect(whole).toMatchObject({ kind: 'contract', state: 'drawn', payments: [], due: 0 });
    const lead = nth(whole.leadProducerId);
    const member = producers.find((p) => p !== whole.leadProducerId) ?? '';
    const own = (await read(nth(member))).body;
    expect(new Set(own.deliveries.map((d: { producerId: string }) => d.producerId))).toEqual(new Set([member]));
    expect(own.amount).toBeLessThan(whole.amount);
    expect((await ask('/contracts', nth(member))).body.items.map((a: { amount: number }) => a.amount)).toEqual([own.amount]);
    for (const who of [tokens.buyer, lead]) await done(post(`/contracts/${contract.id}/sign`, who, {}));

    at('2027-01-16');
    for (const d of whole.deliveries) {
      await done(post(`/deliveries/${d.id}/ship`, nth(d.producerId), { quantity: d.planned, day: '2027-01-14' }));
      await done(post(`/deliveries/${d.id}/receive`, tokens.buyer, { quantity: d.planned, day: '2027-01-15' }));
      const short = await post(`/deliveries/${d.id}/check`, tokens.buyer, { accepted: d.planned - 1, day: '2027-01-16' });
      expect([short.status, short.body.errors[0]?.path]).toEqual([422, 'note']);
      await done(post(`/deliveries/${d.id}/check`, tokens.buyer, { accepted: d.planned, day: '2027-01-16' }, `nghiem-thu-${d.id}`));
    }
    const checked = (await read(tokens.buyer)).body;
    expect([checked.state, checked.due]).toEqual(['fulfilled', checked.amount]);
    const payment = { amount: checked.due, day: '2027-01-16', reference: 'FT 1' };
    const paid = await Promise.all([1, 2, 3].map(() => post(`/contracts/${contract.id}/payments`, tokens.buyer, payment)));
    expect(new Set(paid.map((r) => `${r.status} ${r.body.id}`)).size).toBe(1);
    for (const p of checked.payouts.filter((x: { producerId: string }) => x.producerId !== whole.leadProducerId))
      await done(post(`/contracts/${contract.id}/payments`, lead, { ...payment, producerId: p.producerId, amount: p.due }));
    const end = (await read(tokens.buyer)).body;
    expect(end.paid).toBe(end.due);
    expect(end.payouts.reduce((n: number, p: { due: number }) => n + p.due, 0)).toBe(end.due);

    // figures tell the steps apart and are for everybody
    const { body: figures } = await ask('/figures?by=month');
    expect(figures.sample).toBe(false);
    const sums = Object.fromEntries(
      figures.rows.map((r: { key: string; stage: string; amount: number }) => [`${r.key} ${r.stage}`, r.amount]),
    );
    expect(sums).toMatchObject({
      '2026-12 contracted': end.amount,
      '2027-01 delivered': end.due,
      '2027-01 accepted': end.due,
      '2027-01 paid': end.due,
    });
    expect(figures.rows.filter((r: { stage: string }) => r.stage === 'memoranda' || r.stage === 'lapsed')).toEqual([]);
    const csv = await ask('/figures.csv?by=province');
    expect([csv.status, csv.headers.get('content-type'), csv.body]).toEqual([
      200,
      'text/csv; charset=utf-8',
      expect.stringContaining('contracted'),
    ]);

    // who saw which price: the buyer, the lead, the officer when it looked; nobody else
    for (const who of [lead, tokens.officer, nth(member)]) await read(who);
    const { rows } = await sql<{
      side: string;
      n: number;
    }>`select side, count(distinct account_id)::int as n from sourcing.share_view group by 1 order by 1`.execute(database.db);
    expect(rows).toEqual([
      { side: 'buyer', n: 1 },
      { side: 'lead', n: 1 },
      { side: 'officer', n: 1 },
    ]);

    // reliability: facts with their numbers; the name of the order only for those in it
    const trust = (who?: string) => ask(`/producers/${member}/reliability`, who);
    expect((await trust()).status).toBe(401);
    expect((await trust(nth(producers.find((p) => p !== member) ?? ''))).status).toBe(403);
    expect((await trust(tokens.buyer)).body).toMatchObject({
      onTime: { n: 1, of: 1 },
      facts: expect.arrayContaining([expect.objectContaining({ kind: 'on_time', demand: want.title })]),
    });
    expect((await trust(tokens.other)).body.facts.every((f: { demand: unknown }) => f.demand === null)).toBe(true);
    expect((await trust(nth(member))).body.facts.every((f: { demand: unknown }) => f.demand === want.title)).toBe(true);
  }, 120_000);

  it('reads lists by page with links, and poll after poll costs nothing', async () => {
    const { body, headers } = await ask('/demands?view=mine&page=1&pageSize=1', tokens.buyer);
    expect(body).toMatchObject({ page: 1, pageSize: 1 });
    expect(headers.get('link')).toContain('rel="last"');
    expect(headers.get('cache-control')).toBe('no-store');
    const first = await ask('/figures');
    const tag = first.headers.get('etag') ?? '';
    expect((await ask('/figures', undefined, { headers: { 'if-none-match': tag } })).status).toBe(304);
    expect((await ask('/demands?view=mine')).status).toBe(401);
  });

  it.each([
    ['an unknown parameter', '/demands?x=1', 'x'],
    ['a page below 1', '/demands?page=0', 'page'],
    ['a view that is none', '/demands?view=all', 'view'],
    ['a month that is none', '/figures?from=2026-13', 'from'],
    ['a grouping by chain for everybody', '/figures?by=chain', 'by'],
  ])('refuses %s', async (_, path, field) => {
    const r = await ask(path, tokens.buyer);
    expect([r.status, r.body.errors.map((e: { path: string }) => e.path)]).toEqual([422, [field]]);
  });

  it.each([
    [
      'no quantity',
      { deliveries: [{ dueOn: '2027-01-15', quantity: 0, store: null, place: '', province: '01' }] },
      'deliveries.0.quantity',
    ],
    ['an astronomic number', { ceilingPrice: 1e300 }, 'ceilingPrice'],
    ['a field that is none', { gia: 1 }, 'gia'],
    ['a closing day that is past', { closesOn: '2020-01-01' }, 'closesOn'],
  ])('refuses a demand with %s and keeps nothing', async (_, more, field) => {
    const r = await post('/demands', tokens.buyer, { ...twelveTonnes('C0', { closesOn: '2027-02-01' }), ...more });
    expect([r.status, r.body.errors.map((e: { path: string }) => e.path)]).toEqual([422, expect.arrayContaining([field])]);
  });

  it('refuses what is no JSON, too much, or under a bad key', async () => {
    const raw = (body: string, type = 'application/json') =>
      ask('/demands', tokens.buyer, { method: 'POST', headers: { 'content-type': type }, body });
    expect((await raw('{')).status).toBe(422);
    expect((await raw('{}', 'text/plain')).status).toBe(415);
    expect((await raw(`{"title":"${'x'.repeat(300_000)}"}`)).status).toBe(413);
    expect((await post('/demands', tokens.buyer, {}, 'a b')).status).toBe(422);
    expect((await ask('/demands/KHONGCO', tokens.buyer)).status).toBe(404);
  });
});
