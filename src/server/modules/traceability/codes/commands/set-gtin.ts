// The GTIN of a product: set by its producer or by the OCOP body of its province, never made by us. Ended ones stay on record.
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, may } from '#server/modules/identity/index.ts';
import { readFacts, touchProducts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { notFound, refused } from '#server/platform/errors.ts';
import { addDays, dayOf, isDay, showDay } from '#shared/dates.ts';
import { isDemonstration, readGtin } from '../rules/gtin.ts';
import '../tables.ts';

const OVERLAP = '23P01'; // exclusion constraint

/** The product, when the actor may write on its labels today; its producer's people and the province's OCOP body may. */
export async function assertMayLabel(ctx: Ctx, productId: string, ground: Ground) {
  for await (const [product] of readFacts(ctx.db, [productId])) {
    if (!product) break;
    const unit = product.place.communeCode ?? product.place.provinceCode;
    const today = dayOf(ctx.now);
    if (!may(ground, ctx.actor, 'publish', { unit: product.place.provinceCode }, today))
      assertMay(ground, ctx.actor, 'act_for_producer', { unit, producer: product.producer.id }, today);
    return product;
  }
  throw notFound('productId', { vi: 'sản phẩm', en: 'product' });
}

/** Raises the number that orders changes of GTINs; its row lock makes numbers follow the order of commits. */
async function nextNo(tx: Tx): Promise<number> {
  const row = await tx
    .updateTable('traceability.gtin_counter')
    .set((eb) => ({ no: eb('no', '+', 1) }))
    .returning('no')
    .executeTakeFirstOrThrow();
  return row.no;
}

const taken = () =>
  refused('gtin', 'GTIN này đang thuộc một sản phẩm khác.', 'This GTIN stands for another product at that time.', 'taken', 'conflict');

/** Writes one GTIN in the caller's transaction; doing it again changes nothing. */
export async function putGtin(
  tx: Tx,
  input: { productId: string; gtin: string; from: string; sample: boolean; by: string },
): Promise<{ created: boolean }> {
  const no = await nextNo(tx);
  const held = await tx
    .selectFrom('traceability.gtin')
    .select(['product_id', 'until_day'])
    .where('gtin', '=', input.gtin)
    .where((eb) => eb.or([eb('until_day', 'is', null), eb('until_day', '>=', input.from)]))
    .executeTakeFirst();
  if (held?.product_id === input.productId && held.until_day === null) return { created: false };
  if (held) throw taken();
  try {
    await tx
      .insertInto('traceability.gtin')
      .values({
        gtin: input.gtin,
        product_id: input.productId,
        from_day: input.from,
        until_day: null,
        sample: input.sample,
        set_by: input.by,
        no,
      })
      .execute();
  } catch (e) {
    if ((e as { code?: string }).code !== OVERLAP) throw e;
    throw taken();
  }
  return { created: true };
}

/** Gives a product a GTIN from a day on (today when left out); a GTIN serves one product at a time. */
export async function setGtin(
  ctx: Ctx,
  input: { productId: string; gtin: string; from?: string | undefined },
  ground: Ground,
): Promise<{ gtin: string; created: boolean }> {
  const read = readGtin(input.gtin);
  if (!read.ok) throw refused('gtin', read.fault.message.vi, read.fault.message.en, read.fault.code);
  const from = input.from ?? dayOf(ctx.now);
  if (!isDay(from) || from > addDays(dayOf(ctx.now), 366)) throw refused('from', 'Ngày bắt đầu không đúng.', 'The first day does not fit.');
  const product = await assertMayLabel(ctx, input.productId, ground);
  if (isDemonstration(read.value) && !product.sample)
    throw refused('gtin', 'Đầu số 952 chỉ để minh họa.', 'The prefix 952 is for demonstrations only.', 'demonstration');
  return transact(ctx.db, async (tx) => {
    const { created } = await putGtin(tx, { productId: product.id, gtin: read.value, from, sample: product.sample, by: ctx.actor.id });
    if (created) {
      await recordAct(tx, ctx, { verb: 'set_gtin', subjectKind: 'product', subjectId: product.id, detail: { gtin: read.value, from } });
      await touchProducts(tx, [product.id]);
    }
    return { gtin: read.value, created };
  });
}

/** The GTIN's last day for this product. Packages in the market keep leading to it until another product takes the number over. */
export async function endGtin(
  ctx: Ctx,
  input: { productId: string; gtin: string; until?: string | undefined },
  ground: Ground,
): Promise<void> {
  const product = await assertMayLabel(ctx, input.productId, ground);
  const until = input.until ?? dayOf(ctx.now);
  await transact(ctx.db, async (tx) => {
    const no = await nextNo(tx);
    const row = await tx
      .selectFrom('traceability.gtin')
      .select(['id', 'from_day'])
      .where('product_id', '=', product.id)
      .where('gtin', '=', input.gtin)
      .where('until_day', 'is', null)
      .executeTakeFirst();
    if (!row) throw notFound('gtin', { vi: 'GTIN đang dùng', en: 'GTIN in use' });
    if (!isDay(until) || until < row.from_day)
      throw refused(
        'until',
        `Ngày cuối phải từ ${showDay(row.from_day)}.`,
        `The last day may not be before ${showDay(row.from_day, 'en')}.`,
      );
    await tx.updateTable('traceability.gtin').set({ until_day: until, no }).where('id', '=', row.id).execute();
    await recordAct(tx, ctx, { verb: 'end_gtin', subjectKind: 'product', subjectId: product.id, detail: { gtin: input.gtin, until } });
    await touchProducts(tx, [product.id]);
  });
}
