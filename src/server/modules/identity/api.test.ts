import { OpenAPIHono } from '@hono/zod-openapi';
import { beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#server/app-port.ts';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { settle } from '../../../../tests/support/account.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { TEST_BOX } from '../../../../tests/support/secrets.ts';
import { identityApi } from './api.ts';
import {
  actorOf,
  createAccount,
  createClient,
  createIdentity,
  grantRole,
  type Identity,
  isPerson,
  listClients,
  may,
  type Person,
  revokeClient,
  SESSION_COOKIE,
  signIn,
} from './index.ts';

const base = testDatabase();
/** No unit at all: the operator needs none. */
const GROUND = { province: () => undefined, commune: () => undefined };
const NOW = '2026-11-22T08:00:00+07:00';
let now = new Date(NOW);
let api: OpenAPIHono;
let app: App;
let identity: Identity;
let session = '';
const ctx = () => testCtx(base.db, now.toISOString());
const me = (headers: Record<string, string>) => api.request('/me', { headers });
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

async function owner(): Promise<Person> {
  const actor = await actorOf(app, { headers: new Headers({ cookie: `${SESSION_COOKIE}=${session}` }) });
  if (!isPerson(actor)) throw new Error('nobody');
  return actor;
}

beforeAll(async () => {
  const territory = await loadTerritory(base.db);
  identity = createIdentity(base.db, { secrets: TEST_BOX, sample: false });
  app = { db: base.db, territory, identity, clock: () => now } as unknown as App;
  api = new OpenAPIHono();
  api.onError((e, c) => (e instanceof AppError ? c.json({ code: e.code }, STATUS_OF[e.code] as 401) : c.json({ code: 'broken' }, 500)));
  api.route('/', identityApi(app));
  const { account, password } = await createAccount(ctx(), { account: 'co.quan', name: 'Cơ quan thử' }, GROUND);
  await grantRole(ctx(), { account, role: 'province_body', unit: '01', basis: 'Quyết định thử' }, territory);
  await grantRole(ctx(), { account, role: 'inspector', unit: '04', basis: 'Quyết định thử', from: '2027-01-01' }, territory);
  await settle(base.db, account);
  session = (await signIn(ctx(), { login: account, password }, identity)).secret;
});

describe('GET /me', () => {
  it('knows nobody without a token, with a wrong one, and by the cookie of the pages', async () => {
    for (const headers of [
      {},
      bearer('x'),
      bearer('a'.repeat(43)),
      { authorization: 'Basic YTpi' },
      { cookie: `${SESSION_COOKIE}=${session}` },
    ]) {
      const answer = await me(headers as Record<string, string>);
      expect([answer.status, await answer.json()]).toEqual([401, { code: 'unauthorized' }]);
    }
  });

  it('tells the roles with unit, time and verbs; a client sees the verbs of its scopes', async () => {
    const { secret } = await createClient(
      { ...ctx(), actor: await owner() },
      { name: 'Phần mềm', scopes: ['import', 'import', 'inspections'] },
    );
    const answer = await me(bearer(secret));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({
      account: 'co.quan',
      sample: false,
      scopes: ['import', 'inspections'],
      roles: [
        {
          role: 'province_body',
          unit: '01',
          validFrom: '2026-11-22',
          validUntil: null,
          lent: false,
          inEffect: true,
          verbs: ['inspect', 'import_products', 'view_dossiers'],
        },
        { role: 'inspector', unit: '04', validFrom: '2027-01-01', inEffect: false },
      ],
    });
  });
});

describe('GET /me/may', () => {
  it('answers for verb, unit and day, and refuses what does not fit', async () => {
    const { secret } = await createClient({ ...ctx(), actor: await owner() }, { name: 'Hỏi', scopes: ['inspections'] });
    const ask = async (query: object, headers = bearer(secret)) => {
      const answer = await api.request(`/me/may?${new URLSearchParams(query as Record<string, string>)}`, { headers });
      return answer.status === 200 ? ((await answer.json()) as { may: boolean }).may : answer.status;
    };
    const commune = app.territory.communesOf('01')[0]?.code ?? '';
    expect(await ask({ verb: 'inspect', unit: commune })).toBe(true);
    expect(await ask({ verb: 'inspect', unit: '01', day: '2026-11-21' })).toBe(false);
    expect(await ask({ verb: 'inspect', unit: '04' })).toBe(false);
    expect(await ask({ verb: 'inspect', unit: '04', day: '2027-01-01' })).toBe(true);
    expect(await ask({ verb: 'import_products', unit: '01' })).toBe(false); // held, but outside the scopes
    for (const bad of [
      { verb: 'fly', unit: '01' },
      { verb: 'inspect', unit: '98' },
      { verb: 'inspect' },
      { verb: 'inspect', unit: '01', day: '2026-02-30' },
      { verb: 'inspect', unit: '01', x: '1' },
    ])
      expect(await ask(bad)).toBe(422);
    expect(await ask({ verb: 'inspect', unit: '01' }, bearer('x'))).toBe(401);
  });
});

describe('an API client', () => {
  it('may no more than its owner and its scopes, and gives no role and makes no client', async () => {
    const { secret } = await createClient({ ...ctx(), actor: await owner() }, { name: 'Chỉ đọc', scopes: ['read'] });
    const client = await actorOf(app, { headers: new Headers(bearer(secret)) });
    const does = (actor: typeof client, verb: Parameters<typeof may>[2]) => may(app.territory, actor, verb, { unit: '01' }, '2026-11-22');
    expect([does(client, 'view_dossiers'), does(client, 'import_products'), does(client, 'score')]).toEqual([true, false, false]);
    expect(does(await owner(), 'import_products')).toBe(true);
    const role = { account: 'co.quan', role: 'inspector' as const, unit: '01', basis: 'x' };
    await expect(grantRole({ ...ctx(), actor: client }, role, app.territory)).rejects.toThrow(/forbidden/);
    await expect(createClient({ ...ctx(), actor: client }, { name: 'x', scopes: ['read'] })).rejects.toThrow(/unauthorized/);
  });

  it('keeps its secret as a hash, ends when it is revoked, and after a year', async () => {
    const mine = { ...ctx(), actor: await owner() };
    const { id, secret } = await createClient(mine, { name: 'Để thu hồi', scopes: ['read'] });
    const stored = await base.db.selectFrom('identity.token').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect((await listClients(mine)).map((c) => c.name)).toContain('Để thu hồi');
    const other = await createClient(mine, { name: 'Một năm', scopes: ['read'] });
    await expect(revokeClient({ ...mine, actor: { ...mine.actor, id: 'somebody' } }, { client: id })).rejects.toThrow(/not_found/);
    await revokeClient(mine, { client: id });
    expect((await me(bearer(secret))).status).toBe(401);
    await expect(revokeClient(mine, { client: id })).rejects.toThrow(/not_found/);
    now = new Date(Date.parse(NOW) + 364 * 86_400_000);
    expect((await me(bearer(other.secret))).status).toBe(200);
    now = new Date(Date.parse(NOW) + 366 * 86_400_000);
    expect((await me(bearer(other.secret))).status).toBe(401);
    now = new Date(NOW);
  });

  it('needs a name and scopes that exist', async () => {
    const mine = { ...ctx(), actor: await owner() };
    for (const bad of [
      { name: ' ', scopes: ['read'] },
      { name: 'x', scopes: [] },
      { name: 'x', scopes: ['everything'] },
      { name: 'x'.repeat(101), scopes: ['read'] },
    ])
      await expect(createClient(mine, bad)).rejects.toThrow(/invalid/);
  });
});

describe('a request that carries nothing', () => {
  it('never reaches the database', async () => {
    const untouched = new Proxy({}, { get: () => expect.fail('the database was asked') });
    const asked = { db: untouched, identity, clock: () => now } as unknown as Parameters<typeof actorOf>[0];
    for (const headers of [{}, { cookie: 'theme=dark' }, { cookie: `${SESSION_COOKIE}=short` }])
      expect(await actorOf(asked, { headers: new Headers(headers as Record<string, string>) })).toMatchObject({ kind: 'public' });
  });
});
