// What the keeper of a unit does to the accounts of its people.
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError, refused } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { type Ground, mayGrant, unitsKept } from '../policy.ts';
import { endAccess } from './api-clients.ts';

/**
 * Locks an account for its keeper: whoever could have given every role it holds, never the account itself.
 * An account without roles is the operator's. Sample accounts are nobody's.
 */
export async function lockKept(tx: Tx, ctx: Ctx, ground: Ground, account: string): Promise<{ id: string; disabled: boolean }> {
  const today = dayOf(ctx.now);
  const forbidden = new AppError('forbidden', {
    vi: 'Tài khoản này không thuộc quyền quản lý của bạn.',
    en: 'This account is not yours to keep.',
  });
  if (unitsKept(ground, ctx.actor, today).length === 0) throw forbidden;
  const row = await tx
    .selectFrom('identity.account')
    .select(['id', 'disabled_at'])
    .where('account', '=', account)
    .where('sample', '=', false)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw unknownAccount();
  const roles = await tx
    .selectFrom('identity.role_assignment')
    .select(['role', 'unit'])
    .where('account_id', '=', row.id)
    .where('revoked_at', 'is', null)
    .execute();
  const known = ctx.actor.kind === 'operator' || roles.length > 0;
  if (!known || row.id === ctx.actor.id || roles.some((r) => !mayGrant(ground, ctx.actor, r.role, r.unit, today))) throw forbidden;
  return { id: row.id, disabled: row.disabled_at !== null };
}

export const unknownAccount = () => new AppError('not_found', { vi: 'Không có tài khoản này.', en: 'There is no such account.' });

/** Closes an account: its sessions and its API clients end in the same transaction; its roles sleep, and with them what was lent from them. */
export async function disableAccount(ctx: Ctx, input: { account: string; reason: string }, ground: Ground): Promise<void> {
  const reason = input.reason.trim().normalize().slice(0, 300);
  if (!reason) {
    throw refused('reason', 'Cần nêu lý do.', 'A reason is needed.', 'required');
  }
  await transact(ctx.db, async (tx) => {
    const { id, disabled } = await lockKept(tx, ctx, ground, input.account);
    if (disabled) return;
    await tx.updateTable('identity.account').set({ disabled_at: ctx.now }).where('id', '=', id).execute();
    await endAccess(tx, ctx, id);
    await recordAct(tx, ctx, { verb: 'disable_account', subjectKind: 'account', subjectId: id, detail: { reason } });
  });
}

/** Opens a closed account again. Sessions and API clients that ended stay ended. */
export async function enableAccount(ctx: Ctx, input: { account: string }, ground: Ground): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { id, disabled } = await lockKept(tx, ctx, ground, input.account);
    if (!disabled) return;
    await tx.updateTable('identity.account').set({ disabled_at: null }).where('id', '=', id).execute();
    await recordAct(tx, ctx, { verb: 'enable_account', subjectKind: 'account', subjectId: id, detail: {} });
  });
}
