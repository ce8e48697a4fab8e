// API clients over HTTP: tokens for secrets as RFC 6749 lays down; closed accounts.
import { OpenAPIHono } from '@hono/zod-openapi';
import { beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#server/app-port.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { settle } from '../../../../tests/support/account.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { TEST_BOX } from '../../../../tests/support/secrets.ts';
import { identityApi } from './api.ts';
import {
  actorOf,
  changePassword,
  confirmOwner,
  createAccount,
  createClient,
  createIdentity,
  disableAccount,
  enableAccount,
  grantRole,
  type Identity,
  isPerson,
  listClients,
  type Person,
  resetPassword,
  revokeClient,
  SESSION_COOKIE,
  signIn,
} from './index.ts';

const base = testDatabase();
const NOW = '2026-11-22T08:00:00+07:00';
let minutes = 0;
const now = () => new Date(Date.parse(NOW) + minutes * 60_000);
const ctx = () => testCtx(base.db, now().toISOString());
let ground: Territory;
let identity: Identity;
let api: OpenAPIHono;
let mine: ReturnType<typeof ctx>;
let client: { id: string; secret: string };
let password = '';
let other = '';
let cookie = '';

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  identity = createIdentity(base.db, { sample: false, secrets: TEST_BOX });
  const app = { db: base.db, territory: ground, identity, clock: now, ctx: () => ctx() } as unknown as App;
  api = new OpenAPIHono().route('/', identityApi(app));
  password = (await createAccount(ctx(), { account: 'tich.hop', name: 'Tích hợp' }, ground)).password;
  await createAccount(ctx(), { account: 'tinh', name: 'Tỉnh' }, ground);
  await grantRole(ctx(), { account: 'tich.hop', role: 'province_body', unit: ground.provinces(34)[0]?.code ?? '', basis: 'QĐ' }, ground);
  await settle(base.db, 'tich.hop');
  const { secret } = await signIn(ctx(), { login: 'tich.hop', password }, identity);
  cookie = `${SESSION_COOKIE}=${secret}`;
  mine = { ...ctx(), actor: (await known({ cookie })) as Person };
  client = await createClient(mine, { name: 'Kho', scopes: ['read', 'import'] });
});
const known = (headers: Record<string, string>) => actorOf({ db: base.db, identity, clock: now }, { headers: new Headers(headers) });
const token = (form: Record<string, string> | string, headers: Record<string, string> = {}) =>
  api.request('/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  });
const basic = (id = client.id, secret = client.secret) => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });
const GRANT = { grant_type: 'client_credentials' };

