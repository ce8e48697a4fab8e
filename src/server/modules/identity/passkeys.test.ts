import { beforeAll, describe, expect, it } from 'vitest';
import { settle } from '../../../../tests/support/account.ts';
import { createAuthenticator } from '../../../../tests/support/authenticator.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { TEST_BOX } from '../../../../tests/support/secrets.ts';
import {
  actorOf,
  askForPasskey,
  createAccount,
  createIdentity,
  enableSecondFactor,
  type Identity,
  isPerson,
  listPasskeys,
  type Person,
  registerPasskey,
  removePasskey,
  renamePasskey,
  resetPassword,
  SESSION_COOKIE,
  sealSecondFactors,
  signIn,
  signInWithPasskey,
  siteOf,
  startPasskey,
  startSecondFactor,
} from './index.ts';
import { codeAt, fromBase32, stepOf, toBase32 } from './rules/totp.ts';

const base = testDatabase();
const GROUND = { province: () => undefined, commune: () => undefined };
const NOW = '2026-11-22T08:00:00+07:00';
const SITE = siteOf('https://ocop.example.vn');
const ctx = (now = NOW) => testCtx(base.db, now);
let identity: Identity;
let password = '';
let mine: ReturnType<typeof ctx>;
type Options = { challenge: string };

async function own(account: string, first: string) {
  await settle(base.db, account);
  const { secret } = await signIn(ctx(), { login: account, password: first }, identity);
  const actor = await actorOf(
    { db: base.db, identity, clock: () => new Date(NOW) },
    { headers: new Headers({ cookie: `${SESSION_COOKIE}=${secret}` }) },
  );
  if (!isPerson(actor)) throw new Error('nobody');
  return { ...ctx(), actor: actor as Person };
}
const register = async (who: typeof mine, key: ReturnType<typeof createAuthenticator>, name = 'Điện thoại', current = password) => {
  const response = key.create((await startPasskey(who, SITE)) as Options, SITE.origin);
  return registerPasskey(who, { response, name, current, site: SITE }, identity);
};
const ask = async (now = NOW) => (await askForPasskey(ctx(now), { site: SITE, address: '10.0.0.1' }, identity)) as Options;
const enter = (response: string, now = NOW, site = SITE) => signInWithPasskey(ctx(now), { response, site, address: '10.0.0.1' }, identity);

beforeAll(async () => {
  identity = createIdentity(base.db, { sample: false, secrets: TEST_BOX });
  password = (await createAccount(ctx(), { account: 'chi.lan', name: 'Chị Lan' }, GROUND)).password;
  mine = await own('chi.lan', password);
});

