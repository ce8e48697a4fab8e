// A recall of lots begins: the named lots, everything that came out of them, everybody who holds some of it, the scan page, all at once.
import { sql } from 'kysely';
import type { z } from 'zod';
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, may } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import { findProducer, touchProducts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, type Tx, transact } from '#server/platform/db.ts';
import { notFound, refused } from '#server/platform/errors.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { OpenRecall } from '../schema.ts';
import { growRecall } from './extend-recalls.ts';
import '../../events/tables.ts';

export type ProductPlace = { id: string; producer: string; name: string; unit: string; provinceCode: string; sample: boolean };

/** A product with the seat of its producer; throws 404. */
export async function placeOf(db: Db, productId: string): Promise<ProductPlace> {
  const { rows } = await sql<{ producer_id: string; province_code: string; sample: boolean }>`
    select producer_id, province_code, sample from registry.pub_product where id = ${productId}`.execute(db);
  const product = rows[0];
  const producer = product && (await findProducer(db, product.producer_id));
  if (!product || !producer) throw notFound('productId', { vi: 'sản phẩm', en: 'product' });
  return {
    id: productId,
    producer: producer.id,
    name: producer.name,
    unit: producer.communeCode ?? producer.provinceCode,
    provinceCode: product.province_code,
    sample: product.sample,
  };
}

/** May the actor act in a recall of this product: as its producer, or as an authority of its province? Throws when not. */
export function assertRecalls(
  ctx: Ctx,
  ground: Ground,
  place: Pick<ProductPlace, 'producer' | 'unit' | 'provinceCode'>,
): 'producer' | 'authority' {
  const day = dayOf(ctx.now);
  if (may(ground, ctx.actor, 'act_for_producer', { unit: place.unit, producer: place.producer }, day)) return 'producer';
  assertMay(ground, ctx.actor, 'recall', { unit: place.provinceCode }, day);
  return 'authority';
}

/** Lots by their printed number: of the product, or, where it has none of that number, a material of the producer. Locked. */
async function namedLots(tx: Tx, place: ProductPlace, codes: readonly string[]): Promise<{ no: number; code: string }[]> {
  const materials = codes.map((code) => `N/${place.producer}/L/${code}`);
  const { rows } = await sql<{ no: number; code: string; product_id: string | null }>`
    select no, code, product_id from traceability.lot
    where (product_id = ${place.id} and code = any(${codes}::text[])) or epc = any(${materials}::text[]) order by no for no key update`.execute(
    tx,
  );
  return rows.filter((l) => l.product_id === place.id || !rows.some((o) => o.code === l.code && o.product_id === place.id));
}

/** Opens a recall. Lots are named as printed; unknown ones are refused. Holders are told and the public pages turn in this transaction. */
export async function openRecall(
  ctx: Ctx,
  raw: z.input<typeof OpenRecall>,
  ground: Ground,
): Promise<{ id: string; lots: number; holders: number }> {
  const input = parsedForm(OpenRecall, raw);
  const place = await placeOf(ctx.db, input.productId);
  const by = assertRecalls(ctx, ground, place);
  return transact(ctx.db, async (tx) => {
    const lots = await namedLots(tx, place, input.lots);
    const missing = input.lots.filter((code) => !lots.some((l) => l.code === code));
    if (missing.length > 0) throw refused('lots', `Không có lô ${missing.join(', ')}.`, `There is no lot ${missing.join(', ')}.`);
    const { rows: open } = await sql<{ code: string }>`
      select l.code from traceability.recall_lot rl join traceability.recall r on r.id = rl.recall_id join traceability.lot l on l.no = rl.lot_no
      where r.closed_at is null and rl.named and rl.lot_no = any(${lots.map((l) => l.no)}::bigint[])`.execute(tx);
    if (open.length > 0)
      throw refused('lots', `Lô ${open[0]?.code} đang được thu hồi.`, `Lot ${open[0]?.code} is under recall already.`, 'conflict');
    const id = newId();
    await tx
      .insertInto('traceability.recall')
      .values({
        id,
        product_id: place.id,
        producer_id: place.producer,
        province_code: place.provinceCode,
        level: input.level,
        reason_vi: input.reason.vi,
        reason_en: input.reason.en ?? input.reason.vi,
        advice_vi: input.advice.vi,
        advice_en: input.advice.en ?? input.advice.vi,
        since: ctx.now,
        opened_by: ctx.actor.id,
        opened_name: ctx.actor.name,
        closed_at: null,
        closed_by: null,
        report: null,
        recovered: null,
        sample: place.sample,
      })
      .execute();
    await sql`insert into traceability.recall_lot (recall_id, lot_no, named) select ${id}, no, true from unnest(${lots.map((l) => l.no)}::bigint[]) no`.execute(
      tx,
    );
    const grown = await growRecall(tx, ctx, id);
    await touchProducts(tx, [place.id]);
    if (by === 'producer')
      await notify(tx, {
        to: { unit: place.provinceCode, verb: 'recall' },
        kind: 'recall',
        key: `recall:${id}:authority`,
        subject: { vi: `Chủ thể tự thu hồi lô: ${place.name}`, en: `A producer recalls lots: ${place.name}` },
        text: { vi: input.reason.vi, en: input.reason.en ?? input.reason.vi },
        href: `/desk/thu-hoi-lo/${id}`,
        now: ctx.now,
      });
    const detail = {
      product: place.id,
      lots: lots.map((l) => l.code),
      level: input.level,
      by,
      reached: grown.lots.length,
      holders: grown.holders.length,
    };
    await recordAct(tx, ctx, { verb: 'open_recall', subjectKind: 'recall', subjectId: id, detail });
    return { id, lots: lots.length + grown.lots.length, holders: grown.holders.length };
  });
}
