// A delivery on its way: shipped by its producer, received and checked by the buyer. Each step is said once; the same again does nothing.
import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import { isInForce, readFacts, standing } from '#server/modules/registry/index.ts';
import { findLot, findRecalls } from '#server/modules/traceability/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { conflict, refused } from '#server/platform/errors.ts';
import { dayOf, showDay } from '#shared/dates.ts';
import { showNumber } from '#shared/messages/index.ts';
import { qty, UNIT_NAMES } from '../papers/words.ts';
import type { Terms } from '../terms.ts';
import { assertActsFor, assertBuys, assertDay, assertQuantity, cleanText, lockDelivery } from './agreement-of.ts';

const UNITS_EN = { kg: 'kg', l: 'litres', piece: 'pieces' } as const;
/** Names as the contract has them, for the people who are told. */
function goodsOf(terms: Terms, productId: string) {
  const line = terms.lines.find((l) => l.productId === productId);
  const unit = { vi: UNIT_NAMES[terms.unit], en: UNITS_EN[terms.unit] };
  return { product: line?.product ?? productId, producer: line?.producer ?? '', unit };
}

const said = () => conflict('Bước này đã được ghi, với nội dung khác.', 'This step was recorded already, and otherwise.');
const tooEarly = () => conflict('Chưa tới bước này.', 'It is not time for this step.');

export type Shipping = {
  id: string;
  quantity: number;
  day: string;
  /** The lot's number as in the lot register of the product. */
  lot?: string | undefined;
  /** Says knowingly that more than planned is sent. */
  beyond?: boolean | undefined;
};

/**
 * Goods leave the producer. The lot must exist for this product and not be under recall; while a recall of the product is open, a lot must be
 * named. The product must be in force. More than planned only when said.
 */
export async function shipDelivery(ctx: Ctx, input: Shipping, ground: Ground): Promise<void> {
  const quantity = assertQuantity('quantity', input.quantity);
  const lot = cleanText(input.lot, 40).toUpperCase() || null;
  await transact(ctx.db, async (tx) => {
    const { agreement, delivery } = await lockDelivery(tx, input.id);
    assertActsFor(ground, ctx, delivery.producer_id);
    if (delivery.state !== 'planned') {
      if (delivery.shipped === quantity && delivery.shipped_on === input.day && delivery.lot === lot) return;
      throw delivery.state === 'cancelled' ? conflict('Đợt giao này đã hủy.', 'This delivery is cancelled.') : said();
    }
    if (agreement.state !== 'signed') throw conflict('Hợp đồng chưa được hai bên ký.', 'The contract is not signed by both sides.');
    assertDay('day', input.day, dayOf(ctx.now), agreement.signed_on);
    if (quantity === 0) throw refused('quantity', 'Lượng giao phải lớn hơn 0.', 'The quantity must be more than 0.');
    if (quantity > delivery.planned && !input.beyond)
      throw refused(
        'quantity',
        `Nhiều hơn lượng đã hẹn (${delivery.planned}). Nếu đúng ý, hãy đánh dấu “giao vượt”.`,
        `More than planned (${delivery.planned}). If you mean it, tick “more than planned”.`,
      );
    await assertGoods(tx, delivery.product_id, lot, input.day);
    await tx
      .updateTable('sourcing.delivery')
      .set({ state: 'shipped', shipped: quantity, shipped_on: input.day, lot })
      .where('id', '=', input.id)
      .execute();
    await recordAct(tx, ctx, {
      verb: 'ship_delivery',
      subjectKind: 'agreement',
      subjectId: agreement.id,
      detail: { delivery: input.id, quantity, day: input.day, lot, beyond: quantity > delivery.planned },
    });
    const line = goodsOf(agreement.terms as Terms, delivery.product_id);
    await notify(tx, {
      to: { organisation: agreement.organisation_id },
      kind: 'delivery',
      key: `shipped ${input.id}`,
      subject: { vi: `Hàng đã gửi: ${agreement.number}`, en: `Goods are on their way: ${agreement.number}` },
      text: {
        vi: `${line.producer} gửi ${qty(quantity)} ${line.unit.vi} ${line.product} cho đợt ${showDay(delivery.due_on)}${lot ? `, lô ${lot}` : ''}. Ghi lại khi nhận hàng.`,
        en: `${line.producer} sent ${showNumber(quantity, 'en')} ${line.unit.en} of ${line.product} for the delivery of ${delivery.due_on}${lot ? `, lot ${lot}` : ''}. Note it when it arrives.`,
      },
      href: `/my/hop-dong/${agreement.id}`,
      now: ctx.now,
    });
  });
}

