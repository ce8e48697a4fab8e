import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { refused } from '#server/platform/errors.ts';
import { parsed } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { getOwn } from '../queries/get-own.ts';
import { type SupplyInput, supplyInput } from '../schema.ts';

/**
 * What a producer can deliver of a product, at which price, in which months. The whole statement replaces the one before, but months not
 * listed stay. Refused: a capacity below what is promised already; another unit while something is promised. Needs `act_for_producer`.
 */
export async function stateSupply(ctx: Ctx, input: SupplyInput, ground: Ground): Promise<void> {
  const supply = parsed(supplyInput, input);
  const own = await getOwn(ctx, supply.productId);
  const today = dayOf(ctx.now);
  assertMay(ground, ctx.actor, 'act_for_producer', { unit: own.provinceCode, producer: own.producerId }, today);
  const past = Object.keys(supply.months).filter((m) => m < today.slice(0, 7));
  if (past.length > 0) throw refused(`months.${past[0]}`, 'Tháng này đã qua.', 'This month is over.', 'past');
  await transact(ctx.db, (tx) => writeSupply(tx, ctx, own.producerId, supply));
}

export async function writeSupply(tx: Tx, ctx: Ctx, producerId: string, supply: SupplyInput): Promise<void> {
  const { productId } = supply;
  const before = await tx.selectFrom('sourcing.supply').selectAll().where('product_id', '=', productId).forUpdate().executeTakeFirst();
  const held = await promised(tx, productId);
  if (before && before.unit !== supply.unit && held.size > 0)
    throw refused('unit', 'Đã hứa giao theo đơn vị cũ.', 'Something is promised in the unit before.', 'promised');
  const terms = {
    producer_id: producerId,
    unit: supply.unit,
    stock: supply.stock,
    unit_price: supply.unitPrice,
    min_lot: supply.minLot,
    lot_step: supply.lotStep,
    lead_days: supply.leadDays,
    packs: JSON.stringify(supply.packs),
    published: supply.published,
    stated_by: ctx.actor.id,
    stated_at: ctx.now,
  };
  await tx
    .insertInto('sourcing.supply')
    .values({ product_id: productId, ...terms })
    .onConflict((c) => c.column('product_id').doUpdateSet(terms))
    .execute();
  for (const [month, quantity] of Object.entries(supply.months)) {
    const row = { quantity, stated_at: ctx.now };
    await tx
      .insertInto('sourcing.capacity')
      .values({ product_id: productId, month: `${month}-01`, ...row })
      .onConflict((c) => c.columns(['product_id', 'month']).doUpdateSet(row))
      .execute();
  }
  await tx.deleteFrom('sourcing.price_tier').where('product_id', '=', productId).execute();
  if (supply.tiers.length > 0)
    await tx
      .insertInto('sourcing.price_tier')
      .values(supply.tiers.map((t) => ({ product_id: productId, from_quantity: t.from, unit_price: t.unitPrice })))
      .execute();
  await assertCovers(tx, productId, held, supply.stock);
  await recordAct(tx, ctx, { verb: 'state_supply', subjectKind: 'product', subjectId: productId, detail: supply });
}

/** By month: what offered, accepted and delivered shares hold. */
async function promised(tx: Tx, productId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ month: string; quantity: number }>`
    select to_char(d.due_on, 'YYYY-MM') as month, sum(coalesce(s.answered_quantity, s.quantity)) as quantity
    from sourcing.share s join sourcing.demand_delivery d on d.id = s.delivery_id
    where s.product_id = ${productId} and s.state in ('offered', 'accepted', 'delivered') group by 1`.execute(tx);
  return new Map(rows.map((r) => [r.month, r.quantity]));
}

async function assertCovers(tx: Tx, productId: string, held: Map<string, number>, stock: number): Promise<void> {
  if (held.size === 0) return;
  const rows = await tx.selectFrom('sourcing.capacity').select(['month', 'quantity']).where('product_id', '=', productId).execute();
  const capacity = new Map(rows.map((r) => [r.month.slice(0, 7), r.quantity]));
  const over = [...held].map(([month, quantity]) => ({ month, beyond: Math.max(0, quantity - (capacity.get(month) ?? 0)) }));
  const beyond = over.reduce((sum, o) => sum + o.beyond, 0);
  if (beyond <= stock) return;
  const [worst] = over.toSorted((a, b) => b.beyond - a.beyond);
  const month = worst?.month ?? '';
  throw refused(
    `months.${month}`,
    `Tháng ${month} đã hứa giao ${held.get(month)}; năng lực không thể thấp hơn phần đã hứa.`,
    `${held.get(month)} is promised in ${month}; the capacity cannot be less.`,
    'below_promised',
  );
}
