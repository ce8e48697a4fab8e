// Holders say what they did; the recall closes with a report.
import { sql } from 'kysely';
import type { z } from 'zod';
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import { findProducer, touchProducts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { notFound, refused } from '#server/platform/errors.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { AnswerRecall, CloseRecall, NoteAnswer } from '../schema.ts';
import { assertRecalls, placeOf } from './open-recall.ts';
import '../../events/tables.ts';

async function lockRecall(tx: Tx, id: string) {
  const recall = await tx.selectFrom('traceability.recall').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!recall) throw notFound('recallId', { vi: 'đợt thu hồi', en: 'recall' });
  if (recall.closed_at) throw refused('recallId', 'Đợt thu hồi đã khép lại.', 'The recall is closed.', 'conflict');
  return recall;
}

/** What a holder did with its goods. May be said again until the recall closes; the last word counts. */
export async function answerRecall(ctx: Ctx, raw: z.input<typeof AnswerRecall>, ground: Ground): Promise<void> {
  const input = parsedForm(AnswerRecall, raw);
  const producer = await findProducer(ctx.db, input.producer);
  if (!producer) throw notFound('producer', { vi: 'chủ thể', en: 'producer' });
  const unit = producer.communeCode ?? producer.provinceCode;
  assertMay(ground, ctx.actor, 'act_for_producer', { unit, producer: producer.id }, dayOf(ctx.now));
  await transact(ctx.db, async (tx) => {
    await lockRecall(tx, input.recallId);
    const { rows } =
      await sql`update traceability.recall_holder h set answer = ${input.answer}, answered_at = ${ctx.now}, quantity = ${input.quantity ?? null}
      where h.recall_id = ${input.recallId} and (h.holder = ${producer.id}
        or h.holder in (select id from traceability.party where producer_id = ${producer.id})) returning 1`.execute(tx);
    if (rows.length === 0) throw notFound('producer', { vi: 'bên đang giữ hàng', en: 'holder' });
    const detail = { producer: producer.id, quantity: input.quantity ?? null };
    await recordAct(tx, ctx, { verb: 'answer_recall', subjectKind: 'recall', subjectId: input.recallId, detail });
  });
}

/**
 * What a holder without an account did with its goods, noted by who runs the recall after calling there: households, shops, parties known by an
 * address only. Holders that answer for themselves are refused: `conflict`.
 */
export async function noteAnswer(ctx: Ctx, raw: z.input<typeof NoteAnswer>, ground: Ground): Promise<void> {
  const input = parsedForm(NoteAnswer, raw);
  await transact(ctx.db, async (tx) => {
    const recall = await lockRecall(tx, input.recallId);
    assertRecalls(ctx, ground, await placeOf(tx, recall.product_id));
    const party = await tx.selectFrom('traceability.party').select('producer_id').where('id', '=', input.holder).executeTakeFirst();
    if (await findProducer(tx, party?.producer_id ?? input.holder))
      throw refused('holder', 'Bên này có tài khoản và tự trả lời.', 'This holder has an account and answers itself.', 'conflict');
    const { rows } =
      await sql`update traceability.recall_holder set answer = ${input.answer}, answered_at = ${ctx.now}, quantity = ${input.quantity ?? null}
      where recall_id = ${recall.id} and holder = ${input.holder} returning 1`.execute(tx);
    if (rows.length === 0) throw notFound('holder', { vi: 'bên đang giữ hàng', en: 'holder' });
    const detail = { holder: input.holder, quantity: input.quantity ?? null, noted: true };
    await recordAct(tx, ctx, { verb: 'answer_recall', subjectKind: 'recall', subjectId: recall.id, detail });
  });
}

/** Ends a recall with its report; the lots may move again and the public pages turn back. */
export async function closeRecall(ctx: Ctx, raw: z.input<typeof CloseRecall>, ground: Ground): Promise<void> {
  const input = parsedForm(CloseRecall, raw);
  await transact(ctx.db, async (tx) => {
    const recall = await lockRecall(tx, input.recallId);
    assertRecalls(ctx, ground, await placeOf(tx, recall.product_id));
    await tx
      .updateTable('traceability.recall')
      .set({ closed_at: ctx.now, closed_by: ctx.actor.id, report: input.report, recovered: input.recovered ?? null })
      .where('id', '=', recall.id)
      .execute();
    const { rows } = await sql<{ product_id: string }>`select distinct l.product_id from traceability.recall_lot rl
      join traceability.lot l on l.no = rl.lot_no where rl.recall_id = ${recall.id} and l.product_id is not null`.execute(tx);
    await touchProducts(
      tx,
      rows.map((r) => r.product_id),
    );
    const detail = { recovered: input.recovered ?? null };
    await recordAct(tx, ctx, { verb: 'close_recall', subjectKind: 'recall', subjectId: recall.id, detail });
  });
}
