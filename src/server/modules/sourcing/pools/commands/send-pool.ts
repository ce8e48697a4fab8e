import { recordAct } from '#server/modules/audit/index.ts';
import { type Ground, NATION } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError, refused } from '#server/platform/errors.ts';
import { dayOf, showDay } from '#shared/dates.ts';
import { assertBuysPool } from '../../rights.ts';

const MOST_DAYS = 30;

/** Raised by the database when capacity would be promised twice. */
const isOversold = (e: unknown): boolean => (e as { code?: string }).code === 'SV001';

/**
 * Offers the shares of a proposed pool to their producers, to be answered until `answerBy`. From now on they hold capacity; when another
 * buyer was faster, nothing is sent (conflict). Producers with accounts are told; the others answer by a link (make-links.ts).
 */
export async function sendPool(
  ctx: Ctx,
  { poolId, answerBy }: { poolId: string; answerBy: Date },
  ground: Ground,
): Promise<{ producers: number }> {
  await assertBuysPool(ctx, poolId, ground);
  return send(ctx, poolId, answerBy);
}

/** The same for the house itself: a refill goes out without a person. */
export async function send(ctx: Ctx, poolId: string, answerBy: Date): Promise<{ producers: number }> {
  const ahead = answerBy.getTime() - ctx.now.getTime();
  if (!(ahead > 0 && ahead <= MOST_DAYS * 86_400_000))
    throw refused(
      'answerBy',
      `Hạn trả lời phải ở trong ${MOST_DAYS} ngày tới.`,
      `The deadline must lie within the next ${MOST_DAYS} days.`,
    );
  try {
    return await transact(ctx.db, (tx) => offer(tx, ctx, poolId, answerBy));
  } catch (e) {
    if (!isOversold(e)) throw e;
    throw new AppError('conflict', {
      vi: 'Một chủ thể vừa hứa lượng này cho đơn khác. Hãy gom lại.',
      en: 'A producer has just promised this quantity to another order. Pool again.',
    });
  }
}

async function offer(tx: Tx, ctx: Ctx, poolId: string, answerBy: Date) {
  const pool = await tx.selectFrom('sourcing.pool').selectAll().where('id', '=', poolId).forUpdate().executeTakeFirstOrThrow();
  if (pool.state === 'offered') return { producers: 0 };
  if (pool.state !== 'proposed')
    throw new AppError('conflict', { vi: 'Gói gom này đã qua bước gửi.', en: 'This pool is past being sent.' });
  const demand = await tx.selectFrom('sourcing.demand').selectAll().where('id', '=', pool.demand_id).forUpdate().executeTakeFirstOrThrow();
  const shares = await tx
    .selectFrom('sourcing.share')
    .selectAll()
    .where('pool_id', '=', poolId)
    .orderBy('product_id')
    .orderBy('id')
    .execute();
  if (shares.length === 0)
    throw new AppError('conflict', { vi: 'Gói gom này không có phần nào để gửi.', en: 'This pool has no share to send.' });
  // one order of locks for all buyers: product by product
  for (const share of shares) await tx.updateTable('sourcing.share').set({ state: 'offered' }).where('id', '=', share.id).execute();
  await tx.updateTable('sourcing.pool').set({ state: 'offered', answer_by: answerBy }).where('id', '=', poolId).execute();
  if (demand.state === 'open') await tx.updateTable('sourcing.demand').set({ state: 'pooling' }).where('id', '=', demand.id).execute();
  const producers = [...new Set(shares.map((s) => s.producer_id))].sort();
  for (const producerId of producers) {
    const day = dayOf(answerBy);
    await notify(tx, {
      to: { producer: producerId },
      kind: 'pool_offer',
      key: `pool ${poolId} ${producerId}`,
      subject: { vi: `Đơn gom: ${demand.title}`, en: `Pooled order: ${demand.title}` },
      text: {
        vi: `Bạn được mời giao một phần của đơn “${demand.title}”. Trả lời trước hết ngày ${showDay(day)}: nhận, nhận ít hơn hoặc từ chối.`,
        en: `You are invited to deliver a part of the order “${demand.title}”. Answer by the end of ${day}: accept, accept less or decline.`,
      },
      href: `/my/don-gom/${poolId}`,
      now: ctx.now,
    });
  }
  // producers without an account need a link, which only promotion officers make
  await notify(tx, {
    to: { unit: NATION, verb: 'promote' },
    kind: 'pool_links',
    key: `pool links ${poolId}`,
    subject: { vi: `Gửi đường dẫn trả lời: ${demand.title}`, en: `Pass on links: ${demand.title}` },
    text: {
      vi: `${producers.length} chủ thể được mời, trả lời trước hết ngày ${showDay(dayOf(answerBy))}. Ai chưa có tài khoản thì trả lời bằng đường dẫn: xin tạo và gửi.`,
      en: `${producers.length} producers are invited and answer by the end of ${dayOf(answerBy)}. Those without an account answer by a link: please make and send them.`,
    },
    href: '/desk/don-gom',
    now: ctx.now,
  });
  await recordAct(tx, ctx, {
    verb: 'send_pool',
    subjectKind: 'demand',
    subjectId: demand.id,
    detail: { pool: poolId, answerBy: answerBy.toISOString(), producers: producers.length },
  });
  return { producers: producers.length };
}
