import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, type Fault, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { hashOf } from './make-links.ts';

/** By share: the quantity the producer takes; 0 declines, less cuts. */
export type PoolAnswer = Record<string, number>;

/** The producer behind a link for phones; undefined for an unknown or expired one. */
export async function producerOfLink(ctx: Ctx, token: string): Promise<{ poolId: string; producerId: string } | undefined> {
  const found = await ctx.db
    .selectFrom('sourcing.answer_link')
    .select(['pool_id as poolId', 'producer_id as producerId'])
    .where('hash', '=', hashOf(token))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  return found;
}

/**
 * A producer's answer to its shares, before the deadline, by somebody who acts for it or through its link. Each share is answered once; the
 * same answer again does nothing, another one is a conflict.
 */
export async function answerPool(
  ctx: Ctx,
  input: { poolId: string; producerId: string; answers: PoolAnswer; reason?: string; token?: string },
  ground: Ground,
): Promise<{ accepted: number; declined: number }> {
  const { poolId, producerId } = input;
  if (input.token === undefined) assertMay(ground, ctx.actor, 'act_for_producer', { unit: 'VN', producer: producerId }, dayOf(ctx.now));
  else {
    const link = await producerOfLink(ctx, input.token);
    if (link?.poolId !== poolId || link.producerId !== producerId)
      throw new AppError('forbidden', { vi: 'Đường dẫn này không đúng.', en: 'This link does not fit.' });
  }
  return transact(ctx.db, async (tx) => {
    const pool = await tx.selectFrom('sourcing.pool').selectAll().where('id', '=', poolId).forUpdate().executeTakeFirst();
    if (!pool) throw notFound(poolId, { vi: 'đơn gom', en: 'pool' });
    const shares = await tx
      .selectFrom('sourcing.share')
      .selectAll()
      .where('pool_id', '=', poolId)
      .where('producer_id', '=', producerId)
      .orderBy('id')
      .forUpdate()
      .execute();
    const faults: Fault[] = [];
    for (const [id, quantity] of Object.entries(input.answers)) {
      const share = shares.find((s) => s.id === id);
      const bad = (vi: string, en: string) => faults.push({ path: `answers.${id}`, code: 'invalid', message: { vi, en } });
      if (!share) bad('Không có phần này.', 'There is no such share.');
      else if (!(Number.isFinite(quantity) && quantity >= 0)) bad('Lượng không đúng.', 'The quantity does not fit.');
      else if (quantity > share.quantity)
        bad(`Nhiều hơn phần được mời (${share.quantity}).`, `More than the share offered (${share.quantity}).`);
    }
    if (faults.length > 0) throw new AppError('invalid', { vi: 'Trả lời chưa đúng.', en: 'The answer does not fit.' }, faults);
    let accepted = 0;
    let declined = 0;
    let changed = false;
    for (const share of shares) {
      const quantity = input.answers[share.id];
      if (quantity === undefined) continue;
      if (quantity > 0) accepted++;
      else declined++;
      const same = share.state === 'accepted' ? share.answered_quantity === quantity : share.state === 'declined' && quantity === 0;
      if (same) continue;
      if (share.state !== 'offered')
        throw new AppError('conflict', { vi: 'Phần này đã trả lời rồi.', en: 'This share was answered already.' });
      if (pool.state !== 'offered' || !pool.answer_by || pool.answer_by < ctx.now)
        throw new AppError('conflict', { vi: 'Đã hết hạn trả lời.', en: 'The deadline has passed.' });
      changed = true;
      await tx
        .updateTable('sourcing.share')
        .set({
          state: quantity > 0 ? 'accepted' : 'declined',
          answered_quantity: quantity,
          answered_at: ctx.now,
          answered_by: input.token === undefined ? ctx.actor.id : 'link',
          reason: input.reason?.trim().normalize('NFC').slice(0, 300) || null,
        })
        .where('id', '=', share.id)
        .execute();
    }
    if (changed)
      await recordAct(tx, ctx, {
        verb: 'answer_pool',
        subjectKind: 'demand',
        subjectId: pool.demand_id,
        detail: { pool: poolId, producer: producerId, answers: input.answers, byLink: input.token !== undefined },
      });
    return { accepted, declined };
  });
}
