import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#server/app-port.ts';
import { verifyChain } from '#server/modules/audit/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { TEST_BOX } from '../../../../tests/support/secrets.ts';
import {
  actorOf,
  changePassword,
  confirmSecondFactor,
  createAccount,
  createIdentity,
  disableSecondFactor,
  enableSecondFactor,
  endOtherSessions,
  endSession,
  type Identity,
  isPerson,
  listSessions,
  type Person,
  resetPassword,
  SESSION_COOKIE,
  signIn,
  signInMethods,
  signOut,
  startSecondFactor,
} from './index.ts';
import { identityTasks } from './jobs.ts';
import { hashPassword } from './password.ts';
import { codeAt, fromBase32, stepOf } from './rules/totp.ts';

const base = testDatabase();
/** No unit at all: the operator needs none. */
const GROUND = { province: () => undefined, commune: () => undefined };
const NOW = '2026-11-22T08:00:00+07:00';
let identity: Identity;
let made: { account: string; password: string; id: string };
const at = (now = NOW) => testCtx(base.db, now);
const later = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString();
const asking = (secret: string, now = NOW) =>
  actorOf({ db: base.db, identity, clock: () => new Date(now) }, { headers: new Headers({ cookie: `a=b; ${SESSION_COOKIE}=${secret}` }) });
const known = async (secret: string, now = NOW): Promise<Person> => {
  const actor = await asking(secret, now);
  if (!isPerson(actor)) throw new Error('nobody');
  return actor;
};
const acts = async (verb: string) => base.db.selectFrom('audit.act').selectAll().where('verb', '=', verb).execute();

beforeAll(async () => {
  identity = createIdentity(base.db, { secrets: TEST_BOX, sample: false });
  made = await createAccount(at(), { account: 'thu.nghiem', name: 'Cán bộ thử', email: 'Thu@Example.VN', phone: '0912 345 678' }, GROUND);
});

