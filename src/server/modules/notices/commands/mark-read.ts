import type { Ctx } from '#server/platform/ctx.ts';
import '../tables.ts';

/** Marks one of the actor's notices, or all of them, as read. What is read stays read since then. */
export async function markRead(ctx: Ctx, input: { notice?: string | undefined }): Promise<{ marked: number }> {
  let query = ctx.db
    .updateTable('notices.notice')
    .set({ read_at: ctx.now })
    .where('account_id', '=', ctx.actor.id)
    .where('read_at', 'is', null);
  if (input.notice !== undefined) query = query.where('id', '=', input.notice);
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  return { marked: Number(numUpdatedRows) };
}
