// An inspection outside the plan is ordered; one is held and its findings written; a finding is closed.
import type { z } from 'zod';
import { recordAct, recorded } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { notFound, refused } from '#server/platform/errors.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { getHeld } from '../queries/get-held.ts';
import { CloseFinding, OrderInspection, RecordInspection } from '../schema.ts';
import '../tables.ts';

/** Adds an inspection that no plan drew; in the caller's transaction. */
export async function addInspection(
  tx: Tx,
  {
    productId,
    provinceCode,
    why,
    dueOn,
    note,
  }: { productId: string; provinceCode: string; why: 'report' | 'surprise'; dueOn: string; note: string },
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('supervision.inspection')
    .values({
      id,
      plan_id: null,
      product_id: productId,
      province_code: provinceCode,
      why,
      risk: 0,
      reasons: [],
      due_on: dueOn,
      done_on: null,
      outcome: null,
      note,
      done_by: null,
    })
    .execute();
  return id;
}

/** Orders a surprise inspection. */
export async function orderInspection(ctx: Ctx, raw: z.input<typeof OrderInspection>, ground: Ground): Promise<{ id: string }> {
  const input = parsedForm(OrderInspection, raw);
  const today = dayOf(ctx.now);
  return recorded(ctx, { verb: 'order_inspection', subjectKind: 'product', subjectId: input.productId }, async () => {
    const { provinceCode } = await getHeld(ctx.db, input.productId, today);
    assertMay(ground, ctx.actor, 'inspect', { unit: provinceCode }, today);
    if (input.dueOn < today) throw refused('dueOn', 'Hạn đã qua.', 'The deadline is over.');
    return transact(ctx.db, async (tx) => {
      const id = await addInspection(tx, { ...input, provinceCode, why: 'surprise' });
      const { productId, dueOn } = input;
      await recordAct(tx, ctx, { verb: 'order_inspection', subjectKind: 'inspection', subjectId: id, detail: { productId, dueOn } });
      return { id };
    });
  });
}

/** Writes what an inspection found, once. */
export async function recordInspection(ctx: Ctx, raw: z.input<typeof RecordInspection>, ground: Ground): Promise<void> {
  const input = parsedForm(RecordInspection, raw);
  const today = dayOf(ctx.now);
  if (input.doneOn > today) throw refused('doneOn', 'Ngày kiểm tra ở tương lai.', 'The inspection lies in the future.');
  if ((input.outcome === 'findings') !== input.findings.length > 0)
    throw refused('findings', 'Kết quả và điều phải khắc phục không khớp.', 'Outcome and findings do not fit together.');
  if (input.findings.some((f) => f.dueOn < input.doneOn))
    throw refused('findings', 'Hạn khắc phục trước ngày kiểm tra.', 'A deadline lies before the inspection.');
  await recorded(ctx, { verb: 'record_inspection', subjectKind: 'inspection', subjectId: input.inspectionId }, () =>
    transact(ctx.db, async (tx) => {
      const row = await tx
        .selectFrom('supervision.inspection')
        .select(['product_id', 'province_code', 'done_on'])
        .where('id', '=', input.inspectionId)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw notFound('inspectionId', { vi: 'lượt kiểm tra', en: 'inspection' });
      const held = await getHeld(tx, row.product_id, today);
      assertMay(ground, ctx.actor, 'inspect', { unit: held.provinceCode }, today);
      if (row.done_on !== null)
        throw refused('inspectionId', 'Lượt này đã có kết quả.', 'This inspection has its outcome already.', 'conflict');
      await tx
        .updateTable('supervision.inspection')
        .set({ done_on: input.doneOn, outcome: input.outcome, note: input.note, done_by: ctx.actor.id })
        .where('id', '=', input.inspectionId)
        .execute();
      if (input.findings.length > 0)
        await tx
          .insertInto('supervision.finding')
          .values(
            input.findings.map((f) => ({
              id: newId(),
              inspection_id: input.inspectionId,
              product_id: row.product_id,
              kind: f.kind,
              text: f.text,
              due_on: f.dueOn,
              closed_on: null,
              closed_by: null,
              closing: null,
            })),
          )
          .execute();
      const detail = {
        productId: row.product_id,
        outcome: input.outcome,
        findings: input.findings.map((f) => ({ kind: f.kind, dueOn: f.dueOn })),
      };
      await recordAct(tx, ctx, { verb: 'record_inspection', subjectKind: 'inspection', subjectId: input.inspectionId, detail });
    }),
  );
}

/** Closes a finding: mended, or settled in another way that the closing says. */
export async function closeFinding(ctx: Ctx, raw: z.input<typeof CloseFinding>, ground: Ground): Promise<void> {
  const input = parsedForm(CloseFinding, raw);
  const today = dayOf(ctx.now);
  await recorded(ctx, { verb: 'close_finding', subjectKind: 'finding', subjectId: input.findingId }, () =>
    transact(ctx.db, async (tx) => {
      const row = await tx
        .selectFrom('supervision.finding')
        .select(['product_id', 'closed_on'])
        .where('id', '=', input.findingId)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw notFound('findingId', { vi: 'điều phải khắc phục', en: 'finding' });
      const held = await getHeld(tx, row.product_id, today);
      assertMay(ground, ctx.actor, 'inspect', { unit: held.provinceCode }, today);
      if (row.closed_on !== null) throw refused('findingId', 'Điều này đã khép.', 'This finding is closed already.', 'conflict');
      await tx
        .updateTable('supervision.finding')
        .set({ closed_on: today, closed_by: ctx.actor.id, closing: input.closing })
        .where('id', '=', input.findingId)
        .execute();
      await recordAct(tx, ctx, {
        verb: 'close_finding',
        subjectKind: 'finding',
        subjectId: input.findingId,
        detail: { productId: row.product_id },
      });
    }),
  );
}
