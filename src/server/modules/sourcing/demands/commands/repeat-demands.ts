import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { addDays, addMonths, dayOf } from '#shared/dates.ts';
import { listDemands } from '../queries/list-demands.ts';
import { insertDemand } from './post-demand.ts';

const MONTHS = { monthly: 1, quarterly: 3 } as const;

/**
 * Posts the next turn of standing demands once the latest turn has closed: the same terms, every day a month or a quarter later. Each turn is
 * posted once, however often this runs; a cancelled turn ends the row. Days that would lie in the past are skipped to the next turn.
 */
export async function repeatDemands(ctx: Ctx): Promise<{ posted: number }> {
  const today = dayOf(ctx.now);
  const rows = await ctx.db
    .selectFrom('sourcing.demand')
    .select('id')
    .where('repeats', 'is not', null)
    .where('closes_at', '<', ctx.now)
    .execute();
  let posted = 0;
  for (const { id } of rows) {
    const done = await transact(ctx.db, async (tx) => {
      const row = await tx.selectFrom('sourcing.demand').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
      if (!row?.repeats || row.state === 'cancelled') return false;
      const follower = await tx.selectFrom('sourcing.demand').select('id').where('repeats_of', '=', id).executeTakeFirst();
      if (follower) return false;
      const [demand] = await listDemands(tx, { id });
      if (!demand) return false;
      let months = MONTHS[row.repeats];
      while (addMonths(dayOf(demand.closesAt), months) <= today) months += MONTHS[row.repeats];
      const closesOn = addMonths(dayOf(demand.closesAt), months);
      await insertDemand(
        tx,
        ctx,
        {
          organisation: demand.organisationId,
          title: demand.title,
          wanted: demand.wanted,
          set: demand.set,
          specification: demand.specification,
          unit: demand.unit,
          deliveries: demand.deliveries.map((d) => {
            const dueOn = addMonths(d.dueOn, months);
            return {
              dueOn: dueOn > closesOn ? dueOn : addDays(closesOn, 1),
              quantity: d.quantity,
              store: d.storeId,
              place: d.place,
              province: d.provinceCode,
            };
          }),
          ceilingPrice: demand.ceilingPrice,
          minStar: demand.minStar,
          papers: demand.papers,
          packing: demand.packing,
          checklist: demand.checklist,
          maxSuppliers: demand.maxSuppliers,
          maxShare: demand.maxShare,
          smallShare: demand.smallShare,
          allowShort: demand.allowShort,
          needsInvoice: demand.needsInvoice,
          visibility: demand.visibility,
          invited: demand.invited,
          sealed: demand.sealed,
          repeats: demand.repeats,
          closesOn,
          profile: demand.profile,
          language: demand.language,
        },
        id,
      );
      return true;
    });
    if (done) posted++;
  }
  return { posted };
}
