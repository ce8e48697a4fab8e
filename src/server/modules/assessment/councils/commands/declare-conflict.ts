import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { conflict, fault } from '#server/platform/errors.ts';
import { once, refuseIf } from '../../request.ts';
import { accountOf, assertSeat, readHearing } from '../hearing.ts';

/** A member says that the maker is kin or own firm; from then on that member cannot score the dossier. */
export async function declareConflict(
  ctx: Ctx,
  input: { hearing: string; reason: string; requestId?: string | undefined },
  ground: Ground,
) {
  const request = { verb: 'declare_conflict', key: input.requestId, subject: { kind: 'hearing', id: input.hearing } };
  return once(ctx, request, async (tx) => {
    const hearing = await readHearing(tx, input.hearing, 'update');
    await assertSeat(tx, ctx, ground, hearing, 'member');
    const reason = input.reason.trim().normalize().slice(0, 1_000);
    refuseIf(reason ? [] : [fault('reason', 'required', 'Cần nêu quan hệ.', 'Say what the relation is.')]);
    if (hearing.state === 'closed') throw conflict('Phiên chấm đã đóng.', 'The scoring is closed.');
    const scored = await tx
      .selectFrom('assessment.score_sheet')
      .select('round')
      .where('hearing_id', '=', hearing.id)
      .where('round', '=', hearing.round)
      .where('account', '=', accountOf(ctx.actor))
      .executeTakeFirst();
    if (scored) throw conflict('Bạn đã gửi phiếu chấm ở vòng này.', 'You have already scored in this round.');
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('assessment.conflict')
      .values({ hearing_id: hearing.id, account: accountOf(ctx.actor), reason, declared_at: ctx.now, declared_by: ctx.actor.id })
      .onConflict((c) => c.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows)
      await recordAct(tx, ctx, { verb: 'declare_conflict', subjectKind: 'hearing', subjectId: hearing.id, detail: { reason } });
    return null;
  });
}
