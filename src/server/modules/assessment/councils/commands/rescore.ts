import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { conflict, fault } from '#server/platform/errors.ts';
import { once, refuseIf } from '../../request.ts';
import { assertSeat, readHearing } from '../hearing.ts';

/** After the discussion the members score again, each anew; the sheets of the round before stay as they were. */
export async function rescore(ctx: Ctx, input: { hearing: string; minutes: string; requestId?: string | undefined }, ground: Ground) {
  const request = { verb: 'rescore', key: input.requestId, subject: { kind: 'hearing', id: input.hearing } };
  return once(ctx, request, async (tx) => {
    const hearing = await readHearing(tx, input.hearing, 'update');
    await assertSeat(tx, ctx, ground, hearing, 'chair');
    const minutes = input.minutes.trim().normalize().slice(0, 20_000);
    refuseIf(minutes ? [] : [fault('minutes', 'required', 'Cần ghi nội dung thảo luận.', 'Write down what was discussed.')]);
    if (hearing.state !== 'discussion') throw conflict('Phiên chấm không ở bước thảo luận.', 'The council is not in discussion.');
    if (hearing.mode === 'written')
      throw conflict(
        'Ý kiến bằng văn bản khác nhau: hội đồng phải họp rồi mới chấm lại.',
        'The written opinions disagree: the council meets before it scores again.',
      );
    const round = hearing.round + 1;
    await tx.updateTable('assessment.hearing').set({ state: 'scoring', round }).where('id', '=', hearing.id).execute();
    await recordAct(tx, ctx, { verb: 'rescore', subjectKind: 'hearing', subjectId: hearing.id, detail: { round, minutes } });
    return { round };
  });
}
