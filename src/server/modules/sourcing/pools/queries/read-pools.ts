// Rounds and their shares as a reader may see them. Whoever sees a price that is not its own is written down.
import { sql } from 'kysely';
import { type Ground, may, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { assertBuysFor, buysFor } from '../../rights.ts';
import { listPools, listShares, type PoolView, type ShareView } from './get-pool.ts';
import { recordOffersSeen, recordSeen } from './price-views.ts';

export type Round = PoolView & { shares: ShareView[] };

/** Every round of a demand with all shares, for its buyer alone; the newest first. */
export async function readRounds(ctx: Ctx, demandId: string, ground: Ground): Promise<Round[]> {
  const demand = await ctx.db.selectFrom('sourcing.demand').select('organisation_id').where('id', '=', demandId).executeTakeFirst();
  if (!demand) throw notFound(demandId, { vi: 'nhu cầu', en: 'demand' });
  assertBuysFor(ground, ctx.actor, demand.organisation_id, dayOf(ctx.now));
  const [pools, shares] = await Promise.all([listPools(ctx.db, { demandId }), listShares(ctx.db, { demandId })]);
  await recordSeen(
    ctx,
    shares.map((s) => s.id),
    'buyer',
  );
  // reasons name prices of offers that got nothing
  if (pools.length > 0) await recordOffersSeen(ctx, demandId);
  return pools.map((p) => ({ ...p, shares: shares.filter((s) => s.poolId === p.id) }));
}

/**
 * One round: whole for the buyer; a producer in it sees its own shares once they were sent, and neither the plan nor the others. Nobody else
 * learns that it exists.
 */
export async function readRound(ctx: Ctx, id: string, ground: Ground): Promise<{ whole: boolean; round: Round }> {
  const [pool] = await listPools(ctx.db, { id });
  const missing = () => notFound(id, { vi: 'đơn gom', en: 'pool' });
  if (!pool) throw missing();
  const { rows } = await sql<{
    organisation: string;
  }>`select organisation_id as organisation from sourcing.demand where id = ${pool.demandId}`.execute(ctx.db);
  const day = dayOf(ctx.now);
  const shares = await listShares(ctx.db, { poolId: id });
  if (buysFor(ground, ctx.actor, day).some((o) => o.id === rows[0]?.organisation)) {
    await recordSeen(
      ctx,
      shares.map((s) => s.id),
      'buyer',
    );
    await recordOffersSeen(ctx, pool.demandId);
    return { whole: true, round: { ...pool, shares } };
  }
  const own = shares.filter((s) => may(ground, ctx.actor, 'act_for_producer', { unit: NATION, producer: s.producerId }, day));
  const sent = pool.state === 'proposed' || pool.state === 'dropped' ? [] : own.filter((s) => s.state !== 'proposed');
  if (sent.length === 0) throw missing();
  return { whole: false, round: { ...pool, shares: sent } };
}
