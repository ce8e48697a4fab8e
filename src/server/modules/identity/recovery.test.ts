import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMailer, type Mailer } from '#server/platform/mail.ts';
import { settle } from '../../../../tests/support/account.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { openPostOffice, type PostOffice } from '../../../../tests/support/post-office.ts';
import { TEST_BOX } from '../../../../tests/support/secrets.ts';
import {
  actorOf,
  askRecovery,
  createAccount,
  createClient,
  createIdentity,
  disableAccount,
  enableAccount,
  type Identity,
  type Person,
  recover,
  recoveryHolds,
  SESSION_COOKIE,
  sendRecoveries,
  signIn,
} from './index.ts';

const base = testDatabase();
const GROUND = { province: () => undefined, commune: () => undefined };
const NOW = '2026-11-22T08:00:00+07:00';
const ctx = (minutes = 0) => testCtx(base.db, new Date(Date.parse(NOW) + minutes * 60_000).toISOString());
const ORIGIN = 'https://ocop.example.vn';
const NEW = 'một câu dài khác hẳn';
let identity: Identity;
let office: PostOffice;
let mailer: Mailer | undefined;
let first = '';

beforeAll(async () => {
  office = await openPostOffice();
  mailer = createMailer({ smtpUrl: office.url, from: 'Sản Vật <thu@sanvat.example>' });
  identity = createIdentity(base.db, { sample: false, secrets: TEST_BOX });
  first = (await createAccount(ctx(), { account: 'chi.lan', name: 'Chị Lan', email: 'lan@example.vn' }, GROUND)).password;
  await createAccount(ctx(), { account: 'khong.thu', name: 'Không có thư', phone: '0912345678' }, GROUND);
});
afterAll(async () => {
  mailer?.close();
  await office.close();
});
beforeEach(async () => {
  office.letters.length = 0;
  office.refuse = false;
  await sql`delete from identity.recovery where state = 'queued'`.execute(base.db);
  await sql`delete from identity.login_limit`.execute(base.db);
  identity = createIdentity(base.db, { sample: false, secrets: TEST_BOX });
});

const post = (minutes = 0) => sendRecoveries(ctx(minutes), { mailer, origin: ORIGIN });
const ask = (login: string) => askRecovery(ctx(), { login, address: '10.0.0.1' }, identity);
const linkIn = (text = '') => /https:\/\/ocop\.example\.vn\/dang-nhap\/lay-lai\/([\w-]{43})/.exec(text)?.[1] ?? '';
async function link(): Promise<string> {
  await ask('lan@example.vn');
  await post();
  return linkIn(office.letters.at(-1)?.text);
}
const set = (secret: string, password = NEW, minutes = 1) =>
  recover(ctx(minutes), { secret, password, again: password, address: '10.0.0.1' }, identity);

describe('a lost password', () => {
  it('is set anew by a link that works once, within thirty minutes; sessions end, other links too', async () => {
    const session = await signIn(ctx(), { login: 'chi.lan', password: first }, identity);
    await settle(base.db, 'chi.lan');
    const actor = (await actorOf(
      { db: base.db, identity, clock: () => ctx().now },
      { headers: new Headers({ cookie: `${SESSION_COOKIE}=${session.secret}` }) },
    )) as Person;
    const client = await createClient({ ...ctx(), actor }, { name: 'Cũ', scopes: ['read'] });
    const [one, two] = [await link(), await link()];
    expect(one).not.toBe(two);
    const kept = JSON.stringify(await base.db.selectFrom('identity.recovery').selectAll().execute());
    expect([kept.includes(one), kept.includes(two)]).toEqual([false, false]);
    expect(office.letters[0]).toMatchObject({ to: ['lan@example.vn'] });
    expect(await recoveryHolds(ctx(29), one)).toBe(true);
    expect(await recoveryHolds(ctx(31), one)).toBe(false);
    await expect(set(one, NEW, 31)).rejects.toThrow(/unauthorized/);
    await expect(set(one, 'ngắn')).rejects.toThrow(/cannot be used/);
    await expect(recover(ctx(1), { secret: one, password: NEW, again: 'x' }, identity)).rejects.toThrow(/differ/);
    const both = await Promise.allSettled([set(one), set(one, 'một câu thứ ba rất dài')]);
    expect(both.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    expect([await recoveryHolds(ctx(2), one), await recoveryHolds(ctx(2), two)]).toEqual([false, false]);
    const cookie = { headers: new Headers({ cookie: `${SESSION_COOKIE}=${session.secret}` }) };
    expect(await actorOf({ db: base.db, identity, clock: () => ctx(2).now }, cookie)).toMatchObject({ kind: 'public' });
    await expect(signIn(ctx(2), { login: 'chi.lan', password: first }, identity)).rejects.toThrow(/unauthorized/);
    const bearer = { headers: new Headers({ authorization: `Bearer ${client.secret}` }) };
    await expect(actorOf({ db: base.db, identity, clock: () => ctx(2).now }, bearer)).rejects.toThrow(/unauthorized/);
    await set(await link());
    expect((await signIn(ctx(2), { login: 'chi.lan', password: NEW }, identity)).step).toBe('full');
  });

  it('is answered the same for everybody; only who has an address is written to', async () => {
    for (const login of ['khong.thu', '0912345678', 'khong.co', 'ai@example.vn']) expect(await ask(login)).toBeUndefined();
    await post();
    expect(office.letters).toEqual([]);
  });

  it('is asked for a few times only, known or not', async () => {
    for (const login of ['lan@example.vn', 'khong.co']) {
      for (let n = 0; n < 4; n++) await ask(login);
      await expect(ask(login)).rejects.toThrow(/too_many_requests/);
    }
  });

  it('is mailed again under a new link when the post office refused; not after the half hour, not without our own address', async () => {
    office.refuse = true;
    await ask('chi.lan');
    expect(await post()).toEqual({ sent: 0, failed: 0 });
    office.refuse = false;
    expect(await post()).toEqual({ sent: 0, failed: 0 });
    expect(await post(2)).toEqual({ sent: 1, failed: 0 });
    expect(linkIn(office.letters.at(-1)?.text)).toHaveLength(43);
    await ask('chi.lan');
    expect(await sendRecoveries(ctx(), { mailer, origin: undefined })).toEqual({ sent: 0, failed: 1 });
    await ask('chi.lan');
    expect(await post(40)).toEqual({ sent: 0, failed: 1 });
  });

  it('opens no closed account', async () => {
    const secret = await link();
    await disableAccount(ctx(), { account: 'chi.lan', reason: 'Nghỉ việc' }, GROUND);
    await expect(set(secret)).rejects.toThrow(/unauthorized/);
    await ask('chi.lan');
    expect(await post()).toEqual({ sent: 0, failed: 0 });
    await enableAccount(ctx(), { account: 'chi.lan' }, GROUND);
    await expect(set(secret)).rejects.toThrow(/unauthorized/); // it ended with the account
  });
});
