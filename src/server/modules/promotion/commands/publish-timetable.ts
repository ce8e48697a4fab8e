import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { conflict, notFound } from '#server/platform/errors.ts';
import { dayOf, showDay } from '#shared/dates.ts';
import { readEvent, readQuestion } from '../instance.ts';
import { assertKeeps } from '../rights.ts';

/**
 * A draft comes into force and everybody is told. Refused when participants, wishes or rules changed since it was made, when a newer version
 * is in force, and once the day has begun (somebody was absent, or a meeting has a result). Publishing twice does nothing.
 */
export async function publishTimetable(ctx: Ctx, { id }: { id: string }, ground: Ground): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const known = await tx.selectFrom('promotion.timetable').select('event_id').where('id', '=', id).executeTakeFirst();
    if (!known) throw notFound(id, { vi: 'lịch gặp', en: 'timetable' });
    const event = await readEvent(tx, known.event_id, true);
    assertKeeps(ground, ctx.actor, event.unit, dayOf(ctx.now));
    const versions = await tx.selectFrom('promotion.timetable').selectAll().where('event_id', '=', event.id).execute();
    const draft = versions.find((v) => v.id === id);
    if (!draft || draft.state === 'published') return;
    if (event.state !== 'open') throw conflict('Sự kiện không còn mở.', 'The event is not open.');
    const current = versions.find((v) => v.state === 'published');
    if (draft.state === 'superseded' || (current && current.version > draft.version))
      throw conflict('Đã có phiên bản mới hơn được công bố.', 'A newer version is in force.');
    const question = await readQuestion(tx, event);
    if (question.hash !== draft.made_from)
      throw conflict(
        'Người tham gia hoặc nguyện vọng đã đổi từ khi xếp; hãy xếp lại.',
        'Participants or wishes changed since it was made; make it again.',
      );
    if (current) {
      const begun = await tx
        .selectFrom('promotion.meeting')
        .select('id')
        .where('timetable_id', '=', current.id)
        .where('state', '=', 'held')
        .limit(1)
        .executeTakeFirst();
      if (begun || question.participants.some((p) => p.absent_at)) throw conflict('Buổi gặp gỡ đã bắt đầu.', 'The meetings have begun.');
      await tx.updateTable('promotion.timetable').set({ state: 'superseded' }).where('id', '=', current.id).execute();
    }
    await tx
      .updateTable('promotion.timetable')
      .set({ state: 'published', published_by: ctx.actor.id, published_at: ctx.now })
      .where('id', '=', id)
      .execute();
    const meetings = await tx.selectFrom('promotion.meeting').select(['firm_id', 'buyer_id']).where('timetable_id', '=', id).execute();
    const count = new Map<string, number>();
    for (const m of meetings) for (const p of [m.firm_id, m.buyer_id]) count.set(p, (count.get(p) ?? 0) + 1);
    for (const p of question.participants) {
      const n = count.get(p.id) ?? 0;
      await notify(tx, {
        to: p.producer_id !== null ? { producer: p.producer_id } : { organisation: p.organisation_id ?? '' },
        kind: 'event',
        key: `timetable-${id}-${p.id}`,
        subject: { vi: `Lịch gặp: ${event.name_vi}`, en: `Your timetable: ${event.name_en}` },
        text: {
          vi: `${p.name} có ${n} cuộc gặp ngày ${showDay(event.meet_on)} tại ${event.place}.`,
          en: `${p.name} has ${n} ${n === 1 ? 'meeting' : 'meetings'} on ${showDay(event.meet_on, 'en')} at ${event.place}.`,
        },
        href: `/my/su-kien/${event.id}`,
        now: ctx.now,
      });
    }
    const detail = { timetable: id, version: draft.version, meetings: meetings.length };
    await recordAct(tx, ctx, { verb: 'publish_timetable', subjectKind: 'event', subjectId: event.id, detail });
  });
}
