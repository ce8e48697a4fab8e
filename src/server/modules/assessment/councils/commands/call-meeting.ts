import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { conflict, fault } from '#server/platform/errors.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { once, refuseIf } from '../../request.ts';
import { assertSeat, readHearing } from '../hearing.ts';

type Calling = { hearing: string; meetsOn: string; reason: string; requestId?: string | undefined };

/** A council that decides by written opinions meets when its members disagree or the case is hard (Điều 5). */
export async function callMeeting(ctx: Ctx, input: Calling, ground: Ground): Promise<null> {
  return once(ctx, { verb: 'call_meeting', key: input.requestId, subject: { kind: 'hearing', id: input.hearing } }, async (tx) => {
    const hearing = await readHearing(tx, input.hearing, 'update');
    await assertSeat(tx, ctx, ground, hearing, 'chair');
    const reason = input.reason.trim().normalize().slice(0, 2_000);
    refuseIf([
      ...(reason ? [] : [fault('reason', 'required', 'Cần nêu lý do họp.', 'Say why the council meets.')]),
      ...(isDay(input.meetsOn) && input.meetsOn >= dayOf(ctx.now)
        ? []
        : [fault('meetsOn', 'invalid', 'Ngày họp không được trước hôm nay.', 'The council cannot meet before today.')]),
    ]);
    if (hearing.mode !== 'written' || hearing.second_of !== null || hearing.state === 'closed')
      throw conflict('Phiên này không lấy ý kiến bằng văn bản.', 'This hearing does not run by written opinions.');
    await tx.updateTable('assessment.hearing').set({ mode: 'meeting', meets_on: input.meetsOn }).where('id', '=', hearing.id).execute();
    await recordAct(tx, ctx, {
      verb: 'call_meeting',
      subjectKind: 'hearing',
      subjectId: hearing.id,
      detail: { reason, meetsOn: input.meetsOn },
    });
    return null;
  });
}
