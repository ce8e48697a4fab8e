// Against a real OpenID Connect provider on this machine.
import { createServer, type Server } from 'node:http';
// @ts-expect-error: the package brings no types
import { Provider } from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settle } from '../../../../tests/support/account.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { listening } from '../../../../tests/support/listening.ts';
import { TEST_BOX } from '../../../../tests/support/secrets.ts';
import {
  actorOf,
  createAccount,
  createIdentity,
  type External,
  type Identity,
  linkIdentity,
  listLinked,
  SESSION_COOKIE,
  signIn,
  signInExternally,
  unlinkIdentity,
} from './index.ts';
import { createOidc, readProviders } from './oidc.ts';

const base = testDatabase();
/** No unit at all: the operator needs none. */
const GROUND = { province: () => undefined, commune: () => undefined };
const ctx = () => testCtx(base.db);
const BACK = 'http://127.0.0.1:9/dang-nhap/oidc/vneid/ve';
const CLAIMS: Record<string, object> = {
  lan: { email: 'Lan@Example.vn', email_verified: true },
  gia: { email: 'gia@example.vn', email_verified: false },
  minh: { phone_number: '+84912000111', phone_number_verified: true },
};
let server: Server;
let issuer = '';
let identity: Identity;

const setting = (more: object = {}) =>
  JSON.stringify([
    { id: 'vneid', name: 'Định danh thử', issuer, clientId: 'sanvat', clientSecret: 'bí mật của thử nghiệm'.normalize(), ...more },
  ]);

beforeAll(async () => {
  let handle: (req: unknown, res: unknown) => void = () => {};
  server = createServer((req, res) => handle(req, res));
  issuer = await listening(server);
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'sanvat', client_secret: 'secret-of-the-test-and-long-enough', redirect_uris: [BACK], application_type: 'native' },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], phone: ['phone_number', 'phone_number_verified'], profile: ['name'] },
    findAccount: (_ctx: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...CLAIMS[sub] }) }),
    cookies: { keys: ['test'] },
    pkce: { required: () => true },
  });
  handle = provider.callback();
  identity = createIdentity(base.db, {
    secrets: TEST_BOX,
    sample: false,
    oidcProviders: setting({ clientSecret: 'secret-of-the-test-and-long-enough' }),
  });
  await createAccount(ctx(), { account: 'lan', name: 'Người có e-mail', email: 'lan@example.vn' }, GROUND);
  await createAccount(ctx(), { account: 'gia', name: 'Người bị mạo danh', email: 'gia@example.vn' }, GROUND);
  await createAccount(ctx(), { account: 'minh', name: 'Người có điện thoại', phone: '0912000111' }, GROUND);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Walks the provider's own pages as `login`, and gives the address it sends the browser back to. */
async function atProvider(start: string, login: string): Promise<URL> {
  const jar = new Map<string, string>();
  let at = new URL(start);
  let form: Record<string, string> | undefined;
  for (let step = 0; step < 20; step++) {
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = answer.headers.get('location');
    form = undefined;
    if (location) {
      at = new URL(location, at);
      if (at.href.startsWith(BACK)) return at;
      continue;
    }
    const page = await answer.text();
    const action = /action="([^"]+)"/.exec(page)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
    if (!action || !prompt) throw new Error(`the provider says: ${answer.status} ${page.slice(0, 300)}`);
    at = new URL(action, at);
    form = prompt === 'login' ? { prompt, login, password: 'any' } : { prompt };
  }
  throw new Error('walked in a circle');
}

async function come(login: string): Promise<External> {
  const { to, journey } = await identity.oidc.begin('vneid', BACK);
  return identity.oidc.finish(journey, await atProvider(to, login));
}