describe('a passkey', () => {
  it('is registered with the password, opens a session, is named and removed', async () => {
    const key = createAuthenticator();
    await expect(register(mine, key, 'Điện thoại', 'khong phai')).rejects.toThrow(/password is wrong/);
    const { id } = await register(mine, key);
    expect(await listPasskeys(mine)).toMatchObject([{ id, name: 'Điện thoại', usedAt: null }]);
    const started = await enter(key.get(await ask(), SITE.origin, { userHandle: mine.actor.id }));
    expect(started.step).toBe('full');
    expect((await listPasskeys(mine))[0]?.usedAt).toEqual(new Date(NOW));
    await renamePasskey(mine, { passkey: id, name: 'Máy bàn' });
    expect((await listPasskeys(mine))[0]?.name).toBe('Máy bàn');
    await expect(register(mine, key)).rejects.toThrow(/already here/);
    await removePasskey(mine, { passkey: id });
    await expect(enter(key.get(await ask(), SITE.origin))).rejects.toThrow(/unauthorized/);
    await expect(removePasskey(mine, { passkey: id })).rejects.toThrow(/not_found/);
  });

  it('answers each challenge once, in its time, for this site, for its purpose', async () => {
    const key = createAuthenticator();
    await register(mine, key);
    const asked = await ask();
    const answers = await Promise.allSettled([enter(key.get(asked, SITE.origin)), enter(key.get(asked, SITE.origin))]);
    expect(answers.filter((a) => a.status === 'fulfilled')).toHaveLength(1);
    await expect(enter(key.get(asked, SITE.origin))).rejects.toThrow(/unauthorized/);
    await expect(enter(key.get(await ask(), SITE.origin), '2026-11-22T08:06:00+07:00')).rejects.toThrow(/unauthorized/);
    await expect(enter(key.get(await ask(), 'https://ocop.example.vn.evil.test'))).rejects.toThrow(/unauthorized/);
    await expect(enter(key.get({ challenge: 'bXktb3du' }, SITE.origin))).rejects.toThrow(/unauthorized/);
    await expect(enter(key.get((await startPasskey(mine, SITE)) as Options, SITE.origin))).rejects.toThrow(/unauthorized/);
    await expect(enter(key.get(await ask(), SITE.origin, { userHandle: 'someone' }))).rejects.toThrow(/unauthorized/);
    await expect(enter(key.get(await ask(), SITE.origin, { flags: 0x01 }))).rejects.toThrow(/unauthorized/); // the user was not checked
    await expect(enter('{"id":1}')).rejects.toThrow(/unauthorized/);
    await expect(enter('x')).rejects.toThrow(/unauthorized/);
    const stolen = JSON.parse(key.get(await ask(), SITE.origin));
    const other = JSON.parse(createAuthenticator().get(await ask(), SITE.origin));
    await expect(
      enter(JSON.stringify({ ...stolen, response: { ...stolen.response, signature: other.response.signature } })),
    ).rejects.toThrow(/unauthorized/);
    expect((await enter(key.get(await ask(), SITE.origin))).step).toBe('full');
  });

  it('that was copied is found by its counter', async () => {
    const key = createAuthenticator();
    await register(mine, key);
    key.counter = 40;
    await enter(key.get(await ask(), SITE.origin));
    key.counter = 20;
    await expect(enter(key.get(await ask(), SITE.origin))).rejects.toThrow(/unauthorized/);
    key.counter = 41;
    await enter(key.get(await ask(), SITE.origin));
  });

  it('belongs to one account, and goes when its keeper resets the account', async () => {
    const made = await createAccount(ctx(), { account: 'anh.minh', name: 'Anh Minh' }, GROUND);
    const his = await own('anh.minh', made.password);
    const key = createAuthenticator();
    const { id } = await register(his, key, 'Khóa', made.password);
    await expect(removePasskey(mine, { passkey: id })).rejects.toThrow(/not_found/);
    await expect(renamePasskey(mine, { passkey: id, name: 'x' })).rejects.toThrow(/not_found/);
    // a challenge given to one is of no use to another
    const response = createAuthenticator().create((await startPasskey(his, SITE)) as Options, SITE.origin);
    await expect(registerPasskey(mine, { response, name: 'x', current: password, site: SITE }, identity)).rejects.toThrow(/unauthorized/);
    await resetPassword(ctx(), { account: 'anh.minh' }, GROUND);
    await expect(enter(key.get(await ask(), SITE.origin))).rejects.toThrow(/unauthorized/);
  });

  it('does not open an account that was closed', async () => {
    const key = createAuthenticator();
    await register(mine, key);
    await base.db.updateTable('identity.account').set({ disabled_at: NOW }).where('account', '=', 'chi.lan').execute();
    await expect(enter(key.get(await ask(), SITE.origin))).rejects.toThrow(/unauthorized/);
    await base.db.updateTable('identity.account').set({ disabled_at: null }).where('account', '=', 'chi.lan').execute();
    expect((await enter(key.get(await ask(), SITE.origin))).step).toBe('full');
  });
});

describe('the secret of one-time codes', () => {
  it('lies sealed; those that lay open before are sealed at the next start and still work', async () => {
    const { secret } = await startSecondFactor(mine, identity);
    const row = () => base.db.selectFrom('identity.account').selectAll().where('account', '=', 'chi.lan').executeTakeFirstOrThrow();
    const bytes = fromBase32(secret);
    expect((await row()).totp_secret).toBeNull();
    expect((await row()).totp_sealed?.includes(bytes)).toBe(false);
    const old = Buffer.alloc(20, 9);
    await base.db
      .updateTable('identity.account')
      .set({ totp_secret: toBase32(old), totp_sealed: null })
      .where('account', '=', 'chi.lan')
      .execute();
    expect(await sealSecondFactors(base.db, identity)).toEqual({ sealed: 1 });
    expect(await sealSecondFactors(base.db, identity)).toEqual({ sealed: 0 });
    expect((await row()).totp_secret).toBeNull();
    await enableSecondFactor(mine, { code: codeAt(old, stepOf(new Date(NOW))), current: password }, identity);
    // moved to another account it opens nothing
    const stolen = (await row()).totp_sealed;
    expect(() => TEST_BOX.open(stolen ?? Buffer.alloc(0), 'totp other')).toThrow();
  });
});
