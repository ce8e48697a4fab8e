// The way back in by mail: asked for in the open, answered the same for everybody, a link that works once within thirty minutes.
import { recordAct } from '#server/modules/audit/index.ts';
import { limitKey } from '#server/platform/client-address.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, refused } from '#server/platform/errors.ts';
import type { Mailer } from '#server/platform/mail.ts';
import { newId } from '#shared/ids.ts';
import type { Identity } from '../identity.ts';
import { assertGoodPassword, hashPassword } from '../password.ts';
import { loginKey } from '../rules/logins.ts';
import { hashOf, newSecret } from '../secrets.ts';
import { endAccess } from './api-clients.ts';

const OPEN = 30 * 60_000;
const MINUTE = 60_000;
const GIVEN_UP = 5;

/** Asks for a recovery mail. Whether anything will be sent, the answer does not say. */
export async function askRecovery(ctx: Ctx, input: { login: string; address?: string | undefined }, identity: Identity): Promise<void> {
  const { column, value } = loginKey(input.login);
  if (input.address) await identity.take('recovery_address', limitKey(input.address));
  await identity.take('recovery', value);
  await transact(ctx.db, async (tx) => {
    const account = await tx
      .selectFrom('identity.account')
      .select('id')
      .where(column, '=', value)
      .where('email', 'is not', null)
      .where('disabled_at', 'is', null)
      .where('sample', '=', false)
      .executeTakeFirst();
    if (account)
      await tx
        .insertInto('identity.recovery')
        .values({ id: newId(), account_id: account.id, asked_at: ctx.now, try_at: ctx.now, hash: null, expires_at: null, used_at: null })
        .execute();
    const subjectId = account?.id ?? 'unknown';
    await recordAct(tx, ctx, { verb: 'ask_recovery', subjectKind: 'account', subjectId, detail: {} });
  });
}

/**
 * Sends the mails asked for. Links lead to `origin` (the setting, never the address somebody asked at). A mail that could not be sent is
 * tried again with a new link, five times within the half hour.
 */
export async function sendRecoveries(
  ctx: Ctx,
  post: { mailer: Mailer | undefined; origin: string | undefined },
): Promise<{ sent: number; failed: number }> {
  const count = { sent: 0, failed: 0 };
  const { mailer, origin } = post;
  for (let n = 0; n < 100; n++) {
    const done = await transact(ctx.db, async (tx) => {
      const row = await tx
        .selectFrom('identity.recovery as r')
        .innerJoin('identity.account as a', 'a.id', 'r.account_id')
        .select(['r.id', 'r.tries', 'r.asked_at', 'a.email', 'a.account', 'a.disabled_at'])
        .where('r.state', '=', 'queued')
        .where('r.try_at', '<=', ctx.now)
        .orderBy('r.try_at')
        .limit(1)
        .forUpdate('r')
        .skipLocked()
        .executeTakeFirst();
      if (!row) return undefined;
      const set = (values: { state: 'queued' | 'failed'; try_at?: Date }) =>
        tx
          .updateTable('identity.recovery')
          .set({ ...values, tries: row.tries + 1 })
          .where('id', '=', row.id)
          .execute();
      const late = ctx.now.getTime() - row.asked_at.getTime() > OPEN;
      if (!mailer || !origin || !row.email || row.disabled_at || late || row.tries >= GIVEN_UP) {
        await set({ state: 'failed' });
        return 'failed' as const;
      }
      const secret = newSecret();
      try {
        await mailer.send({
          id: `${row.id}.${row.tries}`,
          to: row.email,
          ...letter(row.account, `${origin}/dang-nhap/lay-lai/${secret}`, origin),
        });
      } catch (e) {
        ctx.log.warn({ recovery: row.id, why: (e as Error).message }, 'recovery mail not sent');
        await set({ state: 'queued', try_at: new Date(ctx.now.getTime() + MINUTE * 2 ** row.tries) });
        return 'again' as const;
      }
      await tx
        .updateTable('identity.recovery')
        .set({ state: 'sent', hash: hashOf(secret), expires_at: new Date(ctx.now.getTime() + OPEN), tries: row.tries + 1 })
        .where('id', '=', row.id)
        .execute();
      return 'sent' as const;
    });
    if (!done) break;
    if (done !== 'again') count[done]++;
  }
  return count;
}

const letter = (account: string, link: string, origin: string) => ({
  subject: 'Đặt lại mật khẩu · Sản Vật',
  text: [
    `Có người yêu cầu đặt lại mật khẩu của tài khoản ${account} tại ${origin}. Mở đường dẫn sau để đặt mật khẩu mới; đường dẫn dùng một lần, trong 30 phút:`,
    link,
    'Nếu không phải bạn, xin bỏ qua thư này: mật khẩu không thay đổi.',
    '—',
    `Somebody asked to reset the password of the account ${account} at ${origin}. Open this link to set a new one; it works once, for 30 minutes:`,
    link.replace(`${origin}/`, `${origin}/en/`),
    'If it was not you, ignore this mail: the password has not changed.\n',
  ].join('\n\n'),
});

const open = (db: Ctx['db'], ctx: Ctx, secret: string) =>
  db
    .selectFrom('identity.recovery as r')
    .innerJoin('identity.account as a', 'a.id', 'r.account_id')
    .select(['a.id', 'a.account', 'a.email', 'a.phone', 'a.name'])
    .where('r.hash', '=', hashOf(secret))
    .where('r.used_at', 'is', null)
    .where('r.expires_at', '>', ctx.now)
    .where('a.disabled_at', 'is', null);

/** Does this link still work? */
export async function recoveryHolds(ctx: Ctx, secret: string): Promise<boolean> {
  return (await open(ctx.db, ctx, secret).executeTakeFirst()) !== undefined;
}

/** Sets a new password by a link; every other link, every session and every API client of the account ends. One-time codes and passkeys stay. */
export async function recover(
  ctx: Ctx,
  input: { secret: string; password: string; again: string; address?: string | undefined },
  identity: Identity,
): Promise<void> {
  if (input.address) await identity.take('recovery_address', limitKey(input.address));
  const gone = () => new AppError('unauthorized', { vi: 'Đường dẫn này không còn dùng được.', en: 'This link cannot be used any more.' });
  const account = await open(ctx.db, ctx, input.secret).executeTakeFirst();
  if (!account) throw gone();
  assertGoodPassword(input.password, account);
  if (input.again !== input.password) {
    throw refused('again', 'Hai lần nhập không giống nhau.', 'The two entries differ.', 'different');
  }
  const password_hash = await hashPassword(input.password);
  await transact(ctx.db, async (tx) => {
    await tx.selectFrom('identity.account').select('id').where('id', '=', account.id).forUpdate().executeTakeFirstOrThrow();
    // asked again under the lock: of two who hold the link the second finds it spent
    if (!(await open(tx, ctx, input.secret).executeTakeFirst())) throw gone();
    await tx.updateTable('identity.account').set({ password_hash, must_change: false }).where('id', '=', account.id).execute();
    await endAccess(tx, ctx, account.id);
    const actor = { kind: 'person' as const, id: account.id, name: account.name };
    await recordAct(tx, { ...ctx, actor }, { verb: 'recover_password', subjectKind: 'account', subjectId: account.id, detail: {} });
  });
}
