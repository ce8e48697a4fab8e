// Numbers for single packages, made in batches; and lots that labels are printed for.
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { lockProduct, touchProducts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, refused } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { MOST_LABELS } from '../rules/formats.ts';
import { isMark } from '../rules/native-path.ts';
import { LAST_NO, serialOf } from '../rules/serials.ts';
import { assertMayLabel } from './set-gtin.ts';
import '../tables.ts';

export type PrintRequest = {
  productId: string;
  lot?: string | undefined;
  /** How many numbered items; 0 for labels without numbers. */
  serials: number;
  /** The same request again gives the same numbers. */
  requestId: string;
};

/** Notes the lot and makes the numbers of one print; `key` is 32 random bytes for a new batch. */
export async function issueSerials(ctx: Ctx, input: PrintRequest, key: Buffer, ground: Ground): Promise<{ serials: string[] }> {
  const lot = input.lot?.trim().toUpperCase() || undefined;
  if (lot !== undefined && !isMark(lot))
    throw refused(
      'lot',
      'Số lô có tối đa 20 chữ không dấu, chữ số và dấu như - / .',
      'A lot has at most 20 letters, digits and marks such as - / .',
    );
  if (!Number.isInteger(input.serials) || input.serials < 0 || input.serials > MOST_LABELS)
    throw refused('serials', `Mỗi lần in tối đa ${MOST_LABELS} số.`, `At most ${MOST_LABELS} numbers in one print.`);
  if (!/^[\w-]{8,64}$/.test(input.requestId)) throw refused('requestId', 'Thiếu mã yêu cầu.', 'The request id is missing.');
  const product = await assertMayLabel(ctx, input.productId, ground);
  return transact(ctx.db, async (tx) => {
    await lockProduct(tx, product.id);
    if (lot !== undefined) {
      const row = { product_id: product.id, lot, first_on: dayOf(ctx.now) };
      const { numInsertedOrUpdatedRows = 0n } = await tx
        .insertInto('traceability.printed_lot')
        .values(row)
        .onConflict((c) => c.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows > 0n) await touchProducts(tx, [product.id]);
    }
    if (input.serials === 0) return { serials: [] };
    const known = await tx.selectFrom('traceability.serial_batch').selectAll().where('id', '=', input.requestId).executeTakeFirst();
    if (known && (known.product_id !== product.id || known.size !== input.serials || known.lot !== (lot ?? null)))
      throw new AppError('conflict', { vi: 'Yêu cầu này đã dùng cho lần in khác.', en: 'This request id stands for another print.' });
    const numbers = (from: number, k: Buffer) => Array.from({ length: input.serials }, (_, i) => serialOf(k, product.id, from + i));
    if (known) return { serials: numbers(known.first_no, known.key) };
    const last = await tx
      .selectFrom('traceability.serial_batch')
      .select((eb) => eb.fn.max(eb('first_no', '+', eb.ref('size'))).as('next'))
      .where('product_id', '=', product.id)
      .executeTakeFirst();
    const first = Number(last?.next ?? 1);
    if (first + input.serials > LAST_NO) throw refused('serials', 'Sản phẩm này đã hết số.', 'This product has used up its numbers.');
    const batch = { id: input.requestId, product_id: product.id, lot: lot ?? null, first_no: first, size: input.serials, key };
    await tx
      .insertInto('traceability.serial_batch')
      .values({ ...batch, made_on: dayOf(ctx.now), made_by: ctx.actor.id })
      .execute();
    const detail = { lot: lot ?? null, from: first, size: input.serials };
    await recordAct(tx, ctx, { verb: 'issue_serials', subjectKind: 'product', subjectId: product.id, detail });
    return { serials: numbers(first, key) };
  });
}
