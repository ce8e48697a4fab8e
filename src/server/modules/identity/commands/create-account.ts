import { z } from 'zod';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, type Fault } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { hashPassword } from '../password.ts';
import { type Ground, unitsKept } from '../policy.ts';
import { phoneOf } from '../rules/logins.ts';
import { newSecret } from '../secrets.ts';
import { endAccess } from './api-clients.ts';
import { lockKept } from './keep-account.ts';

const NewAccount = z.object({
  account: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{2,63}$/)
    .refine((text) => phoneOf(text) === undefined),
  name: z.string().trim().normalize().min(1).max(200),
  email: z.email().max(200).toLowerCase().optional(),
  phone: z
    .string()
    .transform((text) => phoneOf(text))
    .pipe(z.string())
    .optional(),
});
export type NewAccount = z.input<typeof NewAccount>;

const MESSAGES: Record<string, { vi: string; en: string }> = {
  account: {
    vi: 'Tên đăng nhập: 3 đến 64 chữ thường, số, dấu chấm, gạch; không phải số điện thoại.',
    en: 'Account: 3 to 64 lower-case letters, digits, dots, dashes; not a phone number.',
  },
  name: { vi: 'Cần tên hiển thị.', en: 'A display name is needed.' },
  email: { vi: 'Địa chỉ e-mail không đúng.', en: 'The e-mail address is not valid.' },
  phone: { vi: 'Số điện thoại không đúng.', en: 'The phone number is not valid.' },
};

function parse(input: NewAccount) {
  const parsed = NewAccount.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue): Fault => {
    const path = String(issue.path[0] ?? '');
    return { path, code: 'invalid', message: MESSAGES[path] ?? { vi: 'Không hợp lệ.', en: 'Not valid.' } };
  });
  throw new AppError('invalid', { vi: 'Không tạo được tài khoản.', en: 'The account cannot be created.' }, faults);
}

/** Creates an account with a first password that must be changed at the first sign-in. The password is shown once, here. */
export async function createAccount(
  ctx: Ctx,
  input: NewAccount,
  ground: Ground,
): Promise<{ id: string; account: string; password: string }> {
  if (unitsKept(ground, ctx.actor, dayOf(ctx.now)).length === 0)
    throw new AppError('forbidden', { vi: 'Bạn không được cấp tài khoản.', en: 'You may not create accounts.' });
  const known = parse(input);
  const id = newId();
  const password = firstPassword();
  const password_hash = await hashPassword(password);
  await transact(ctx.db, async (tx) => {
    const row = { id, account: known.account, email: known.email ?? null, phone: known.phone ?? null, name: known.name };
    const made = await tx
      .insertInto('identity.account')
      .values({
        ...row,
        password_hash,
        must_change: true,
        totp_secret: null,
        totp_since: null,
        totp_step: null,
        disabled_at: null,
        created_at: ctx.now,
        created_by: ctx.actor.id,
      })
      .onConflict((c) => c.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made)
      throw new AppError('conflict', {
        vi: 'Tên đăng nhập, e-mail hoặc số điện thoại này đã có người dùng.',
        en: 'This account name, e-mail or phone number is taken.',
      });
    await recordAct(tx, ctx, { verb: 'create_account', subjectKind: 'account', subjectId: id, detail: { account: known.account } });
  });
  return { id, account: known.account, password };
}

/**
 * Gives an account a new first password and ends its sessions and API clients: for whoever lost theirs and stands before the keeper.
 * A keeper may do so only where every role of the account is one the keeper could have given.
 */
export async function resetPassword(ctx: Ctx, input: { account: string }, ground: Ground): Promise<{ account: string; password: string }> {
  const password = firstPassword();
  const password_hash = await hashPassword(password);
  await transact(ctx.db, async (tx) => {
    const account = await lockKept(tx, ctx, ground, input.account);
    const nothing = { totp_sealed: null, totp_since: null, totp_step: null };
    await tx
      .updateTable('identity.account')
      .set({ password_hash, must_change: true, ...nothing })
      .where('id', '=', account.id)
      .execute();
    await tx.deleteFrom('identity.passkey').where('account_id', '=', account.id).execute();
    await endAccess(tx, ctx, account.id);
    await recordAct(tx, ctx, { verb: 'reset_password', subjectKind: 'account', subjectId: account.id, detail: {} });
  });
  return { account: input.account, password };
}

/** 120 bits, in groups that can be read out. */
const firstPassword = () =>
  newSecret()
    .replace(/[-_]/g, '')
    .slice(0, 20)
    .replace(/(.{5})(?=.)/g, '$1-');
