import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { contains, type Ground, mayGrant, unitsKept } from '../policy.ts';

/** The organisation of a producer of the register; made at the first asking, by a keeper of its unit or the officer of its commune. */
export async function ensureOrganisation(
  ctx: Ctx,
  input: { producer: string; name: string; unit: string },
  ground: Ground,
): Promise<{ id: string }> {
  const today = dayOf(ctx.now);
  const keeps = unitsKept(ground, ctx.actor, today).some((u) => contains(ground, u, input.unit));
  // the officer of a commune needs it for the proxies there
  if (!keeps && !mayGrant(ground, ctx.actor, 'proxy', input.unit, today))
    throw new AppError('forbidden', { vi: 'Chủ thể này ở ngoài đơn vị của bạn.', en: 'This producer lies outside your unit.' });
  return transact(ctx.db, async (tx) => {
    const id = newId();
    const made = await tx
      .insertInto('identity.organisation')
      .values({ id, kind: 'producer', name: input.name, unit: input.unit, producer_id: input.producer, created_at: ctx.now })
      .onConflict((c) => c.column('producer_id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made)
      return tx.selectFrom('identity.organisation').select('id').where('producer_id', '=', input.producer).executeTakeFirstOrThrow();
    await recordAct(tx, ctx, {
      verb: 'create_organisation',
      subjectKind: 'organisation',
      subjectId: id,
      detail: { producer: input.producer },
    });
    return made;
  });
}