describe('POST /token', () => {
  it('gives a token of fifteen minutes for the secret, by Basic or in the body, with fewer scopes when asked', async () => {
    const answer = await token(GRANT, basic());
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('pragma')]).toEqual([200, 'no-store', 'no-cache']);
    const given = (await answer.json()) as { access_token: string; scope: string };
    expect(given).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: 'read import' });
    expect(await known({ authorization: `Bearer ${given.access_token}` })).toMatchObject({
      account: 'tich.hop',
      scopes: ['read', 'import'],
    });
    const fewer = await token({ ...GRANT, client_id: client.id, client_secret: client.secret, scope: 'read' });
    const { access_token } = (await fewer.json()) as { access_token: string };
    expect(await known({ authorization: `Bearer ${access_token}` })).toMatchObject({ scopes: ['read'] });
    const rows = JSON.stringify(await base.db.selectFrom('identity.token').selectAll().execute());
    expect(rows).not.toContain(access_token);
    minutes = 16;
    await expect(known({ authorization: `Bearer ${access_token}` })).rejects.toThrow(/unauthorized/);
    minutes = 0;
    expect(await known({ authorization: `Bearer ${client.secret}` })).toMatchObject({ account: 'tich.hop' }); // the secret itself still works
    expect((await listClients(mine)).map((c) => c.id)).toEqual([client.id]);
  });

  it('refuses in the words of the RFC', async () => {
    const said = async (answer: Response | Promise<Response>) => {
      const r = await answer;
      return [r.status, ((await r.json()) as { error: string }).error];
    };
    const bad = await token(GRANT, basic(client.id, 'wrong'));
    expect(bad.headers.get('www-authenticate')).toContain('Basic');
    expect(await said(bad)).toEqual([401, 'invalid_client']);
    expect(await said(token(GRANT))).toEqual([401, 'invalid_client']);
    expect(await said(token(GRANT, { authorization: 'Basic %%%' }))).toEqual([401, 'invalid_client']);
    expect(await said(token({}, basic()))).toEqual([400, 'invalid_request']);
    expect(await said(token('grant_type=client_credentials&grant_type=client_credentials', basic()))).toEqual([400, 'invalid_request']);
    expect(await said(token({ ...GRANT, client_secret: 'x' }, basic()))).toEqual([400, 'invalid_request']);
    expect(await said(token({ grant_type: 'password' }, basic()))).toEqual([400, 'unsupported_grant_type']);
    for (const scope of ['inspections', 'read nothing', ''])
      expect(await said(token({ ...GRANT, scope }, basic())), scope).toEqual([400, 'invalid_scope']);
    expect(await said(token(JSON.stringify(GRANT), { ...basic(), 'content-type': 'application/json' }))).toEqual([400, 'invalid_request']);
    const { access_token } = (await (await token(GRANT, basic())).json()) as { access_token: string };
    expect(await said(token(GRANT, basic(client.id, access_token)))).toEqual([401, 'invalid_client']); // a token is no secret
  });

  it('is made by the owner alone: after the first password was changed, and with the password once more', async () => {
    const mustChange = { ...(mine.actor as Person), mustChange: true };
    await expect(createClient({ ...mine, actor: mustChange }, { name: 'x', scopes: ['read'] })).rejects.toThrow(/first password/);
    await expect(confirmOwner(mine, { current: 'không phải' }, identity)).rejects.toThrow(/current password/);
    await confirmOwner(mine, { current: password }, identity);
  });

  it('is asked so often and no more', async () => {
    const busy = await createClient(mine, { name: 'Bận', scopes: ['read'] });
    // strangers do not use up its turns
    for (let n = 0; n < 130; n++) expect((await token(GRANT, basic(busy.id, 'x'))).status).toBe(401);
    let last = 200;
    for (let n = 0; n < 130 && last !== 429; n++) last = (await token(GRANT, basic(busy.id, busy.secret))).status;
    expect(last).toBe(429);
    expect((await token(GRANT, basic())).status).toBe(200);
  });

  it('ends when a keeper resets the account: nobody knows who made it', async () => {
    await createAccount(ctx(), { account: 'mat.khau', name: 'Mất mật khẩu' }, ground);
    const lost = await base.db.selectFrom('identity.account').select('id').where('account', '=', 'mat.khau').executeTakeFirstOrThrow();
    const made = await createClient({ ...mine, actor: { ...(mine.actor as Person), id: lost.id } }, { name: 'Cũ', scopes: ['read'] });
    await resetPassword(ctx(), { account: 'mat.khau' }, ground);
    expect((await token(GRANT, basic(made.id, made.secret))).status).toBe(401);
    await expect(known({ authorization: `Bearer ${made.secret}` })).rejects.toThrow(/unauthorized/);
  });

  it('ends when its owner changes the password: whoever knew it may have made one', async () => {
    await createAccount(ctx(), { account: 'doi', name: 'Đổi' }, ground).then((made) => (other = made.password));
    await settle(base.db, 'doi');
    const { secret } = await signIn(ctx(), { login: 'doi', password: other }, identity);
    const own = { ...ctx(), actor: (await known({ cookie: `${SESSION_COOKIE}=${secret}` })) as Person };
    const made = await createClient(own, { name: 'Cũ', scopes: ['read'] });
    const { access_token } = (await (await token(GRANT, basic(made.id, made.secret))).json()) as { access_token: string };
    await changePassword(own, { current: other, password: 'một câu dài và chưa ai biết' }, identity);
    expect((await token(GRANT, basic(made.id, made.secret))).status).toBe(401);
    for (const given of [made.secret, access_token])
      await expect(known({ authorization: `Bearer ${given}` })).rejects.toThrow(/unauthorized/);
  });

  it('ends with its client', async () => {
    const made = await createClient(mine, { name: 'Khác', scopes: ['read'] });
    const { access_token } = (await (await token(GRANT, basic(made.id, made.secret))).json()) as { access_token: string };
    expect(isPerson(await known({ authorization: `Bearer ${access_token}` }))).toBe(true);
    await revokeClient(mine, { client: made.id });
    await expect(known({ authorization: `Bearer ${access_token}` })).rejects.toThrow(/unauthorized/);
    expect((await token(GRANT, basic(made.id, made.secret))).status).toBe(401);
  });
});

describe('a closed account', () => {
  it('loses sessions, clients and tokens at once; opened again it signs in, its clients are gone', async () => {
    const { access_token } = (await (await token(GRANT, basic())).json()) as { access_token: string };
    await expect(disableAccount(ctx(), { account: 'tich.hop', reason: ' ' }, ground)).rejects.toThrow(/reason/);
    await disableAccount(ctx(), { account: 'tich.hop', reason: 'Lộ mã' }, ground);
    await disableAccount(ctx(), { account: 'tich.hop', reason: 'Lộ mã' }, ground); // harmless twice
    expect(await known({ cookie })).toMatchObject({ kind: 'public' });
    for (const secret of [access_token, client.secret])
      await expect(known({ authorization: `Bearer ${secret}` })).rejects.toThrow(/unauthorized/);
    await expect(signIn(ctx(), { login: 'tich.hop', password }, identity)).rejects.toThrow(/unauthorized/);
    await enableAccount(ctx(), { account: 'tich.hop' }, ground);
    expect(await known({ cookie })).toMatchObject({ kind: 'public' });
    for (const secret of [access_token, client.secret])
      await expect(known({ authorization: `Bearer ${secret}` })).rejects.toThrow(/unauthorized/);
    expect((await signIn(ctx(), { login: 'tich.hop', password }, identity)).step).toBe('full');
    const acts = await base.db.selectFrom('audit.act').select('verb').where('verb', 'in', ['disable_account', 'enable_account']).execute();
    expect(acts.map((a) => a.verb)).toEqual(['disable_account', 'enable_account']);
  });

  it('is closed by its keeper only', async () => {
    const actor = { ...(mine.actor as Person) };
    await expect(disableAccount({ ...ctx(), actor }, { account: 'tich.hop', reason: 'x' }, ground)).rejects.toThrow(/forbidden/); // not oneself
    await expect(disableAccount({ ...ctx(), actor }, { account: 'tinh', reason: 'x' }, ground)).rejects.toThrow(/forbidden/); // nobody's yet
    await expect(disableAccount({ ...ctx(), actor }, { account: 'khong.co', reason: 'x' }, ground)).rejects.toThrow(/not_found/);
    await expect(enableAccount({ ...ctx(), actor: { ...actor, scopes: ['read'] } as Person }, { account: 'tinh' }, ground)).rejects.toThrow(
      /forbidden/,
    );
  });
});
