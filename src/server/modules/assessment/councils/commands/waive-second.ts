import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { conflict, fault } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { once, refuseIf } from '../../request.ts';
import { assertSeat, readHearing } from '../hearing.ts';

/** A second scoring that cannot come to its quorum is given up, with a reason on record: the dossier must not wait for ever. */
export async function waiveSecond(ctx: Ctx, input: { hearing: string; reason: string; requestId?: string | undefined }, ground: Ground) {
  const request = { verb: 'waive_second', key: input.requestId, subject: { kind: 'hearing', id: input.hearing } };
  return once(ctx, request, async (tx) => {
    const hearing = await readHearing(tx, input.hearing, 'update');
    await assertSeat(tx, ctx, ground, hearing, 'chair');
    const reason = input.reason.trim().normalize().slice(0, 2_000);
    refuseIf(reason ? [] : [fault('reason', 'required', 'Cần nêu lý do.', 'Give the reason.')]);
    if (hearing.second_of === null || hearing.state !== 'scoring')
      throw conflict('Không có lần chấm lại nào đang mở.', 'There is no second scoring to give up.');
    const { sheets, members } = await tx
      .selectFrom('assessment.council_member as m')
      .leftJoin('assessment.score_sheet as s', (j) =>
        j.onRef('s.account', '=', 'm.account').on('s.hearing_id', '=', hearing.id).on('s.round', '=', hearing.round),
      )
      .select((e) => [e.fn.count<number>('s.account').as('sheets'), e.fn.countAll<number>().as('members')])
      .where('m.council_id', '=', hearing.council_id)
      .where('m.second', '=', true)
      .executeTakeFirstOrThrow();
    if (sheets >= Math.ceil(members * hearing.settings.quorum - 1e-9))
      throw conflict('Đã đủ phiếu chấm lại: xin đóng, không bỏ.', 'There are enough sheets: close it instead of giving it up.');
    await tx
      .updateTable('assessment.hearing')
      .set({ state: 'waived', closed_on: dayOf(ctx.now) })
      .where('id', '=', hearing.id)
      .execute();
    await recordAct(tx, ctx, { verb: 'waive_second', subjectKind: 'hearing', subjectId: hearing.id, detail: { reason, sheets } });
    return null;
  });
}
