import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { parsed } from '#server/platform/refusal.ts';
import { addDays, dayOf, showDay } from '#shared/dates.ts';
import { assertSpeaks } from '../rights.ts';
import { type FollowUpInput, followUpInput, type ResultInput, resultInput } from '../schema.ts';

/** The meeting under a lock, with its event; only of a timetable in force, and only for whoever sat there or keeps the event. */
async function lockMeeting(tx: Tx, ctx: Ctx, id: string, ground: Ground) {
  const m = await tx
    .selectFrom('promotion.meeting as m')
    .innerJoin('promotion.timetable as t', 't.id', 'm.timetable_id')
    .innerJoin('promotion.event as e', 'e.id', 't.event_id')
    .select(['m.id', 'm.firm_id', 'm.buyer_id', 'm.state', 'm.result', 'e.id as event_id', 'e.unit', 'e.meet_on', 't.state as version'])
    .where('m.id', '=', id)
    .forUpdate('m')
    .executeTakeFirst();
  if (m?.version !== 'published') throw notFound('meeting', { vi: 'cuộc gặp', en: 'meeting' });
  const sides = await tx.selectFrom('promotion.participant').selectAll().where('id', 'in', [m.firm_id, m.buyer_id]).execute();
  assertSpeaks(ground, ctx.actor, sides, m, dayOf(ctx.now));
  return m;
}

/** What came of a meeting, from either side or the officer; said again, the later word counts. */
export async function recordResult(ctx: Ctx, input: ResultInput, ground: Ground): Promise<void> {
  const { meeting, result, note } = parsed(resultInput, input);
  await transact(ctx.db, async (tx) => {
    const m = await lockMeeting(tx, ctx, meeting, ground);
    if (dayOf(ctx.now) < m.meet_on)
      throw new AppError('conflict', { vi: 'Ngày gặp gỡ chưa tới.', en: 'The day of the meetings has not come.' });
    if (m.state === 'freed') throw new AppError('conflict', { vi: 'Cuộc gặp này đã bỏ.', en: 'This meeting did not take place.' });
    await tx
      .updateTable('promotion.meeting')
      .set({ state: 'held', result, note, result_by: ctx.actor.id, result_at: ctx.now })
      .where('id', '=', meeting)
      .execute();
    const detail = { meeting, before: m.result, result };
    await recordAct(tx, ctx, { verb: 'record_meeting', subjectKind: 'event', subjectId: m.event_id, detail });
  });
}

/** Asks both sides what became of each meeting with an outcome, 30 and 90 days after it. Asking twice does nothing. */
export async function askFollowUps(ctx: Ctx): Promise<{ asked: number }> {
  const today = dayOf(ctx.now);
  let asked = 0;
  for (const afterDays of [30, 90] as const) {
    const day = addDays(today, -afterDays);
    asked += await transact(ctx.db, async (tx) => {
      const { rows } = await sql<{ meeting: string; event: string; vi: string; en: string; on: string; firm: string; buyer: string }>`
        with due as (
          select m.id, e.id as event, e.name_vi, e.name_en, e.meet_on, f.producer_id, b.organisation_id
          from promotion.meeting m
          join promotion.timetable t on t.id = m.timetable_id and t.state = 'published'
          join promotion.event e on e.id = t.event_id
          join promotion.participant f on f.id = m.firm_id
          join promotion.participant b on b.id = m.buyer_id
          where m.state = 'held' and m.result <> 'none' and e.meet_on <= ${day}::date
        ), asked as (
          insert into promotion.follow_up (meeting_id, after_days, asked_at)
          select id, ${afterDays}, ${ctx.now} from due on conflict do nothing returning meeting_id
        )
        select due.id as meeting, event, name_vi as vi, name_en as en, meet_on as on, producer_id as firm, organisation_id as buyer
        from due join asked on asked.meeting_id = due.id order by due.id`.execute(tx);
      for (const r of rows)
        for (const to of [{ producer: r.firm }, { organisation: r.buyer }])
          await notify(tx, {
            to,
            kind: 'event',
            key: `follow-up-${r.event}-${afterDays}`,
            subject: { vi: `Sau ${afterDays} ngày: ${r.vi}`, en: `After ${afterDays} days: ${r.en}` },
            text: {
              vi: `Các cuộc gặp ngày ${showDay(r.on)} đã đi tới đâu? Ghi giúp mỗi cuộc một dòng.`,
              en: `What became of the meetings of ${showDay(r.on, 'en')}? One line for each.`,
            },
            href: `/my/su-kien/${r.event}`,
            now: ctx.now,
          });
      return rows.length;
    });
  }
  return { asked };
}

/** How far a meeting has come after 30 or 90 days, with the number of the agreement it led to. */
export async function answerFollowUp(ctx: Ctx, input: FollowUpInput, ground: Ground): Promise<void> {
  const f = parsed(followUpInput, input);
  await transact(ctx.db, async (tx) => {
    const m = await lockMeeting(tx, ctx, f.meeting, ground);
    const done = await tx
      .updateTable('promotion.follow_up')
      .set({ outcome: f.outcome, agreement: f.agreement || null, answered_by: ctx.actor.id, answered_at: ctx.now })
      .where('meeting_id', '=', f.meeting)
      .where('after_days', '=', f.afterDays)
      .executeTakeFirst();
    if (done.numUpdatedRows === 0n) throw new AppError('conflict', { vi: 'Chưa đến ngày hỏi lại.', en: 'The day to ask has not come.' });
    await recordAct(tx, ctx, { verb: 'answer_follow_up', subjectKind: 'event', subjectId: m.event_id, detail: f });
  });
}
