import { createHash, randomBytes } from 'node:crypto';
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, may, NATION } from '#server/modules/identity/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { listLinks } from '../queries/list-links.ts';

export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
/** As long as the longest order runs. */
const GOOD_FOR_DAYS = 400;

/**
 * Links for the producers of a pool that was sent and have none yet, to be passed on by phone; shown once. One that was lost is made anew for
 * its producer alone (`again`), and the one before stops working. A promotion officer makes them for the producers of its unit: a buyer must
 * not hold what speaks for the other side.
 */
export async function makeLinks(
  ctx: Ctx,
  { poolId, again }: { poolId: string; again?: string | undefined },
  ground: Ground,
): Promise<{ producerId: string; token: string }[]> {
  return transact(ctx.db, async (tx) => {
    const pool = await tx
      .selectFrom('sourcing.pool')
      .select(['demand_id', 'state'])
      .where('id', '=', poolId)
      .forUpdate()
      .executeTakeFirst();
    if (!pool) throw notFound(poolId, { vi: 'đơn gom', en: 'pool' });
    if (pool.state === 'proposed' || pool.state === 'dropped')
      throw new AppError('conflict', { vi: 'Gói gom này chưa gửi.', en: 'This pool was not sent.' });
    const shares = await tx
      .selectFrom('sourcing.share')
      .select('producer_id')
      .distinct()
      .where('pool_id', '=', poolId)
      .orderBy('producer_id')
      .execute();
    const served: string[] = [];
    for (const { producer_id: id } of shares) {
      const seat = await findProducer(tx, id);
      if (seat && may(ground, ctx.actor, 'promote', { unit: seat.provinceCode }, dayOf(ctx.now))) served.push(id);
    }
    // nobody of its unit: the refusal says so
    if (served.length === 0) assertMay(ground, ctx.actor, 'promote', { unit: NATION }, dayOf(ctx.now));
    const live = new Set((await listLinks(tx, { poolIds: [poolId], now: ctx.now })).map((l) => l.producerId));
    const wanting = served.filter((id) => (again === undefined ? !live.has(id) : id === again));
    if (wanting.length > 0)
      await tx.deleteFrom('sourcing.answer_link').where('pool_id', '=', poolId).where('producer_id', 'in', wanting).execute();
    const links = wanting.map((producerId) => ({ producerId, token: randomBytes(18).toString('base64url') }));
    const expires_at = new Date(`${addDays(dayOf(ctx.now), GOOD_FOR_DAYS)}T00:00:00+07:00`);
    if (links.length > 0)
      await tx
        .insertInto('sourcing.answer_link')
        .values(links.map((l) => ({ hash: hashOf(l.token), pool_id: poolId, producer_id: l.producerId, expires_at, created_at: ctx.now })))
        .execute();
    if (links.length > 0)
      await recordAct(tx, ctx, {
        verb: 'make_links',
        subjectKind: 'demand',
        subjectId: pool.demand_id,
        detail: { pool: poolId, producers: links.length },
      });
    return links;
  });
}
