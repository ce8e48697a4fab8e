import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { conflict, fault } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { once, refuseIf } from '../../request.ts';
import { dayFaults, type RoundDays } from '../rules/days.ts';
import '../../tables.ts';

export type NewRound = RoundDays & { unit: string; name: string; plan: string; requestId?: string | undefined };

/** A round is set up by its plan: the province's body for the province, the ministry for the centre (Điều 7). */
export async function openRound(ctx: Ctx, input: NewRound, ground: Ground): Promise<{ id: string }> {
  const subject = { kind: 'unit', id: input.unit };
  return once(ctx, { verb: 'open_round', key: input.requestId, subject }, async (tx) => {
    assertMay(ground, ctx.actor, 'publish', { unit: input.unit }, dayOf(ctx.now));
    const [name, plan] = [input.name.trim().normalize().slice(0, 200), input.plan.trim().normalize().slice(0, 200)];
    const whole = input.unit === NATION || ground.province(input.unit, 34) !== undefined;
    refuseIf(
      [
        ...(whole
          ? []
          : [fault('unit', 'invalid', 'Đợt đánh giá là của tỉnh hoặc Trung ương.', 'Rounds belong to a province or the centre.')]),
        ...(name ? [] : [fault('name', 'required', 'Cần tên đợt.', 'The round needs a name.')]),
        ...(plan ? [] : [fault('plan', 'required', 'Cần số kế hoạch.', 'Name the plan that sets it up.')]),
        ...dayFaults(input.unit === NATION ? 'nation' : 'province', input),
      ],
      { vi: 'Chưa mở được đợt đánh giá.', en: 'The round cannot be opened.' },
    );
    const id = newId();
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('assessment.round')
      .values({
        id,
        unit: input.unit,
        name,
        plan,
        files_from: input.filesFrom,
        files_until: input.filesUntil,
        review_until: input.reviewUntil,
        council_from: input.councilFrom,
        council_until: input.councilUntil,
        created_at: ctx.now,
        created_by: ctx.actor.id,
      })
      .onConflict((c) => c.doNothing())
      .executeTakeFirstOrThrow();
    if (!numInsertedOrUpdatedRows) throw conflict('Đơn vị đã có đợt tên này.', 'The unit already has a round of this name.');
    const { requestId: _, ...detail } = input;
    await recordAct(tx, ctx, { verb: 'open_round', subjectKind: 'round', subjectId: id, detail: { ...detail, name, plan } });
    return { id };
  });
}