describe('signing in', () => {
  it('takes account name, e-mail or phone number, and keeps hashes only', async () => {
    for (const login of ['thu.nghiem', ' THU.nghiem ', 'thu@example.vn', '0912345678', '+84 912-345-678']) {
      const { secret, step } = await signIn(at(), { login, password: made.password, address: '10.0.0.1', agent: 'test' }, identity);
      expect(step).toBe('full');
      expect(await known(secret)).toMatchObject({ kind: 'person', id: made.id, mustChange: true, assignments: [] });
      const rows = await base.db.selectFrom('identity.session').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
    const account = await base.db.selectFrom('identity.account').selectAll().where('id', '=', made.id).executeTakeFirstOrThrow();
    expect(account.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await acts('login')).toHaveLength(5);
    expect((await acts('login'))[0]).toMatchObject({ actor_kind: 'person', actor_id: made.id, subject_id: made.id });
  });

  it('answers a wrong password and an unknown account alike, and records neither what was typed', async () => {
    const fail = async (login: string): Promise<AppError> => {
      const said = await signIn(at(), { login, password: 'mat khau bi lo', address: '10.0.0.2' }, identity).catch((e: unknown) => e);
      if (said instanceof AppError) return said;
      throw new Error('it let somebody in');
    };
    const [wrong, unknown] = [await fail('thu.nghiem'), await fail('khong.co.ai')];
    expect([wrong.code, wrong.detail, wrong.faults]).toEqual([unknown.code, unknown.detail, unknown.faults]);
    const failed = await acts('login_failed');
    expect(failed.map((f) => f.subject_id)).toEqual([made.id, 'unknown']);
    expect(JSON.stringify(failed)).not.toMatch(/mat khau|khong\.co\.ai/);
  });

  it('ends by sign-out, by rest, by age, by hand and with the account', async () => {
    const open = () => signIn(at(), { login: 'thu.nghiem', password: made.password }, identity);
    const one = await open();
    await signOut(at(), one.secret);
    expect(await asking(one.secret)).toMatchObject({ kind: 'public' });
    const two = await open();
    expect(await asking(two.secret, later(11 * 3_600_000))).toMatchObject({ kind: 'person' }); // seen: the rest starts anew
    expect(await asking(two.secret, later(22 * 3_600_000))).toMatchObject({ kind: 'person' });
    expect(await asking(two.secret, later(35 * 3_600_000))).toMatchObject({ kind: 'public' });
    for (let h = 11; h < 168; h += 11) await asking(two.secret, later(h * 3_600_000));
    expect(await asking(two.secret, later(169 * 3_600_000))).toMatchObject({ kind: 'public' });
    const three = await open();
    const person = await known(three.secret);
    const four = await open();
    const mine = { ...at(), actor: person };
    const other = (await known(four.secret)).session ?? '';
    expect((await listSessions(mine)).map((s) => s.id)).toEqual(expect.arrayContaining([person.session, other]));
    await endSession(mine, { session: other });
    expect(await asking(four.secret)).toMatchObject({ kind: 'public' });
    await expect(endSession({ ...at(), actor: { ...person, id: 'somebody' } }, { session: person.session ?? '' })).rejects.toThrow(
      /not_found/,
    );
    const five = await open();
    await endOtherSessions(mine);
    expect([(await asking(five.secret)).kind, (await asking(three.secret)).kind]).toEqual(['public', 'person']);
    await base.db.updateTable('identity.account').set({ disabled_at: new Date() }).where('id', '=', made.id).execute();
    expect(await asking(three.secret)).toMatchObject({ kind: 'public' });
    await expect(open()).rejects.toThrow(/unauthorized/);
    await base.db.updateTable('identity.account').set({ disabled_at: null }).where('id', '=', made.id).execute();
  });

  it('gives a new token at sign-in and ends the one before it', async () => {
    const one = await signIn(at(), { login: 'thu.nghiem', password: made.password }, identity);
    const two = await signIn(at(), { login: 'thu.nghiem', password: made.password, replaces: one.secret }, identity);
    expect(two.secret).not.toBe(one.secret);
    expect(await asking(one.secret)).toMatchObject({ kind: 'public' });
    expect(await asking(two.secret)).toMatchObject({ kind: 'person' });
  });

  it('takes no invented or broken cookie', async () => {
    for (const secret of ['', 'x', 'a'.repeat(43), "' or 1=1 --"]) expect(await asking(secret)).toMatchObject({ kind: 'public' });
  });
});

describe('a password', () => {
  it('is changed with the current one, ends every session but a new one, and must be good', async () => {
    const here = await signIn(at(), { login: 'thu.nghiem', password: made.password }, identity);
    const there = await signIn(at(), { login: 'thu.nghiem', password: made.password }, identity);
    const person = await known(here.secret);
    const mine = { ...at(), actor: person };
    const change = (current: string, password: string) => changePassword(mine, { current, password }, identity);
    await expect(change('khong phai', 'mật khẩu rất dài và lạ')).rejects.toThrow(/current password/);
    for (const bad of ['ngan', 'aaaaaaaaaaaaaaaa', 'thu.nghiem-2026', 'x'.repeat(201)])
      await expect(change(made.password, bad)).rejects.toThrow(/cannot be used/);
    const after = await change(made.password, 'mật khẩu rất dài và lạ');
    expect(await asking(after.secret)).toMatchObject({ kind: 'person', mustChange: false });
    expect(await asking(here.secret)).toMatchObject({ kind: 'public' }); // also for whoever had copied it
    expect(await asking(there.secret)).toMatchObject({ kind: 'public' });
    // the same letters, composed another way by another keyboard
    await signIn(at(), { login: 'thu.nghiem', password: 'mật khẩu rất dài và lạ'.normalize('NFD') }, identity);
    await expect(signIn(at(), { login: 'thu.nghiem', password: made.password }, identity)).rejects.toThrow(/unauthorized/);
    made = { ...made, password: 'mật khẩu rất dài và lạ' };
  });

  it('that is changed while somebody signs in with the old one opens nothing', async () => {
    const waiting = () => sql`select 1 from pg_locks where not granted`.execute(base.db).then(({ rows }) => rows.length);
    let late: Promise<unknown> | undefined;
    await base.db.transaction().execute(async (tx) => {
      await tx.updateTable('identity.account').set({ password_hash: 'another' }).where('id', '=', made.id).execute();
      late = signIn(at(), { login: 'thu.nghiem', password: made.password }, identity).then(
        () => 'in',
        (e) => e.code,
      );
      await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(0);
    });
    expect(await late).toBe('unauthorized');
    const password_hash = await hashPassword(made.password);
    await base.db.updateTable('identity.account').set({ password_hash }).where('id', '=', made.id).execute();
  });
});

describe('the second step', () => {
  it('asks for a code that works once, then for nothing after it is turned off', async () => {
    const first = await signIn(at(), { login: 'thu.nghiem', password: made.password }, identity);
    const mine = { ...at(), actor: await known(first.secret) };
    const { secret, uri } = await startSecondFactor(mine, identity);
    expect(uri).toContain(secret);
    expect((await startSecondFactor(mine, identity)).secret).toBe(secret);
    await expect(enableSecondFactor(mine, { code: '000000', current: made.password }, identity)).rejects.toThrow(/code is wrong/);
    const code = (now: string) => codeAt(fromBase32(secret), stepOf(new Date(now)));
    await expect(enableSecondFactor(mine, { code: code(NOW), current: 'khong phai' }, identity)).rejects.toThrow(/password is wrong/);
    await enableSecondFactor(mine, { code: code(NOW), current: made.password }, identity);
    expect(await signInMethods(mine)).toEqual({ password: true, mustChange: false, secondFactor: true, pending: false });

    const soon = later(60_000);
    const half = await signIn(at(soon), { login: 'thu.nghiem', password: made.password }, identity);
    expect(half.step).toBe('second_factor');
    expect(await asking(half.secret, soon)).toMatchObject({ kind: 'public' }); // half a session is none
    const confirm = (given: string, now = soon) => confirmSecondFactor(at(now), { secret: half.secret, code: given }, identity);
    await expect(confirm('000000')).rejects.toThrow(/unauthorized/);
    await expect(confirm(code(soon), later(7 * 60_000))).rejects.toThrow(/expired/);
    const whole = await confirm(code(soon));
    expect(whole.secret).not.toBe(half.secret);
    expect(await asking(whole.secret, soon)).toMatchObject({ kind: 'person' });
    await expect(confirm(code(soon))).rejects.toThrow(/expired/); // its session is spent
    const again = await signIn(at(soon), { login: 'thu.nghiem', password: made.password }, identity);
    await expect(confirmSecondFactor(at(soon), { secret: again.secret, code: code(soon) }, identity)).rejects.toThrow(/used before/);

    const now = { ...at(soon), actor: await known(whole.secret, soon) };
    await expect(disableSecondFactor(now, { current: 'khong phai' }, identity)).rejects.toThrow(/password is wrong/);
    await disableSecondFactor(now, { current: made.password }, identity);
    expect((await signIn(at(soon), { login: 'thu.nghiem', password: made.password }, identity)).step).toBe('full');
  });
});

describe('guessing', () => {
  it('is stopped per account, in every process, also with the right password', async () => {
    const other = await createAccount(at(), { account: 'bi.do', name: 'Bị dò' }, GROUND);
    const guess = (by: Identity, password: string, address: string) => signIn(at(), { login: 'bi.do', password, address }, by);
    const tries = await Promise.allSettled(Array.from({ length: 14 }, (_, i) => guess(identity, `sai ${i}`, `10.1.0.${i}`)));
    const codes = tries.map((t) => (t.status === 'rejected' ? (t.reason as AppError).code : 'in'));
    expect(codes.filter((c) => c === 'unauthorized')).toHaveLength(10);
    expect(codes.filter((c) => c === 'too_many_requests')).toHaveLength(4);
    await expect(guess(identity, other.password, '10.1.1.1')).rejects.toThrow(/too_many_requests/);
    await expect(guess(createIdentity(base.db, { secrets: TEST_BOX, sample: false }), other.password, '10.1.1.2')).rejects.toThrow(
      /too_many_requests/,
    );
  });

  it('is stopped per address over many accounts, known or not', async () => {
    let refused = 0;
    for (let i = 0; i < 102; i++)
      await identity.attempt(`ai-do-${i}`, '10.9.9.9').catch((e) => {
        expect((e as AppError).code).toBe('too_many_requests');
        refused++;
      });
    expect(refused).toBe(2);
    await identity.attempt('ai-do-0', '10.9.9.8');
  });
});

describe('what is over', () => {
  it('is forgotten after a quarter, and nothing else is', async () => {
    const open = await signIn(at(), { login: 'thu.nghiem', password: made.password }, identity);
    const before = await base.db.selectFrom('identity.session').select('id').execute();
    const forget = async (now: string) => {
      const tasks = identityTasks({ db: base.db, clock: () => new Date(now) } as unknown as App);
      await tasks.find((t) => t.name === 'forget-sessions')?.handle({});
      return (await base.db.selectFrom('identity.session').select('id').execute()).length;
    };
    expect(await forget(later(60_000))).toBe(before.length);
    expect(await asking(open.secret)).toMatchObject({ kind: 'person' });
    expect(await forget(later(120 * 86_400_000))).toBe(0);
  });
});

describe('accounts', () => {
  it('refuses a taken name, a phone number as a name, and whoever is not the operator', async () => {
    await expect(createAccount(at(), { account: 'thu.nghiem', name: 'x' }, GROUND)).rejects.toThrow(/taken/);
    await expect(createAccount(at(), { account: 'khac', name: 'x', phone: '+84912345678' }, GROUND)).rejects.toThrow(/taken/);
    for (const bad of [
      { account: '0912345678', name: 'x' },
      { account: 'Hoa', name: 'x' },
      { account: 'hoa', name: ' ' },
      { account: 'hoa', name: 'x', phone: '12' },
      { account: 'hoa', name: 'x', email: 'y' },
    ])
      await expect(createAccount(at(), bad, GROUND)).rejects.toThrow(/invalid/);
    const person = { ...at(), actor: { kind: 'person' as const, id: 'p', name: 'p' } };
    await expect(createAccount(person, { account: 'hoa', name: 'x' }, GROUND)).rejects.toThrow(/forbidden/);
    await expect(resetPassword(person, { account: 'thu.nghiem' }, GROUND)).rejects.toThrow(/forbidden/);
  });

  it('lets the operator give a new first password, which ends what was open', async () => {
    const open = await signIn(at(), { login: 'thu.nghiem', password: made.password }, identity);
    const fresh = await resetPassword(at(), { account: 'thu.nghiem' }, GROUND);
    expect(await asking(open.secret)).toMatchObject({ kind: 'public' });
    expect((await signIn(at(), { login: 'thu.nghiem', password: fresh.password }, identity)).step).toBe('full');
  });

  it('leaves a record that holds together and holds no secret', async () => {
    const all = JSON.stringify(await base.db.selectFrom('audit.act').selectAll().execute());
    expect(all).not.toContain(made.password);
    expect((await verifyChain(base.db)).brokenAt).toBeUndefined();
  });
});
