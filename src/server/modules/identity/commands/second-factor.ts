import { randomBytes } from 'node:crypto';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, transact } from '#server/platform/db.ts';
import { AppError, refused } from '#server/platform/errors.ts';
import type { Identity } from '../identity.ts';
import { assertPassword } from '../password.ts';
import { fromBase32, matchingStep, otpauthUri, toBase32 } from '../rules/totp.ts';
import { ownAccount } from './own-account.ts';

const wrongCode = () =>
  refused('code', 'Mã không đúng. Xin xem lại giờ trên điện thoại.', 'The code is wrong. Please check the clock of your phone.', 'wrong');

/** The secret of an account's codes, opened; undefined when there is none. */
export const secretOf = (account: { id: string; totp_sealed: Buffer | null }, identity: Identity): Buffer | undefined =>
  account.totp_sealed ? Buffer.from(identity.secrets.open(account.totp_sealed, `totp ${account.id}`)) : undefined;
const sealed = (id: string, secret: Uint8Array, identity: Identity) => Buffer.from(identity.secrets.seal(secret, `totp ${id}`));

/** Seals the secrets that were kept open before there was a key; run at every start, nothing to do at the second. */
export async function sealSecondFactors(db: Db, identity: Identity): Promise<{ sealed: number }> {
  return transact(db, async (tx) => {
    const rows = await tx
      .selectFrom('identity.account')
      .select(['id', 'totp_secret'])
      .where('totp_secret', 'is not', null)
      .forUpdate()
      .execute();
    for (const { id, totp_secret } of rows)
      await tx
        .updateTable('identity.account')
        .set({ totp_sealed: sealed(id, fromBase32(totp_secret ?? ''), identity), totp_secret: null })
        .where('id', '=', id)
        .execute();
    return { sealed: rows.length };
  });
}

/** Makes a secret for an authenticator; nothing is asked at sign-in until a first code has been confirmed. */
export async function startSecondFactor(ctx: Ctx, identity: Identity): Promise<{ secret: string; uri: string }> {
  const account = await ownAccount(ctx);
  if (account.totp_since) throw new AppError('conflict', { vi: 'Mã một lần đã được bật.', en: 'One-time codes are already on.' });
  const known = secretOf(account, identity);
  const bytes = known ?? randomBytes(20);
  if (!known)
    await ctx.db
      .updateTable('identity.account')
      .set({ totp_sealed: sealed(account.id, bytes, identity) })
      .where('id', '=', account.id)
      .execute();
  const secret = toBase32(bytes);
  return { secret, uri: otpauthUri(secret, account.account, 'Sản Vật') };
}

/** Turns the codes on, once the first one fits; the password is asked once more, or whoever finds a desk left open could lock its owner out. */
export async function enableSecondFactor(ctx: Ctx, input: { code: string; current: string }, identity: Identity): Promise<void> {
  const account = await ownAccount(ctx);
  const secret = secretOf(account, identity);
  if (!secret || account.totp_since) throw new AppError('conflict', { vi: 'Chưa có khóa để bật.', en: 'There is no key to turn on.' });
  if (account.password_hash) await assertPassword(identity, account, input.current);
  const attempt = await identity.attempt(`totp ${account.id}`, undefined);
  const step = matchingStep(secret, input.code.replace(/\s/g, ''), ctx.now, account.totp_step);
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
  await assertPassword(identity, account, input.current);
  await transact(ctx.db, async (tx) => {
    await tx
      .updateTable('identity.account')
      .set({ totp_sealed: null, totp_since: null, totp_step: null })
      .where('id', '=', account.id)
      .execute();
    await recordAct(tx, ctx, { verb: 'disable_second_factor', subjectKind: 'account', subjectId: account.id, detail: {} });
  });
}
