import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Identity } from '../identity.ts';
import { matchingStep } from '../rules/totp.ts';
import { hashOf } from '../secrets.ts';
import { type Origin, type Started, startSession } from '../sessions.ts';
import { secretOf } from './second-factor.ts';
import { recordLogin } from './sign-in.ts';

/** Takes the code of the second step and opens the whole session under a new token. A code works once. */
export async function confirmSecondFactor(
  ctx: Ctx,
  input: { secret: string; code: string } & Origin,
  identity: Identity,
): Promise<Started> {
  const pending = await ctx.db
    .selectFrom('identity.session')
    .select('account_id')
    .where('hash', '=', hashOf(input.secret))
    .where('step', '=', 'second_factor')
    .where('ended_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  if (!pending)
    throw new AppError('unauthorized', {
      vi: 'Bước này đã hết hạn. Xin đăng nhập lại.',
      en: 'This step has expired. Please sign in again.',
    });
  const attempt = await identity.attempt(`totp ${pending.account_id}`, input.address);
  const started = await transact(ctx.db, async (tx) => {
    const account = await tx
      .selectFrom('identity.account')
      .select(['id', 'name', 'totp_sealed', 'totp_step', 'disabled_at'])
      .where('id', '=', pending.account_id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const key = secretOf(account, identity);
    const step = key ? matchingStep(key, input.code.replace(/\s/g, ''), ctx.now, account.totp_step) : undefined;
    if (step === undefined || account.disabled_at) {
      await recordAct(tx, ctx, { verb: 'login_failed', subjectKind: 'account', subjectId: account.id, detail: { step: 'second_factor' } });
      return undefined;
    }
    await tx.updateTable('identity.account').set({ totp_step: step }).where('id', '=', account.id).execute();
    const session = await startSession(tx, ctx, { ...input, accountId: account.id, step: 'full', replaces: input.secret });
    await recordLogin(tx, ctx, account, 'password and code');
    return session;
  });
  if (!started) throw new AppError('unauthorized', { vi: 'Mã không đúng hoặc đã dùng.', en: 'The code is wrong or was used before.' });
  await attempt.succeeded();
  return started;
}
