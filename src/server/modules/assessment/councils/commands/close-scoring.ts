// The chair closes a scoring: a result when the quorum stands and members agree, else a discussion first.
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { conflict } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { once } from '../../request.ts';
import { findRuleset } from '../../rulesets/known.ts';
import { compareScorings } from '../compare-scorings.ts';
import { assertSeat, readHearing } from '../hearing.ts';
import { type Conclusion, conclude } from '../rules/conclude.ts';

export type Closing = { closed: true; result: Conclusion } | { closed: false; spread: number; limit: number };

/** The second scoring is closed in the same way, without its sheets being seen: it needs no chair among its members and no agreement. */
export async function closeScoring(ctx: Ctx, input: { hearing: string; requestId?: string | undefined }, ground: Ground): Promise<Closing> {
  const request = { verb: 'close_scoring', key: input.requestId, subject: { kind: 'hearing', id: input.hearing } };
  return once(ctx, request, async (tx): Promise<Closing> => {
    const hearing = await readHearing(tx, input.hearing, 'update');
    await assertSeat(tx, ctx, ground, hearing, 'chair');
    const today = dayOf(ctx.now);
    if (hearing.state !== 'scoring') throw conflict('Phiên chấm không mở.', 'The scoring is not open.');
    if (today < hearing.meets_on) throw conflict('Chưa đến ngày họp hội đồng.', 'The council has not met yet.');
    const second = hearing.second_of !== null;
    const rows = await tx
      .selectFrom('assessment.council_member as m')
      .leftJoin('assessment.score_sheet as s', (j) =>
        j.onRef('s.account', '=', 'm.account').on('s.hearing_id', '=', hearing.id).on('s.round', '=', hearing.round),
      )
      .select(['m.account', 'm.chair', 's.score'])
      .where('m.council_id', '=', hearing.council_id)
      .where('m.second', '=', second)
      .execute();
    const sheets = rows.flatMap((r) => (r.score ? [{ account: r.account, chair: r.chair, score: r.score }] : []));
    const bands = findRuleset(hearing.ruleset)?.sheets.get(hearing.set_no)?.bands ?? [];
    const settings = second ? { ...hearing.settings, chairNeeded: false, spread: null } : hearing.settings;
    const found = conclude(sheets, rows.length, settings, bands);
    if (found.kind === 'no_quorum') {
      const [vi, en] = found.chairMissing ? [' và phải có chủ tịch', ', the chair among them'] : ['', ''];
      throw conflict(
        `Chưa đủ phiếu: có ${found.have}, cần ${found.need}${vi}.`,
        `Not enough sheets: ${found.have} of ${found.need} needed${en}.`,
      );
    }
    const done = found.kind === 'concluded';
    await tx
      .updateTable('assessment.hearing')
      .set(done ? { state: 'closed', closed_on: today, result: JSON.stringify(found.result) } : { state: 'discussion' })
      .where('id', '=', hearing.id)
      .execute();
    if (done) await compareScorings(tx, ctx, hearing);
    const detail = { round: hearing.round, ...(done ? found.result : { spread: found.spread, limit: found.limit }) };
    const verb = done ? (second ? 'close_second_scoring' : 'close_scoring') : 'ask_discussion';
    await recordAct(tx, ctx, { verb, subjectKind: 'hearing', subjectId: hearing.id, detail });
    return done ? { closed: true, result: found.result } : { closed: false, spread: found.spread, limit: found.limit };
  });
}