async function assertGoods(tx: Tx, productId: string, lot: string | null, day: string): Promise<void> {
  const [[product] = []] = await Array.fromAsync(readFacts(tx, [productId]));
  const then = product && standing(product.recognitions, day);
  if (!then || !isInForce(then.status)) throw conflict('Sản phẩm không còn hiệu lực.', 'The product is not in force.');
  if (lot === null) {
    if ((await findRecalls(tx, productId)).length > 0)
      throw refused(
        'lot',
        'Sản phẩm đang có lô bị thu hồi: hãy ghi số lô.',
        'A lot of this product is under recall: name the lot you send.',
      );
    return;
  }
  const found = await findLot(tx, productId, lot);
  if (!found || found.productId !== productId)
    throw refused('lot', `Sổ lô hàng của sản phẩm không có lô ${lot}.`, `The lot register of the product has no lot ${lot}.`);
  if (found.recalled) throw refused('lot', `Lô ${lot} đang bị thu hồi, không gửi được.`, `Lot ${lot} is under recall and must not leave.`);
}

/** Goods reach the buyer: what was counted, never more than was shipped. */
export async function receiveDelivery(ctx: Ctx, input: { id: string; quantity: number; day: string }, ground: Ground): Promise<void> {
  const quantity = assertQuantity('quantity', input.quantity);
  await transact(ctx.db, async (tx) => {
    const { agreement, delivery } = await lockDelivery(tx, input.id);
    assertBuys(ground, ctx, agreement.organisation_id);
    if (delivery.state === 'received' || delivery.state === 'checked') {
      if (delivery.received === quantity && delivery.received_on === input.day) return;
      throw said();
    }
    if (delivery.state !== 'shipped') throw tooEarly();
    assertDay('day', input.day, dayOf(ctx.now), delivery.shipped_on);
    if (quantity > (delivery.shipped ?? 0))
      throw refused('quantity', `Nhiều hơn lượng đã gửi (${delivery.shipped}).`, `More than was shipped (${delivery.shipped}).`);
    await tx
      .updateTable('sourcing.delivery')
      .set({ state: 'received', received: quantity, received_on: input.day })
      .where('id', '=', input.id)
      .execute();
    await recordAct(tx, ctx, {
      verb: 'receive_delivery',
      subjectKind: 'agreement',
      subjectId: agreement.id,
      detail: { delivery: input.id, quantity, day: input.day },
    });
  });
}

