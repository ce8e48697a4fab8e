import { randomBytes } from 'node:crypto';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Identity } from '../identity.ts';
import { checkPassword } from '../password.ts';
import { fromBase32, matchingStep, otpauthUri, toBase32 } from '../rules/totp.ts';
import { ownAccount } from './own-account.ts';

const wrongCode = () => {
  const wrong = { vi: 'Mã không đúng. Xin xem lại giờ trên điện thoại.', en: 'The code is wrong. Please check the clock of your phone.' };
  return new AppError('invalid', wrong, [{ path: 'code', code: 'wrong', message: wrong }]);
};

/** Makes a secret for an authenticator; nothing is asked at sign-in until a first code has been confirmed. */
export async function startSecondFactor(ctx: Ctx): Promise<{ secret: string; uri: string }> {
  const account = await ownAccount(ctx);
  if (account.totp_since) throw new AppError('conflict', { vi: 'Mã một lần đã được bật.', en: 'One-time codes are already on.' });
  const secret = account.totp_secret ?? toBase32(randomBytes(20));
  if (!account.totp_secret)
    await ctx.db.updateTable('identity.account').set({ totp_secret: secret }).where('id', '=', account.id).execute();
  return { secret, uri: otpauthUri(secret, account.account, 'Sản Vật') };
}

/** Turns the codes on, once the first one fits. */
export async function enableSecondFactor(ctx: Ctx, input: { code: string }, identity: Identity): Promise<void> {
  const account = await ownAccount(ctx);
  if (!account.totp_secret || account.totp_since)
    throw new AppError('conflict', { vi: 'Chưa có khóa để bật.', en: 'There is no key to turn on.' });
  const attempt = await identity.attempt(`totp ${account.id}`, undefined);
  const step = matchingStep(fromBase32(account.totp_secret), input.code.replace(/\s/g, ''), ctx.now, account.totp_step);
  if (step === undefined) throw wrongCode();
  await attempt.succeeded();
  await transact(ctx.db, async (tx) => {
    await tx.updateTable('identity.account').set({ totp_since: ctx.now, totp_step: step }).where('id', '=', account.id).execute();
    await recordAct(tx, ctx, { verb: 'enable_second_factor', subjectKind: 'account', subjectId: account.id, detail: {} });
  });
}

/** Turns the codes off again; the password is asked once more. */
export async function disableSecondFactor(ctx: Ctx, input: { current: string }, identity: Identity): Promise<void> {
  const account = await ownAccount(ctx);
  const attempt = await identity.attempt(`password ${account.id}`, undefined);
  if (!(await checkPassword(account.password_hash, input.current))) {
    const wrong = { vi: 'Mật khẩu hiện tại không đúng.', en: 'The current password is wrong.' };
    throw new AppError('invalid', wrong, [{ path: 'current', code: 'wrong', message: wrong }]);
  }
  await attempt.succeeded();
  await transact(ctx.db, async (tx) => {
    await tx
      .updateTable('identity.account')
      .set({ totp_secret: null, totp_since: null, totp_step: null })
      .where('id', '=', account.id)
      .execute();
    await recordAct(tx, ctx, { verb: 'disable_second_factor', subjectKind: 'account', subjectId: account.id, detail: {} });
  });
}
