import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { refused } from '#server/platform/errors.ts';
import type { Identity } from '../identity.ts';
import { assertGoodPassword, assertPassword, hashPassword } from '../password.ts';
import { type Origin, type Started, startSession } from '../sessions.ts';
import { endAccess } from './api-clients.ts';
import { ownAccount } from './own-account.ts';

/** Changes the actor's own password and ends every session and API client; the actor goes on under a new token, which nobody can have copied before. */
export async function changePassword(
  ctx: Ctx,
  input: { current: string; password: string; again?: string | undefined } & Origin,
  identity: Identity,
): Promise<Started> {
  const account = await ownAccount(ctx, { first: true });
  await assertPassword(identity, account, input.current);
  assertGoodPassword(input.password, account);
  if (input.again !== undefined && input.again !== input.password) {
    throw refused('again', 'Hai lần nhập không giống nhau.', 'The two entries differ.', 'different');
  }
  const password_hash = await hashPassword(input.password);
  return transact(ctx.db, async (tx) => {
    await tx.updateTable('identity.account').set({ password_hash, must_change: false }).where('id', '=', account.id).execute();
    await endAccess(tx, ctx, account.id);
    await recordAct(tx, ctx, { verb: 'change_password', subjectKind: 'account', subjectId: account.id, detail: {} });
    return startSession(tx, ctx, { ...input, accountId: account.id, step: 'full' });
  });
}
