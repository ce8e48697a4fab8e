import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import { assertBuysPool } from '../../rights.ts';
import { build } from './propose-pool.ts';

export type Settled = { accepted: number; missing: number; refill: string | undefined };

/**
 * Ends the waiting of a round: at the deadline, or before it once everybody answered. What was not answered lapses and is free again; what
 * is missing is proposed anew around the answers. Settling twice does nothing.
 */
export async function settlePool(ctx: Ctx, { poolId }: { poolId: string }, ground: Territory & Ground): Promise<Settled> {
  await assertBuysPool(ctx, poolId, ground);
  return settle(ctx, poolId, ground);
}

/** The same for the timetable of the house. */
export async function settle(ctx: Ctx, poolId: string, ground: Territory & Ground): Promise<Settled> {
  const demandId = await transact(ctx.db, async (tx) => {
    const pool = await tx.selectFrom('sourcing.pool').selectAll().where('id', '=', poolId).forUpdate().executeTakeFirstOrThrow();
    if (pool.state === 'settled') return pool.demand_id;
    if (pool.state !== 'offered') throw new AppError('conflict', { vi: 'Gói gom này chưa gửi.', en: 'This pool was not sent.' });
    const waiting = await tx
      .selectFrom('sourcing.share')
      .select(['id', 'producer_id'])
      .where('pool_id', '=', poolId)
      .where('state', '=', 'offered')
      .forUpdate()
      .execute();
    if (waiting.length > 0 && pool.answer_by && pool.answer_by > ctx.now)
      throw new AppError('conflict', {
        vi: 'Còn chủ thể chưa trả lời và chưa hết hạn.',
        en: 'Some producers have not answered and there is still time.',
      });
    await tx
      .updateTable('sourcing.share')
      .set({ state: 'lapsed', reason: 'no_answer' })
      .where('pool_id', '=', poolId)
      .where('state', '=', 'offered')
      .execute();
    await tx.updateTable('sourcing.pool').set({ state: 'settled' }).where('id', '=', poolId).execute();
    await recordAct(tx, ctx, {
      verb: 'settle_pool',
      subjectKind: 'demand',
      subjectId: pool.demand_id,
      detail: { pool: poolId, lapsed: waiting.map((w) => w.producer_id) },
    });
    const owner = await tx
      .selectFrom('sourcing.demand')
      .select(['organisation_id', 'title'])
      .where('id', '=', pool.demand_id)
      .executeTakeFirstOrThrow();
    await notify(tx, {
      to: { organisation: owner.organisation_id },
      kind: 'pool_settled',
      key: `pool settled ${poolId}`,
      subject: { vi: `Đã có trả lời: ${owner.title}`, en: `Answers are in: ${owner.title}` },
      text: {
        vi: 'Vòng gom đã kết thúc. Mở trang nhu cầu: đủ lượng thì lập hợp đồng, còn thiếu thì đã có phương án gom lại chờ bạn gửi.',
        en: 'The round is over. On the page of the demand you can draw the contract, or send the plan for what is still missing.',
      },
      href: `/my/mua/${pool.demand_id}`,
      now: ctx.now,
    });
    return pool.demand_id;
  });
  const { rows } = await sql<{ missing: number; accepted: number }>`
    select coalesce(sum(greatest(0, d.quantity - held.quantity)), 0) as missing, coalesce(sum(held.quantity), 0) as accepted
    from sourcing.demand_delivery d, lateral (
      select coalesce(sum(s.answered_quantity), 0) as quantity from sourcing.share s where s.delivery_id = d.id and s.state in ('accepted', 'delivered')) held
    where d.demand_id = ${demandId}`.execute(ctx.db);
  const { missing, accepted } = rows[0] ?? { missing: 0, accepted: 0 };
  if (missing <= 0) return { accepted, missing, refill: undefined };
  const proposed = await ctx.db
    .selectFrom('sourcing.pool')
    .select('id')
    .where('demand_id', '=', demandId)
    .where('state', 'in', ['proposed', 'offered'])
    .executeTakeFirst();
  return { accepted, missing, refill: proposed?.id ?? (await build(ctx, demandId, 'cheapest', ground)).id };
}
