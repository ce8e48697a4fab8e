// The second scoring differs by more than the council's limit: the chair may send the first council back to score again.
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { conflict, fault } from '#server/platform/errors.ts';
import { once, refuseIf } from '../../request.ts';
import { assertSeat, readHearing } from '../hearing.ts';

/** Once per hearing, before the decision; the sheets and the difference of the first time stay as they are. */
export async function orderRescore(ctx: Ctx, input: { hearing: string; reason: string; requestId?: string | undefined }, ground: Ground) {
  const request = { verb: 'order_rescore', key: input.requestId, subject: { kind: 'hearing', id: input.hearing } };
  return once(ctx, request, async (tx) => {
    const { dossier_id } = await readHearing(tx, input.hearing);
    // the dossier first, as the decision does: one of the two comes too late
    const dossier = await tx
      .selectFrom('assessment.dossier')
      .select('state')
      .where('id', '=', dossier_id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const hearing = await readHearing(tx, input.hearing, 'update');
    await assertSeat(tx, ctx, ground, hearing, 'chair');
    const reason = input.reason.trim().normalize().slice(0, 20_000);
    refuseIf(reason ? [] : [fault('reason', 'required', 'Cần nêu lý do chấm lại.', 'Give the reason for scoring again.')]);
    if (hearing.state !== 'closed' || (dossier.state !== 'council' && dossier.state !== 'central_council'))
      throw conflict('Hồ sơ không còn ở bước chờ quyết định.', 'The dossier no longer waits for its decision.');
    const found = await tx.selectFrom('assessment.second_difference').selectAll().where('hearing_id', '=', hearing.id).executeTakeFirst();
    if (!found) throw conflict('Hồ sơ này không có kết quả chấm lại ẩn danh.', 'This dossier has no second scoring.');
    const difference = Math.abs(found.second_total - found.first_total);
    if (difference <= found.bound)
      throw conflict(
        `Chênh lệch ${difference.toFixed(2)} điểm không vượt mức ${found.bound}: kết quả lần đầu đứng vững.`,
        `The difference of ${difference.toFixed(2)} points is within ${found.bound}: the first result stands.`,
      );
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('assessment.rescore_order')
      .values({ hearing_id: hearing.id, reason, ordered_at: ctx.now, ordered_by: ctx.actor.id })
      .onConflict((c) => c.doNothing())
      .executeTakeFirstOrThrow();
    if (!numInsertedOrUpdatedRows) throw conflict('Hội đồng đã chấm lại một lần.', 'The council has already scored again once.');
    const round = hearing.round + 1;
    await tx
      .updateTable('assessment.hearing')
      .set({ state: 'scoring', round, closed_on: null, result: null })
      .where('id', '=', hearing.id)
      .execute();
    await recordAct(tx, ctx, {
      verb: 'order_rescore',
      subjectKind: 'hearing',
      subjectId: hearing.id,
      detail: { round, reason, difference },
    });
    return { round };
  });
}
