import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError, type Fault, fault } from '#server/platform/errors.ts';
import { parsed } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { assertBuysFor } from '../../rights.ts';
import { type DemandInput, demandInput } from '../schema.ts';

/** The end of a day in Việt Nam. */
export const endOf = (day: string): Date => new Date(`${day}T23:59:59+07:00`);
/**
 * Posts a demand: open to offers until the end of `closesOn`. Only a verified buyer, for its own organisation. `requestId` makes a retry
 * harmless. Throws invalid naming each field, forbidden, conflict for a buyer that is not verified.
 */
export async function postDemand(ctx: Ctx, input: DemandInput, ground: Territory & Ground, requestId?: string): Promise<{ id: string }> {
  const demand = parsed(demandInput, input);
  const today = dayOf(ctx.now);
  assertBuysFor(ground, ctx.actor, demand.organisation, today);
  const faults: Fault[] = [];
  if (demand.closesOn < today) faults.push(fault('closesOn', 'past', 'Hạn chào hàng đã qua.', 'The closing day is past.'));
  for (const [i, d] of demand.deliveries.entries()) {
    if (d.dueOn <= demand.closesOn)
      faults.push(
        fault(
          `deliveries.${i}.dueOn`,
          'before_closing',
          'Ngày giao phải sau hạn chào hàng.',
          'The delivery must come after the closing day.',
        ),
      );
    if (d.province !== null && !ground.province(d.province, 34))
      faults.push(fault(`deliveries.${i}.province`, 'unknown', 'Không có tỉnh này.', 'There is no such province.'));
  }
  if (faults.length > 0) throw new AppError('invalid', { vi: 'Nhu cầu chưa đúng.', en: 'The demand does not fit.' }, faults);
  return transact(ctx.db, async (tx) => {
    const buyer = await tx
      .selectFrom('sourcing.buyer')
      .select('verified_at')
      .where('organisation_id', '=', demand.organisation)
      .forUpdate()
      .executeTakeFirst();
    if (!buyer?.verified_at)
      throw new AppError('conflict', {
        vi: 'Đơn vị mua chưa được xác minh. Cán bộ xúc tiến thương mại xác minh trước khi đăng nhu cầu.',
        en: 'This buyer is not verified yet. A promotion officer verifies it before demands are posted.',
      });
    if (requestId !== undefined) {
      const done = await tx.selectFrom('sourcing.request').select(['actor', 'answer']).where('key', '=', requestId).executeTakeFirst();
      if (done && done.actor !== ctx.actor.id)
        throw new AppError('conflict', { vi: 'Mã yêu cầu này đã dùng cho việc khác.', en: 'This request id was used for something else.' });
      if (done) return done.answer as { id: string };
    }
    const made = { id: await insertDemand(tx, ctx, demand, null) };
    if (requestId !== undefined)
      await tx
        .insertInto('sourcing.request')
        .values({ key: requestId, actor: ctx.actor.id, answer: JSON.stringify(made), at: ctx.now })
        .execute();
    return made;
  });
}

/** Writes an open demand with its deliveries and its act. Stores must be the buyer's own. */
export async function insertDemand(tx: Tx, ctx: Ctx, demand: DemandInput, repeatsOf: string | null): Promise<string> {
  const stores = new Map(
    (
      await tx
        .selectFrom('sourcing.store')
        .selectAll()
        .where('organisation_id', '=', demand.organisation)
        .where('ended_at', 'is', null)
        .execute()
    ).map((s) => [s.id, s]),
  );
  const id = newId();
  await tx
    .insertInto('sourcing.demand')
    .values({
      id,
      organisation_id: demand.organisation,
      title: demand.title,
      wanted: demand.wanted,
      set_no: demand.set,
      specification: demand.specification,
      unit: demand.unit,
      ceiling_price: demand.ceilingPrice,
      min_star: demand.minStar,
      papers: demand.papers,
      packing: demand.packing,
      max_suppliers: demand.maxSuppliers,
      max_share: demand.maxShare,
      small_share: demand.smallShare,
      allow_short: demand.allowShort,
      needs_invoice: demand.needsInvoice,
      visibility: demand.visibility,
      invited: demand.invited,
      sealed: demand.sealed,
      repeats: demand.repeats,
      repeats_of: repeatsOf,
      closes_at: endOf(demand.closesOn),
      state: 'open',
      profile: demand.profile,
      checklist: JSON.stringify(demand.checklist ?? []),
      language: demand.language,
      created_by: ctx.actor.id,
      created_at: ctx.now,
      posted_at: ctx.now,
    })
    .execute();
  const rows = demand.deliveries.map((d, i) => {
    const store = d.store === null ? undefined : stores.get(d.store);
    if (d.store !== null && !store)
      throw new AppError('invalid', { vi: 'Cửa hàng không thuộc đơn vị mua.', en: 'The store is not the buyer’s.' }, [
        fault(`deliveries.${i}.store`, 'unknown', 'Không có cửa hàng này.', 'There is no such store.'),
      ]);
    return {
      id: newId(),
      demand_id: id,
      no: i + 1,
      due_on: d.dueOn,
      store_id: d.store,
      place: d.place || (store ? [store.name, store.address].filter(Boolean).join(', ') : ''),
      province_code: d.province ?? store?.province_code ?? null,
      lat: store?.lat ?? null,
      lng: store?.lng ?? null,
      quantity: d.quantity,
    };
  });
  await tx.insertInto('sourcing.demand_delivery').values(rows).execute();
  await recordAct(tx, ctx, { verb: 'post_demand', subjectKind: 'demand', subjectId: id, detail: { ...demand, repeatsOf } });
  return id;
}

/** Takes a demand off the market; offers made on it lapse. Not once it is contracted. */
export async function cancelDemand(ctx: Ctx, { id, reason }: { id: string; reason: string }, ground: Ground): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const demand = await tx
      .selectFrom('sourcing.demand')
      .select(['organisation_id', 'state'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!demand) throw new AppError('not_found', { vi: 'Không có nhu cầu này.', en: 'There is no such demand.' });
    assertBuysFor(ground, ctx.actor, demand.organisation_id, dayOf(ctx.now));
    if (demand.state === 'cancelled') return;
    if (demand.state !== 'open' && demand.state !== 'pooling')
      throw new AppError('conflict', { vi: 'Nhu cầu đã ký hợp đồng hoặc đã kết thúc.', en: 'The demand is contracted or over.' });
    await tx.updateTable('sourcing.demand').set({ state: 'cancelled' }).where('id', '=', id).execute();
    await tx
      .updateTable('sourcing.share')
      .set({ state: 'released', reason: 'demand_cancelled' })
      .where('demand_id', '=', id)
      .where('state', 'in', ['proposed', 'offered', 'accepted'])
      .execute();
    await tx
      .updateTable('sourcing.pool')
      .set({ state: 'dropped' })
      .where('demand_id', '=', id)
      .where('state', 'in', ['proposed', 'offered', 'settled'])
      .execute();
    await recordAct(tx, ctx, { verb: 'cancel_demand', subjectKind: 'demand', subjectId: id, detail: { reason } });
  });
}
