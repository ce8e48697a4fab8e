import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import { hashOf } from '../secrets.ts';
import { ownSession } from './own-account.ts';

/** Ends the session of a cookie; nothing happens when it has ended. */
export async function signOut(ctx: Ctx, secret: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const ended = await tx
      .updateTable('identity.session')
      .set({ ended_at: ctx.now })
      .where('hash', '=', hashOf(secret))
      .where('ended_at', 'is', null)
      .returning(['account_id', 'step'])
      .executeTakeFirst();
    if (ended?.step === 'full')
      await recordAct(tx, ctx, { verb: 'logout', subjectKind: 'account', subjectId: ended.account_id, detail: {} });
  });
}

/** Ends one of the actor's own sessions, wherever it is open. */
export async function endSession(ctx: Ctx, input: { session: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const ended = await tx
      .updateTable('identity.session')
      .set({ ended_at: ctx.now })
      .where('id', '=', input.session)
      .where('account_id', '=', ctx.actor.id)
      .where('ended_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!ended) throw notFound('session', { vi: 'phiên đăng nhập', en: 'session' });
    await recordAct(tx, ctx, { verb: 'end_session', subjectKind: 'account', subjectId: ctx.actor.id, detail: { session: ended.id } });
  });
}

/** Ends all of the actor's own sessions but this one. */
export async function endOtherSessions(ctx: Ctx): Promise<void> {
  const { id, session } = ownSession(ctx, { first: true });
  await transact(ctx.db, async (tx) => {
    const ended = await tx
      .updateTable('identity.session')
      .set({ ended_at: ctx.now })
      .where('account_id', '=', id)
      .where('id', '!=', session ?? '')
      .where('ended_at', 'is', null)
      .returning('id')
      .execute();
    for (const { id: other } of ended)
      await recordAct(tx, ctx, { verb: 'end_session', subjectKind: 'account', subjectId: id, detail: { session: other } });
  });
}
