// First against second scoring: written down once, as soon as both are closed, and never changed by what the chair does about it.
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Hearing } from './hearing.ts';
import '../tables.ts';

export async function compareScorings(tx: Tx, ctx: Ctx, closed: Pick<Hearing, 'id' | 'second_of' | 'settings'>): Promise<void> {
  // both closings pass here one after the other: each locks the first hearing's row
  const firstId = closed.second_of ?? closed.id;
  const first = await tx
    .selectFrom('assessment.hearing')
    .select(['id', 'result'])
    .where('id', '=', firstId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const second = await tx.selectFrom('assessment.hearing').select(['id', 'result']).where('second_of', '=', firstId).executeTakeFirst();
  if (!first.result || !second?.result) return;
  await tx
    .insertInto('assessment.second_difference')
    .values({
      hearing_id: first.id,
      second_id: second.id,
      first_total: first.result.total,
      second_total: second.result.total,
      first_star: first.result.star,
      second_star: second.result.star,
      bound: closed.settings.secondLimit,
      found_at: ctx.now,
    })
    .onConflict((c) => c.doNothing())
    .execute();
}