/** The quality check: what is accepted is what is paid. Less than received needs a note. The last check fulfils the contract. */
export async function checkDelivery(
  ctx: Ctx,
  input: { id: string; accepted: number; day: string; note?: string | undefined },
  ground: Ground,
): Promise<void> {
  const accepted = assertQuantity('accepted', input.accepted);
  const note = cleanText(input.note, 500);
  await transact(ctx.db, async (tx) => {
    const { agreement, delivery } = await lockDelivery(tx, input.id);
    assertBuys(ground, ctx, agreement.organisation_id);
    if (delivery.state === 'checked') {
      if (delivery.accepted === accepted && delivery.checked_on === input.day && (delivery.check_note ?? '') === note) return;
      throw said();
    }
    if (delivery.state !== 'received') throw tooEarly();
    assertDay('day', input.day, dayOf(ctx.now), delivery.received_on);
    if (accepted > (delivery.received ?? 0))
      throw refused('accepted', `Nhiều hơn lượng đã nhận (${delivery.received}).`, `More than was received (${delivery.received}).`);
    if (accepted < (delivery.received ?? 0) && !note)
      throw refused('note', 'Nhận ít hơn lượng hàng tới: hãy ghi lý do.', 'Less is accepted than came: say why.');
    await tx
      .updateTable('sourcing.delivery')
      .set({ state: 'checked', accepted, checked_on: input.day, check_note: note || null })
      .where('id', '=', input.id)
      .execute();
    await tx.updateTable('sourcing.share').set({ state: 'delivered' }).where('id', '=', delivery.share_id).execute();
    await recordAct(tx, ctx, {
      verb: 'check_delivery',
      subjectKind: 'agreement',
      subjectId: agreement.id,
      detail: { delivery: input.id, accepted, day: input.day, note },
    });
    const line = goodsOf(agreement.terms as Terms, delivery.product_id);
    await notify(tx, {
      to: { producer: delivery.producer_id },
      kind: 'delivery',
      key: `checked ${input.id}`,
      subject: { vi: `Đã nghiệm thu: ${agreement.number}`, en: `Checked: ${agreement.number}` },
      text: {
        vi: `${line.product}, đợt ${showDay(delivery.due_on)}: đạt ${qty(accepted)} trên ${qty(delivery.received ?? 0)} ${line.unit.vi} đã nhận.${note ? ` Người mua ghi: ${note}` : ''}`,
        en: `${line.product}, delivery of ${delivery.due_on}: ${showNumber(accepted, 'en')} of ${showNumber(delivery.received ?? 0, 'en')} ${line.unit.en} received were accepted.${note ? ` The buyer notes: ${note}` : ''}`,
      },
      href: `/my/hop-dong/${agreement.id}`,
      now: ctx.now,
    });
    await fulfil(tx, agreement);
  });
}

/** Nothing on its way any more and something checked: the contract is fulfilled; the demand when all its contracts are. */
export async function fulfil(tx: Tx, agreement: { id: string; demand_id: string | null }): Promise<void> {
  const deliveries = await tx.selectFrom('sourcing.delivery').select('state').where('agreement_id', '=', agreement.id).execute();
  if (deliveries.some((d) => d.state !== 'checked' && d.state !== 'cancelled') || !deliveries.some((d) => d.state === 'checked')) return;
  await tx
    .updateTable('sourcing.agreement')
    .set({ state: 'fulfilled' })
    .where('id', '=', agreement.id)
    .where('state', '=', 'signed')
    .execute();
  if (!agreement.demand_id) return;
  const open = await tx
    .selectFrom('sourcing.agreement')
    .select('id')
    .where('demand_id', '=', agreement.demand_id)
    .where('kind', '=', 'contract')
    .where('state', 'in', ['drawn', 'signed'])
    .executeTakeFirst();
  // what was asked has come, or the buyer signed for less
  const { rows } = await sql<{ whole: boolean }>`
    select not exists (select 1 from sourcing.share where demand_id = ${agreement.demand_id} and state in ('offered', 'accepted'))
      and (bool_or(d.allow_short) or exists (select 1 from sourcing.agreement a where a.demand_id = ${agreement.demand_id} and a.state = 'fulfilled'
          and (a.terms->>'short')::boolean)
        or bool_and(x.quantity - 0.0005 <= coalesce((select sum(s.answered_quantity) from sourcing.share s where s.delivery_id = x.id and s.state = 'delivered'), 0)))
      as whole
    from sourcing.demand_delivery x join sourcing.demand d on d.id = x.demand_id where d.id = ${agreement.demand_id}`.execute(tx);
  if (open || !rows[0]?.whole) return;
  await tx
    .updateTable('sourcing.demand')
    .set({ state: 'fulfilled' })
    .where('id', '=', agreement.demand_id)
    .where('state', '=', 'contracted')
    .execute();
}
