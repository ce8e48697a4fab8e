import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import { isInForce, type RecognitionFacts, readFacts, standing } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, type Fault, fault, notFound } from '#server/platform/errors.ts';
import { parsed } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { answers } from '../rules/matching.ts';
import { type OfferInput, offerInput } from '../schema.ts';

const inForceOn = (terms: readonly RecognitionFacts[], day: string): boolean => {
  const then = standing(terms, day);
  return then !== undefined && isInForce(then.status);
};

/**
 * A producer's answer to an open demand; a second one for the same product replaces the first. Refused after closing, above the ceiling,
 * for a product that does not answer the demand or is not in force, without stated supply in the demand's unit.
 */
export async function makeOffer(ctx: Ctx, input: OfferInput, ground: Ground): Promise<{ id: string }> {
  const offer = parsed(offerInput, input);
  const today = dayOf(ctx.now);
  const [[product] = []] = await Array.fromAsync(readFacts(ctx.db, [offer.productId]));
  if (!product) throw notFound(offer.productId, { vi: 'sản phẩm', en: 'product' });
  const { producer, place } = product;
  assertMay(ground, ctx.actor, 'act_for_producer', { unit: place.provinceCode, producer: producer.id }, today);
  const recognitions = product.recognitions;
  const now = standing(recognitions, today);
  return transact(ctx.db, async (tx) => {
    const demand = await tx.selectFrom('sourcing.demand').selectAll().where('id', '=', offer.demandId).forUpdate().executeTakeFirst();
    if (!demand || (demand.visibility === 'private' && !demand.invited.includes(producer.id)))
      throw notFound(offer.demandId, { vi: 'nhu cầu', en: 'demand' });
    if (demand.state !== 'open' || demand.closes_at <= ctx.now)
      throw new AppError('conflict', { vi: 'Nhu cầu này đã đóng.', en: 'This demand is closed.' });
    const deliveries = await tx
      .selectFrom('sourcing.demand_delivery')
      .select(['id', 'due_on'])
      .where('demand_id', '=', demand.id)
      .execute();
    const supply = await tx.selectFrom('sourcing.supply').select('unit').where('product_id', '=', product.id).executeTakeFirst();
    const star = now?.current.star ?? 0;
    const faults: Fault[] = [];
    if (!deliveries.some((d) => inForceOn(recognitions, d.due_on)))
      faults.push(
        fault(
          'productId',
          'not_in_force',
          'Sao của sản phẩm không còn hiệu lực vào ngày giao nào.',
          'The star is in force on no day of delivery.',
        ),
      );
    if (!answers({ wanted: demand.wanted, set: demand.set_no, minStar: demand.min_star }, { name: product.name, set: product.set, star }))
      faults.push(
        fault(
          'productId',
          'other_product',
          'Sản phẩm không đúng loại hoặc hạng sao được hỏi mua.',
          'The product is not what is asked for.',
        ),
      );
    if (!supply)
      faults.push(fault('productId', 'no_supply', 'Hãy khai nguồn cung của sản phẩm trước.', 'State the supply of the product first.'));
    else if (supply.unit !== demand.unit)
      faults.push(
        fault(
          'quantity',
          'unit',
          `Nhu cầu tính theo ${demand.unit}, nguồn cung khai theo ${supply.unit}.`,
          `The demand counts ${demand.unit}, the supply ${supply.unit}.`,
        ),
      );
    if (demand.ceiling_price !== null && offer.unitPrice > demand.ceiling_price)
      faults.push(fault('unitPrice', 'above_ceiling', 'Giá cao hơn giá trần.', 'The price is above the ceiling.'));
    if (offer.minLot > offer.quantity)
      faults.push(fault('minLot', 'above_quantity', 'Lô tối thiểu lớn hơn lượng chào.', 'The least lot is more than what is offered.'));
    const unknown = Object.keys(offer.byDelivery).find((id) => !deliveries.some((d) => d.id === id));
    if (unknown !== undefined)
      faults.push(fault(`byDelivery.${unknown}`, 'unknown', 'Không có đợt giao này.', 'There is no such delivery.'));
    if (faults.length > 0) throw new AppError('invalid', { vi: 'Chào hàng chưa đúng.', en: 'The offer does not fit.' }, faults);
    const said = {
      unit_price: offer.unitPrice,
      quantity: offer.quantity,
      by_delivery: JSON.stringify(offer.byDelivery),
      min_lot: offer.minLot,
      lot_step: offer.lotStep,
      note: offer.note,
      state: 'made' as const,
      made_by: ctx.actor.id,
      made_at: ctx.now,
    };
    const made = await tx
      .insertInto('sourcing.offer')
      .values({ id: newId(), demand_id: demand.id, product_id: product.id, producer_id: producer.id, ...said })
      .onConflict((c) => c.columns(['demand_id', 'product_id']).doUpdateSet(said))
      .returning('id')
      .executeTakeFirstOrThrow();
    // a sealed price stays out of the record of acts, which others may read
    const { unitPrice: _, ...open } = offer;
    await recordAct(tx, ctx, { verb: 'make_offer', subjectKind: 'demand', subjectId: demand.id, detail: demand.sealed ? open : offer });
    return made;
  });
}

/** Takes an offer back while the demand is open. */
export async function withdrawOffer(ctx: Ctx, { id }: { id: string }, ground: Ground): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { rows } = await sql<{ producerId: string; demandId: string; open: boolean; state: string }>`
      select o.producer_id as "producerId", o.demand_id as "demandId", d.state = 'open' and d.closes_at > ${ctx.now} as open, o.state
      from sourcing.offer o join sourcing.demand d on d.id = o.demand_id where o.id = ${id} for update of o`.execute(tx);
    const [offer] = rows;
    if (!offer) throw notFound(id, { vi: 'chào hàng', en: 'offer' });
    assertMay(ground, ctx.actor, 'act_for_producer', { unit: 'VN', producer: offer.producerId }, dayOf(ctx.now));
    if (offer.state === 'withdrawn') return;
    if (!offer.open)
      throw new AppError('conflict', { vi: 'Nhu cầu đã đóng, không rút được nữa.', en: 'The demand is closed; the offer stands.' });
    await tx.updateTable('sourcing.offer').set({ state: 'withdrawn' }).where('id', '=', id).execute();
    await recordAct(tx, ctx, { verb: 'withdraw_offer', subjectKind: 'demand', subjectId: offer.demandId, detail: { id } });
  });
}
