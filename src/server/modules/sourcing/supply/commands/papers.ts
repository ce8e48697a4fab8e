import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import { parsed } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { type PaperInput, paperInput } from '../schema.ts';

async function assertOwn(ctx: Ctx, producerId: string, ground: Ground): Promise<void> {
  const producer = await findProducer(ctx.db, producerId);
  if (!producer) throw notFound(producerId, { vi: 'chủ thể', en: 'producer' });
  assertMay(ground, ctx.actor, 'act_for_producer', { unit: producer.provinceCode, producer: producerId }, dayOf(ctx.now));
}

/** A paper the producer holds, as stated by it; the same statement again does nothing. Needs `act_for_producer`. */
export async function statePaper(ctx: Ctx, input: PaperInput, ground: Ground): Promise<{ id: string }> {
  const paper = parsed(paperInput, input);
  await assertOwn(ctx, paper.producerId, ground);
  return transact(ctx.db, async (tx) => {
    const same = await tx
      .selectFrom('sourcing.paper')
      .select('id')
      .where('producer_id', '=', paper.producerId)
      .where('kind', '=', paper.kind)
      .where('product_id', 'is not distinct from', paper.productId)
      .where('number', 'is not distinct from', paper.number || null)
      .where('valid_until', 'is not distinct from', paper.validUntil)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (same) return same;
    const id = newId();
    await tx
      .insertInto('sourcing.paper')
      .values({
        id,
        producer_id: paper.producerId,
        product_id: paper.productId,
        kind: paper.kind,
        number: paper.number || null,
        issuer: paper.issuer || null,
        valid_from: paper.validFrom,
        valid_until: paper.validUntil,
        stated_by: ctx.actor.id,
        stated_at: ctx.now,
      })
      .execute();
    await recordAct(tx, ctx, { verb: 'state_paper', subjectKind: 'producer', subjectId: paper.producerId, detail: { id, ...paper } });
    return { id };
  });
}

/** The producer no longer holds the paper. */
export async function endPaper(ctx: Ctx, { id }: { id: string }, ground: Ground): Promise<void> {
  const paper = await ctx.db.selectFrom('sourcing.paper').select(['producer_id']).where('id', '=', id).executeTakeFirst();
  if (!paper) throw notFound(id, { vi: 'giấy tờ', en: 'paper' });
  await assertOwn(ctx, paper.producer_id, ground);
  await transact(ctx.db, async (tx) => {
    const done = await tx
      .updateTable('sourcing.paper')
      .set({ ended_at: ctx.now })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (done.numUpdatedRows > 0n)
      await recordAct(tx, ctx, { verb: 'end_paper', subjectKind: 'producer', subjectId: paper.producer_id, detail: { id } });
  });
}
