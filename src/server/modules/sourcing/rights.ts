// Who buys for whom: a buyer's right is bound to its organisation, not to a territory.
import { type Actor, type Ground, inEffect, isPerson, verbsOf } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import './tables.ts';

/** The organisations the actor buys for on a day. */
export function buysFor(ground: Ground, actor: Actor, day: string): { id: string; name: string; unit: string }[] {
  if (!isPerson(actor) || (actor.scopes && !actor.scopes.includes('sourcing'))) return [];
  const held = actor.assignments.filter((a) => a.organisation && inEffect(ground, a, day) && verbsOf(a).includes('buy'));
  return held.flatMap((a) => (a.organisation ? [{ ...a.organisation, unit: a.unit }] : []));
}

/** Throws 401 for nobody and 403 for somebody who does not buy for the organisation. */
export function assertBuysFor(ground: Ground, actor: Actor, organisation: string, day: string): void {
  if (buysFor(ground, actor, day).some((o) => o.id === organisation)) return;
  if (actor.kind === 'public') throw new AppError('unauthorized', { vi: 'Cần đăng nhập.', en: 'Please sign in.' });
  throw new AppError('forbidden', { vi: 'Bạn không mua hàng cho đơn vị này.', en: 'You do not buy for this organisation.' });
}

/** The same for the buyer of a pool; 404 for a pool that does not exist. */
export async function assertBuysPool(ctx: Ctx, poolId: string, ground: Ground): Promise<void> {
  const pool = await ctx.db
    .selectFrom('sourcing.pool as p')
    .innerJoin('sourcing.demand as d', 'd.id', 'p.demand_id')
    .select('d.organisation_id')
    .where('p.id', '=', poolId)
    .executeTakeFirst();
  if (!pool) throw notFound(poolId, { vi: 'đơn gom', en: 'pool' });
  assertBuysFor(ground, ctx.actor, pool.organisation_id, dayOf(ctx.now));
}
