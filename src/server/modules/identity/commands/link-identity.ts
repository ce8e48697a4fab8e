import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import type { External } from '../oidc.ts';
import { ownAccount } from './own-account.ts';

/** Links an identity that a provider confirmed to the actor's own account. */
export async function linkIdentity(ctx: Ctx, { issuer, subject }: Pick<External, 'issuer' | 'subject'>): Promise<void> {
  const account = await ownAccount(ctx);
  await transact(ctx.db, async (tx) => {
    const row = await tx
      .insertInto('identity.external_login')
      .values({ issuer, subject, account_id: account.id, linked_at: ctx.now, unlinked_at: null })
      .onConflict((c) =>
        c
          .columns(['issuer', 'subject'])
          .doUpdateSet({ account_id: account.id, linked_at: ctx.now, unlinked_at: null })
          .where('identity.external_login.unlinked_at', 'is not', null),
      )
      .returning('account_id')
      .executeTakeFirst();
    if (row) {
      await recordAct(tx, ctx, { verb: 'link_identity', subjectKind: 'account', subjectId: account.id, detail: { issuer } });
      return;
    }
    const holder = await tx
      .selectFrom('identity.external_login')
      .select('account_id')
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirstOrThrow();
    if (holder.account_id !== account.id)
      throw new AppError('conflict', {
        vi: 'Danh tính này đã gắn với một tài khoản khác.',
        en: 'This identity belongs to another account.',
      });
  });
}

/** Takes an identity of another house from the actor's account; never the last way to sign in. It is not linked again by itself. */
export async function unlinkIdentity(ctx: Ctx, input: { issuer: string; subject: string }): Promise<void> {
  const account = await ownAccount(ctx);
  await transact(ctx.db, async (tx) => {
    await tx.selectFrom('identity.account').select('id').where('id', '=', account.id).forUpdate().executeTakeFirstOrThrow();
    const links = await tx
      .selectFrom('identity.external_login')
      .select(['issuer', 'subject'])
      .where('account_id', '=', account.id)
      .where('unlinked_at', 'is', null)
      .execute();
    if (!links.some((l) => l.issuer === input.issuer && l.subject === input.subject))
      throw notFound('identity', { vi: 'danh tính đã liên kết', en: 'linked identity' });
    const passkey = await tx.selectFrom('identity.passkey').select('id').where('account_id', '=', account.id).limit(1).executeTakeFirst();
    if (links.length === 1 && !account.password_hash && !passkey)
      throw new AppError('conflict', {
        vi: 'Đây là cách đăng nhập duy nhất của bạn. Hãy thêm khóa truy cập trước.',
        en: 'This is your only way to sign in. Add a passkey first.',
      });
    await tx
      .updateTable('identity.external_login')
      .set({ unlinked_at: ctx.now })
      .where('issuer', '=', input.issuer)
      .where('subject', '=', input.subject)
      .execute();
    const detail = { issuer: input.issuer };
    await recordAct(tx, ctx, { verb: 'unlink_identity', subjectKind: 'account', subjectId: account.id, detail });
  });
}