describe('an identity of another house', () => {
  it('opens the account with the same verified e-mail or phone number, links it, and voids the first password', async () => {
    const first = await createAccount(ctx(), { account: 'thu.lan', name: 'Thử' }, GROUND);
    expect(first.password).toMatch(/-/);
    const who = await come('lan');
    expect(who).toEqual({ issuer, subject: 'lan', email: 'lan@example.vn' });
    const { secret } = await signInExternally(ctx(), { who });
    const seen = { db: base.db, identity, clock: () => ctx().now };
    const actor = await actorOf(seen, { headers: new Headers({ cookie: `${SESSION_COOKIE}=${secret}` }) });
    expect(actor).toMatchObject({ kind: 'person', account: 'lan', mustChange: false });
    await base.db.updateTable('identity.account').set({ email: 'moi@example.vn' }).where('account', '=', 'lan').execute();
    await signInExternally(ctx(), { who: await come('lan') }); // the link holds when the e-mail changes
    await signInExternally(ctx(), { who: await come('minh') });
    const acts = await base.db
      .selectFrom('audit.act')
      .select('verb')
      .where('verb', 'in', ['login', 'link_identity'])
      .orderBy('no')
      .execute();
    expect(acts.map((a) => a.verb)).toEqual(['link_identity', 'login', 'login', 'link_identity', 'login']);
  });

  it('opens nothing with a contact the provider has not verified, or when nobody is meant, and leaves closed accounts closed', async () => {
    const who = await come('gia');
    expect(who).toEqual({ issuer, subject: 'gia' });
    await expect(signInExternally(ctx(), { who })).rejects.toThrow(/forbidden/);
    await expect(signInExternally(ctx(), { who: await come('nguoi-la') })).rejects.toThrow(/forbidden/);
    await base.db.updateTable('identity.account').set({ disabled_at: new Date() }).where('account', '=', 'minh').execute();
    await expect(signInExternally(ctx(), { who: await come('minh') })).rejects.toThrow(/forbidden/);
    const failed = await base.db.selectFrom('audit.act').select('verb').where('verb', '=', 'login_failed').execute();
    expect(failed).toHaveLength(3);
  });

  it('is linked and unlinked by the owner of the account; never taken from another, never the last way in', async () => {
    const { password } = await createAccount(ctx(), { account: 'lien.ket', name: 'Liên kết' }, GROUND);
    const person = async (secret: string) => ({
      ...ctx(),
      actor: await actorOf(
        { db: base.db, identity, clock: () => ctx().now },
        { headers: new Headers({ cookie: `${SESSION_COOKIE}=${secret}` }) },
      ),
    });
    const mine = await person((await signIn(ctx(), { login: 'lien.ket', password }, identity)).secret);
    await expect(linkIdentity(mine, await come('nguoi-la'))).rejects.toThrow(/first password/); // whoever gave it knows it
    await settle(base.db, 'lien.ket');
    const owner = await person((await signIn(ctx(), { login: 'lien.ket', password }, identity)).secret);
    const who = await come('nguoi-la');
    await linkIdentity(owner, who);
    await linkIdentity(owner, who); // harmless twice
    expect(await listLinked(owner)).toMatchObject([{ issuer, subject: 'nguoi-la' }]);
    await base.db.updateTable('identity.account').set({ must_change: true }).where('account', '=', 'lien.ket').execute();
    await expect(linkIdentity(owner, await come('lan'))).rejects.toThrow(/conflict/);
    const { secret } = await signInExternally(ctx(), { who });
    expect((await person(secret)).actor).toMatchObject({ account: 'lien.ket' });
    // signing in that way voided the first password: the identity is the only way left
    await expect(unlinkIdentity(owner, who)).rejects.toThrow(/only way/);
    await base.db.updateTable('identity.account').set({ password_hash: 'x' }).where('account', '=', 'lien.ket').execute();
    await expect(unlinkIdentity(owner, { issuer, subject: 'lan' })).rejects.toThrow(/not_found/);
    await unlinkIdentity(owner, who);
    expect(await listLinked(owner)).toEqual([]);
    await expect(signInExternally(ctx(), { who })).rejects.toThrow(/forbidden/);
    await base.db.updateTable('identity.account').set({ email: 'lk@example.vn' }).where('account', '=', 'lien.ket').execute();
    await expect(signInExternally(ctx(), { who: { ...who, email: 'lk@example.vn' } })).rejects.toThrow(/forbidden/); // not by itself
    await linkIdentity(owner, who);
    expect((await signInExternally(ctx(), { who })).step).toBe('full');
  });

  it('is let in only on its own journey: state, nonce, verifier, code, once', async () => {
    const { to, journey } = await identity.oidc.begin('vneid', BACK);
    const back = await atProvider(to, 'lan');
    const other = (await identity.oidc.begin('vneid', BACK)).journey;
    const finish = (change: object, url = back) => identity.oidc.finish({ ...journey, ...change }, url);
    await expect(finish({ state: other.state })).rejects.toThrow(/unauthorized/);
    const forged = new URL(back);
    forged.searchParams.set('code', 'invented');
    await expect(finish({}, forged)).rejects.toThrow(/unauthorized/);
    await expect(finish({ verifier: other.verifier })).rejects.toThrow(/unauthorized/);
    const again = await identity.oidc.begin('vneid', BACK);
    const there = await atProvider(again.to, 'lan');
    await expect(identity.oidc.finish({ ...again.journey, nonce: other.nonce }, there)).rejects.toThrow(/unauthorized/);
    const good = await identity.oidc.begin('vneid', BACK);
    const home = await atProvider(good.to, 'lan');
    await identity.oidc.finish(good.journey, home);
    await expect(identity.oidc.finish(good.journey, home)).rejects.toThrow(/unauthorized/);
  });

  it('does not stand in the way when it cannot be reached, or is not known', async () => {
    const away = createOidc(readProviders(setting({ issuer: 'http://127.0.0.1:9' })));
    await expect(away.begin('vneid', BACK)).rejects.toThrow(/not_ready/);
    await expect(away.begin('khac', BACK)).rejects.toThrow(/not_found/);
    const { password } = await createAccount(ctx(), { account: 'van.vao', name: 'Vẫn vào' }, GROUND);
    expect((await signIn(ctx(), { login: 'van.vao', password }, identity)).step).toBe('full');
  });
});

describe('the setting', () => {
  it('names what does not fit, and never the secret', () => {
    expect(readProviders(undefined)).toEqual([]);
    for (const bad of [
      '{',
      '{}',
      setting({ issuer: 'http://id.example.vn' }),
      setting({ id: 'A B' }),
      setting({ more: 1 }),
      setting({ clientId: '' }),
    ]) {
      expect(() => readProviders(bad)).toThrow(/OIDC_PROVIDERS/);
      expect(() => readProviders(bad)).not.toThrow(/bí mật/);
    }
  });
});
