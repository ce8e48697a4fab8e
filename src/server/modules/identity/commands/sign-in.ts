import { recordAct } from '#server/modules/audit/index.ts';
import type { Actor, Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Identity } from '../identity.ts';
import { checkPassword } from '../password.ts';
import { loginKey } from '../rules/logins.ts';
import { type Origin, type Started, startSession } from '../sessions.ts';

export type SignIn = { login: string; password: string; replaces?: string | undefined } & Origin;

/** One answer for a wrong password, an unknown account and a closed one. */
const wrong = () =>
  new AppError('unauthorized', { vi: 'Tài khoản hoặc mật khẩu không đúng.', en: 'The account or the password is wrong.' });

/** Checks the password; opens a session, or its second step when the account asks for a code. */
export async function signIn(ctx: Ctx, input: SignIn, identity: Identity): Promise<Started> {
  const { column, value } = loginKey(input.login);
  const attempt = await identity.attempt(value, input.address);
  const account = await ctx.db
    .selectFrom('identity.account')
    .select(['id', 'name', 'password_hash', 'totp_since', 'disabled_at', 'sample'])
    .where(column, '=', value)
    .executeTakeFirst();
  const right = await checkPassword(account?.password_hash, input.password);
  const open = account && !account.disabled_at && (!account.sample || identity.sample);
  if (!right || !open) {
    await transact(ctx.db, (tx) =>
      // never what was typed: people type passwords into the wrong box
      recordAct(tx, ctx, {
        verb: 'login_failed',
        subjectKind: 'account',
        subjectId: account?.id ?? 'unknown',
        detail: { step: 'password' },
      }),
    );
    throw wrong();
  }
  const step = account.totp_since ? 'second_factor' : 'full';
  const started = await transact(ctx.db, async (tx) => {
    // a password that was changed while it was being checked opens nothing: what ends sessions holds this lock
    const now = await tx
      .selectFrom('identity.account')
      .select(['password_hash', 'totp_since', 'disabled_at'])
      .where('id', '=', account.id)
      .forShare()
      .executeTakeFirstOrThrow();
    if (now.password_hash !== account.password_hash || now.disabled_at || (now.totp_since === null) !== (step === 'full')) throw wrong();
    const session = await startSession(tx, ctx, { ...input, accountId: account.id, step });
    if (step === 'full') await recordLogin(tx, ctx, account, 'password');
    return session;
  });
  await attempt.succeeded(); // the code of the second step has a counter of its own
  return started;
}

/** The act of a sign-in, by the person who signed in. */
export function recordLogin(
  tx: Parameters<typeof recordAct>[0],
  ctx: Ctx,
  account: { id: string; name: string },
  by: string,
): Promise<void> {
  const actor: Actor = { kind: 'person', id: account.id, name: account.name };
  return recordAct(tx, { ...ctx, actor }, { verb: 'login', subjectKind: 'account', subjectId: account.id, detail: { by } });
}
