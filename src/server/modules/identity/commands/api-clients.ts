import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { newId } from '#shared/ids.ts';
import { SCOPES, type Scope } from '../rules/roles.ts';
import { hashOf, newSecret } from '../secrets.ts';
import { endSessions } from '../sessions.ts';
import { ownSession } from './own-account.ts';

const MOST = 20;
const YEAR = 365 * 86_400_000;

/** Makes an API client of the actor. Its secret is in the answer and nowhere else; it lasts a year. */
export async function createClient(
  ctx: Ctx,
  input: { name: string; scopes: string[] },
): Promise<{ id: string; secret: string; expires: Date }> {
  const owner = ownSession(ctx).id;
  const name = input.name.trim().normalize();
  const scopes = [...new Set(input.scopes)];
  const faults = [];
  if (!name || name.length > 100)
    faults.push({
      path: 'name',
      code: 'invalid',
      message: { vi: 'Cần tên, không quá 100 ký tự.', en: 'A name of at most 100 characters is needed.' },
    });
  if (scopes.length === 0 || scopes.some((s) => !SCOPES.includes(s as Scope)))
    faults.push({
      path: 'scopes',
      code: 'invalid',
      message: { vi: 'Chọn ít nhất một phạm vi có thật.', en: 'Choose at least one scope that exists.' },
    });
  if (faults.length > 0) throw new AppError('invalid', { vi: 'Không tạo được ứng dụng.', en: 'The client cannot be created.' }, faults);
  const id = newId();
  const secret = newSecret();
  const expires = new Date(ctx.now.getTime() + YEAR);
  await transact(ctx.db, async (tx) => {
    await tx.selectFrom('identity.account').select('id').where('id', '=', owner).forUpdate().executeTakeFirstOrThrow();
    const open = await tx
      .selectFrom('identity.api_client')
      .select('id')
      .where('account_id', '=', owner)
      .where('revoked_at', 'is', null)
      .execute();
    if (open.length >= MOST) throw new AppError('conflict', { vi: `Không quá ${MOST} ứng dụng.`, en: `No more than ${MOST} clients.` });
    await tx
      .insertInto('identity.api_client')
      .values({ id, account_id: owner, name, scopes: scopes as Scope[], created_at: ctx.now, revoked_at: null })
      .execute();
    await tx
      .insertInto('identity.token')
      .values({
        id: newId(),
        hash: hashOf(secret),
        account_id: owner,
        client_id: id,
        created_at: ctx.now,
        expires_at: expires,
        used_at: null,
        revoked_at: null,
      })
      .execute();
    await recordAct(tx, ctx, { verb: 'create_client', subjectKind: 'client', subjectId: id, detail: { scopes } });
  });
  return { id, secret, expires };
}

/** Ends an API client of the actor at once. */
export async function revokeClient(ctx: Ctx, input: { client: string }): Promise<void> {
  ownSession(ctx);
  await transact(ctx.db, async (tx) => {
    const gone = await tx
      .updateTable('identity.api_client')
      .set({ revoked_at: ctx.now })
      .where('id', '=', input.client)
      .where('account_id', '=', ctx.actor.id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!gone) throw notFound('client', { vi: 'ứng dụng', en: 'client' });
    await recordAct(tx, ctx, { verb: 'revoke_client', subjectKind: 'client', subjectId: gone.id, detail: {} });
  });
}

/** Ends what an account left open: sessions, links of recovery, API clients with their secrets and tokens. */
export async function endAccess(tx: Tx, ctx: Ctx, accountId: string): Promise<void> {
  await endSessions(tx, ctx, accountId);
  const links = tx.updateTable('identity.recovery').set({ used_at: ctx.now });
  await links.where('account_id', '=', accountId).where('used_at', 'is', null).execute();
  for (const table of ['identity.api_client', 'identity.token'] as const)
    await tx.updateTable(table).set({ revoked_at: ctx.now }).where('account_id', '=', accountId).where('revoked_at', 'is', null).execute();
}
