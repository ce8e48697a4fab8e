import type { Ctx } from '#server/platform/ctx.ts';
import { AppError } from '#server/platform/errors.ts';
import { isPerson } from '../person.ts';

/** The account of the actor, for what people change about themselves: with a session, never through a token. Sample people change nothing. */
export async function ownAccount(ctx: Ctx) {
  if (!isPerson(ctx.actor) || !ctx.actor.session) throw new AppError('unauthorized', { vi: 'Cần đăng nhập.', en: 'Please sign in.' });
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
