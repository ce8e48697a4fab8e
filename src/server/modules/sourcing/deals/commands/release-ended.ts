// A product that is revoked, expired or recalled from the register leaves open offers and everything still to be delivered, at once.
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import { isInForce, type ProductFacts, readFacts, standing } from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { build } from '../../pools/commands/propose-pool.ts';

const REASON = 'not_in_force';
type Live = { id: string; demand_id: string; product_id: string; due_on: string };

/**
 * Reads validity and lets go what no longer holds: proposed rounds with such a product are dropped, its shares released, its planned deliveries
 * cancelled with the reason, its offers on open demands withdrawn; the buyer is told and a refill proposed. Goods already on their way go on to
 * the buyer's check. Run as often as one likes; one product's trouble never stops the others.
 */
export async function releaseEnded(
  ctx: Ctx,
  ground: Territory & Ground,
  products?: readonly string[],
): Promise<{ released: number; demands: string[] }> {
  const today = dayOf(ctx.now);
  const live = await ctx.db
    .selectFrom('sourcing.share as s')
    .innerJoin('sourcing.demand_delivery as d', 'd.id', 's.delivery_id')
    .innerJoin('sourcing.pool as p', 'p.id', 's.pool_id')
    .select(['s.id', 's.demand_id', 's.product_id', 'd.due_on'])
    .where('s.state', 'in', ['proposed', 'offered', 'accepted'])
    .where('p.state', '<>', 'dropped')
    .$if(products !== undefined, (q) => q.where('s.product_id', 'in', products?.length ? [...products] : ['']))
    .execute();
  const offers = await ctx.db
    .selectFrom('sourcing.offer as o')
    .innerJoin('sourcing.demand as d', 'd.id', 'o.demand_id')
    .innerJoin('sourcing.demand_delivery as x', 'x.demand_id', 'd.id')
    .select(['o.id', 'o.demand_id', 'o.product_id', 'x.due_on'])
    .where('o.state', '=', 'made')
    .where('d.state', 'in', ['open', 'pooling'])
    .$if(products !== undefined, (q) => q.where('o.product_id', 'in', products?.length ? [...products] : ['']))
    .execute();
  const facts = new Map<string, ProductFacts>();
  for await (const batch of readFacts(ctx.db, [...new Set([...live, ...offers].map((s) => s.product_id))]))
    for (const f of batch) facts.set(f.id, f);
  const holdsOn = ({ product_id, due_on }: Pick<Live, 'product_id' | 'due_on'>) => {
    const then = standing(facts.get(product_id)?.recognitions ?? [], due_on > today ? due_on : today);
    return then !== undefined && isInForce(then.status);
  };
  const gone = live.filter((s) => !holdsOn(s));
  const good = new Set(offers.filter(holdsOn).map((o) => o.id));
  const idle = [...new Map(offers.filter((o) => !good.has(o.id)).map((o) => [o.id, o])).values()];
  for (const offer of idle) await withdrawOffer(ctx, offer);
  let released = 0;
  const demands: string[] = [];
  for (const demandId of [...new Set(gone.map((s) => s.demand_id))].sort()) {
    try {
      const lost = gone.filter((s) => s.demand_id === demandId).map((s) => s.id);
      const count = await transact(ctx.db, (tx) => letGo(tx, ctx, demandId, lost, facts));
      if (count === 0) continue;
      released += count;
      demands.push(demandId);
      await refill(ctx, demandId, ground);
    } catch (err) {
      ctx.log.error({ err, demand: demandId }, 'ended product not released');
    }
  }
  return { released, demands };
}

async function withdrawOffer(ctx: Ctx, { id, demand_id }: Pick<Live, 'id' | 'demand_id'>): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('sourcing.offer')
      .set({ state: 'withdrawn' })
      .where('id', '=', id)
      .where('state', '=', 'made')
      .executeTakeFirst();
    if (numUpdatedRows > 0n)
      await recordAct(tx, ctx, { verb: 'withdraw_offer', subjectKind: 'demand', subjectId: demand_id, detail: { id, reason: REASON } });
  });
}

