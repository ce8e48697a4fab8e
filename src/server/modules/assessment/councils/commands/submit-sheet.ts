// A member's own answers; the total is made here and nowhere else.
import { z } from 'zod';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { AppError, conflict, fault, forbidden } from '#server/platform/errors.ts';
import { once } from '../../request.ts';
import { scoreSheet } from '../../score-sheet.ts';
import { accountOf, actsFor, assertSeat, readHearing } from '../hearing.ts';

/** Strict: a total, an average or another member's name is not ours to read. */
const memberSheet = z.strictObject({
  hearing: z.string().max(20),
  round: z.number().int().min(1).max(99),
  answers: z.record(z.string(), z.string()),
  notApplicable: z.record(z.string(), z.string().max(500)).optional(),
  knockouts: z.array(z.string().max(40)).max(100).optional(),
  note: z.string().max(5_000).optional(),
  requestId: z.string().min(8).max(200).optional(),
});
export type MemberAnswers = z.infer<typeof memberSheet>;

function read(input: unknown): MemberAnswers {
  const parsed = memberSheet.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((i) =>
    i.code === 'unrecognized_keys'
      ? i.keys.map((k) =>
          fault(k, 'not_accepted', `Phiếu không nhận “${k}”: điểm do hệ thống tính.`, `A sheet takes no “${k}”: points are computed here.`),
        )
      : [fault(i.path.join('.'), 'invalid', 'Giá trị không hợp lệ.', 'The value is not valid.')],
  );
  throw new AppError('invalid', { vi: 'Phiếu chấm không được nhận.', en: 'The score sheet was refused.' }, faults);
}

/** One sheet per member and round, final once sent. */
export async function submitSheet(ctx: Ctx, input: MemberAnswers, ground: Ground): Promise<{ total: number; star: number }> {
  const id = typeof input.hearing === 'string' ? input.hearing.slice(0, 20) : '';
  const request = { verb: 'submit_sheet', key: input.requestId, subject: { kind: 'hearing', id } };
  return once(ctx, request, async (tx) => {
    const sheet = read(input);
    const hearing = await readHearing(tx, sheet.hearing, 'share');
    await assertSeat(tx, ctx, ground, hearing, 'member');
    if (hearing.state !== 'scoring') throw conflict('Phiên chấm không mở.', 'The scoring is not open.');
    if (sheet.round !== hearing.round) throw conflict('Vòng chấm này đã qua.', 'This round of scoring is over.');
    const declared = await tx
      .selectFrom('assessment.conflict')
      .select('reason')
      .where('hearing_id', '=', hearing.id)
      .where('account', '=', accountOf(ctx.actor))
      .executeTakeFirst();
    if (declared || actsFor(ctx.actor, hearing.producer_id))
      throw forbidden(
        'Có xung đột lợi ích: không chấm sản phẩm của người thân hay của mình.',
        'Conflict of interest: nobody scores own kin or firm.',
      );
    const { answers, notApplicable = {}, knockouts = [] } = sheet;
    const score = scoreSheet({ ruleset: hearing.ruleset, set: hearing.set_no, answers, notApplicable, knockouts });
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('assessment.score_sheet')
      .values({
        hearing_id: hearing.id,
        round: hearing.round,
        account: accountOf(ctx.actor),
        answers: JSON.stringify(answers),
        not_applicable: JSON.stringify(notApplicable),
        knockouts: JSON.stringify(knockouts),
        note: sheet.note?.trim().normalize() || null,
        total: score.total,
        star: score.star,
        score: JSON.stringify(score),
        submitted_at: ctx.now,
      })
      .onConflict((c) => c.doNothing())
      .executeTakeFirstOrThrow();
    if (!numInsertedOrUpdatedRows) throw conflict('Bạn đã gửi phiếu ở vòng này.', 'You have already sent a sheet in this round.');
    const detail = { round: hearing.round, total: score.total, star: score.star };
    await recordAct(tx, ctx, { verb: 'submit_sheet', subjectKind: 'hearing', subjectId: hearing.id, detail });
    return { total: score.total, star: score.star };
  });
}
