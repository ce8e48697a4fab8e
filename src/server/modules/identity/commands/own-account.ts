import type { Ctx } from '#server/platform/ctx.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Identity } from '../identity.ts';
import { assertPassword } from '../password.ts';
import { isPerson, type Person } from '../person.ts';

/**
 * The actor, signed in with a session. A first password (`first`) opens nothing but its own change: whoever gave it knows it, and must not be
 * able to leave another way in behind.
 */
export function ownSession(ctx: Ctx, { first = false } = {}): Person {
  if (!isPerson(ctx.actor) || !ctx.actor.session) throw new AppError('unauthorized', { vi: 'Cần đăng nhập.', en: 'Please sign in.' });
  if (ctx.actor.mustChange && !first)
    throw new AppError('forbidden', {
      vi: 'Xin đổi mật khẩu cấp lần đầu trước khi làm việc khác.',
      en: 'Please change the first password before anything else.',
    });
  return ctx.actor;
}

/** The account of the actor, for what people change about themselves: with a session, never through a token. Sample people change nothing. */
export async function ownAccount(ctx: Ctx, allowed?: { first: boolean }) {
  ownSession(ctx, allowed);
  const account = await ctx.db
    .selectFrom('identity.account')
    .select(['id', 'account', 'email', 'phone', 'password_hash', 'totp_sealed', 'totp_since', 'totp_step', 'sample'])
    .where('id', '=', ctx.actor.id)
    .executeTakeFirstOrThrow();
  if (account.sample)
    throw new AppError('forbidden', {
      vi: 'Tài khoản mẫu dùng chung: không có mật khẩu, không có mã một lần.',
      en: 'Sample accounts are shared: they have no password and no one-time codes.',
    });
  return account;
}

/** Asks for the password once more, where there is one, before another way into the account is made. Sample people have none. */
export async function confirmOwner(ctx: Ctx, input: { current: string }, identity: Identity): Promise<void> {
  if (ownSession(ctx).sample) return;
  const account = await ownAccount(ctx);
  if (account.password_hash) await assertPassword(identity, account, input.current);
}