/** Lets the shares of one demand go; how many shares and proposed rounds that were. */
async function letGo(
  tx: Tx,
  ctx: Ctx,
  demandId: string,
  ids: readonly string[],
  facts: ReadonlyMap<string, ProductFacts>,
): Promise<number> {
  const { pools, shares } = await lockShares(tx, demandId, ids);
  const stale = pools.filter((p) => p.state === 'proposed' && shares.some((s) => s.pool_id === p.id)).map((p) => p.id);
  // goods on their way are not called back by this
  const free = shares.filter((s) => s.state !== 'proposed' && (s.step === null || s.step === 'planned'));
  if (stale.length === 0 && free.length === 0) return 0;
  if (stale.length > 0) await tx.updateTable('sourcing.pool').set({ state: 'dropped' }).where('id', 'in', stale).execute();
  const planned = free.flatMap((s) => (s.delivery ? [s.delivery] : []));
  if (free.length > 0) {
    const freed = free.map((s) => s.id);
    await tx.updateTable('sourcing.share').set({ state: 'released', reason: REASON }).where('id', 'in', freed).execute();
  }
  if (planned.length > 0)
    await tx
      .updateTable('sourcing.delivery')
      .set({ state: 'cancelled', cancelled_reason: REASON })
      .where('id', 'in', planned)
      .where('state', '=', 'planned')
      .execute();
  const products = [...new Set((free.length > 0 ? free : shares).map((s) => s.product_id))];
  await recordAct(tx, ctx, {
    verb: 'release_shares',
    subjectKind: 'demand',
    subjectId: demandId,
    detail: { reason: REASON, products, shares: free.length, deliveries: planned.length, rounds: stale.length },
  });
  if (free.length > 0) await tellReleased(tx, ctx, demandId, { free, planned: planned.length, facts });
  return free.length + stale.length;
}

/** The shares still in play, locked after their rounds and agreements: the order every command takes them in. */
async function lockShares(tx: Tx, demandId: string, ids: readonly string[]) {
  const pools = await tx
    .selectFrom('sourcing.pool')
    .select(['id', 'state'])
    .where('demand_id', '=', demandId)
    .orderBy('id')
    .forUpdate()
    .execute();
  await tx.selectFrom('sourcing.agreement').select('id').where('demand_id', '=', demandId).orderBy('id').forUpdate().execute();
  const shares = await tx
    .selectFrom('sourcing.share as s')
    .leftJoin('sourcing.delivery as d', 'd.share_id', 's.id')
    .select(['s.id', 's.pool_id', 's.product_id', 's.producer_id', 's.state', 'd.id as delivery', 'd.state as step'])
    .where('s.id', 'in', ids)
    .where('s.state', 'in', ['proposed', 'offered', 'accepted'])
    .orderBy('s.id')
    .forUpdate('s')
    .execute();
  return { pools, shares };
}

type Released = {
  free: readonly { id: string; product_id: string; producer_id: string }[];
  planned: number;
  facts: ReadonlyMap<string, ProductFacts>;
};

/** The buyer hears how much goes and that it is pooled again; each producer, that its share is gone. */
async function tellReleased(tx: Tx, ctx: Ctx, demandId: string, { free, planned, facts }: Released): Promise<void> {
  const demand = await tx
    .selectFrom('sourcing.demand')
    .select(['organisation_id', 'title'])
    .where('id', '=', demandId)
    .executeTakeFirstOrThrow();
  const names = [...new Set(free.map((s) => facts.get(s.product_id)?.name ?? s.product_id))].join(', ');
  const words = {
    kind: 'released',
    subject: { vi: `Sản phẩm rút khỏi đơn: ${demand.title}`, en: `A product left the order: ${demand.title}` },
    now: ctx.now,
  };
  const key = `released ${demandId} ${free[0]?.id}`;
  await notify(tx, {
    ...words,
    to: { organisation: demand.organisation_id },
    key,
    text: {
      vi: `${names} không còn được công nhận vào ngày giao: ${free.length} phần đã trả lại, ${planned} đợt giao chưa gửi đã hủy. Phần thiếu được gom lại.`,
      en: `${names}: the recognition does not hold on the day of delivery. ${free.length} shares released, ${planned} deliveries not yet shipped cancelled. What is missing is pooled again.`,
    },
    href: `/my/mua/${demandId}`,
  });
  for (const producer of [...new Set(free.map((s) => s.producer_id))].sort())
    await notify(tx, {
      ...words,
      to: { producer },
      key: `${key} ${producer}`,
      text: {
        vi: `${names} không còn được công nhận vào ngày giao nên phần của bạn trong đơn này đã được trả lại.`,
        en: `${names}: the recognition does not hold on the day of delivery, so your share in this order was released.`,
      },
    });
}

/** A proposal around what is left; when answers of a round are awaited, its end brings one by itself. */
async function refill(ctx: Ctx, demandId: string, ground: Territory & Ground): Promise<void> {
  try {
    await build(ctx, demandId, 'cheapest', ground);
  } catch (e) {
    if (!(e instanceof AppError) || (e.code !== 'conflict' && e.code !== 'not_found')) throw e;
  }
}
