import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import type { External } from '../oidc.ts';
import { phoneOf } from '../rules/logins.ts';
import { type Origin, type Started, startSession } from '../sessions.ts';
import { recordLogin } from './sign-in.ts';

const nobody = () =>
  new AppError('forbidden', {
    vi: 'Danh tính này chưa gắn với tài khoản nào ở đây. Cơ quan cấp tài khoản cần ghi đúng e-mail hoặc số điện thoại của bạn.',
    en: 'This identity belongs to no account here. Whoever gives accounts must have your e-mail or phone number right.',
  });

/** The account an identity opens: the one it is linked to, else the only one whose contact the provider has verified. */
async function accountOf(tx: Tx, who: External): Promise<{ id: string; linked: boolean } | undefined> {
  const linked = await tx
    .selectFrom('identity.external_login')
    .select(['account_id as id', 'unlinked_at'])
    .where('issuer', '=', who.issuer)
    .where('subject', '=', who.subject)
    .executeTakeFirst();
  if (linked?.unlinked_at) return undefined; // its owner took it away: only the owner brings it back
  if (linked) return { id: linked.id, linked: true };
  const phone = who.phone ? phoneOf(who.phone) : undefined;
  if (!who.email && !phone) return undefined;
  const found = await tx
    .selectFrom('identity.account')
    .select('id')
    .where((e) => e.or([...(who.email ? [e('email', '=', who.email)] : []), ...(phone ? [e('phone', '=', phone)] : [])]))
    .where('sample', '=', false)
    .execute();
  const [only] = found;
  return only && found.length === 1 ? { ...only, linked: false } : undefined;
}

/** Opens a session for an identity that a provider confirmed; a first password nobody has changed yet is void from then on. */
export async function signInExternally(ctx: Ctx, input: { who: External; replaces?: string | undefined } & Origin): Promise<Started> {
  const started = await transact(ctx.db, async (tx) => {
    const found = await accountOf(tx, input.who);
    const account = found
      ? await tx
          .selectFrom('identity.account')
          .select(['id', 'name', 'totp_since', 'must_change', 'disabled_at'])
          .where('id', '=', found.id)
          .forUpdate()
          .executeTakeFirstOrThrow()
      : undefined;
    const by = { issuer: input.who.issuer };
    if (!found || !account || account.disabled_at) {
      await recordAct(tx, ctx, {
        verb: 'login_failed',
        subjectKind: 'account',
        subjectId: account?.id ?? 'unknown',
        detail: { step: 'external', ...by },
      });
      return undefined;
    }
    if (!found.linked) {
      const { issuer, subject } = input.who;
      await tx
        .insertInto('identity.external_login')
        .values({ issuer, subject, account_id: account.id, linked_at: ctx.now })
        .onConflict((c) => c.doNothing())
        .execute();
      await recordAct(tx, ctx, { verb: 'link_identity', subjectKind: 'account', subjectId: account.id, detail: by });
    }
    if (account.must_change)
      await tx.updateTable('identity.account').set({ password_hash: null, must_change: false }).where('id', '=', account.id).execute();
    const step = account.totp_since ? 'second_factor' : 'full';
    const session = await startSession(tx, ctx, { ...input, accountId: account.id, step });
    if (step === 'full') await recordLogin(tx, ctx, account, input.who.issuer);
    return session;
  });
  if (!started) throw nobody();
  return started;
}
