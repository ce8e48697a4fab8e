import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { readEvent, readQuestion } from '../instance.ts';
import { assertKeeps } from '../rights.ts';
import { refill } from '../rules/timetable.ts';

export type Presence = { participant: string; absent: boolean; fromSlot: number };

/**
 * Somebody did not come (or came after all): its meetings from a slot on are freed, and what is free from there is filled with wishes not
 * yet met. Nobody who is there is moved. Marking twice does nothing.
 */
export async function markPresence(ctx: Ctx, input: Presence, ground: Ground): Promise<{ freed: number; filled: number }> {
  const today = dayOf(ctx.now);
  return transact(ctx.db, async (tx) => {
    const found = await tx.selectFrom('promotion.participant').select('event_id').where('id', '=', input.participant).executeTakeFirst();
    if (!found) throw notFound('participant', { vi: 'đơn vị tham gia', en: 'participant' });
    const event = await readEvent(tx, found.event_id, true);
    assertKeeps(ground, ctx.actor, event.unit, today);
    const who = await tx.selectFrom('promotion.participant').selectAll().where('id', '=', input.participant).executeTakeFirstOrThrow();
    const timetable = await tx
      .selectFrom('promotion.timetable')
      .select('id')
      .where('event_id', '=', event.id)
      .where('state', '=', 'published')
      .executeTakeFirst();
    if (!timetable) throw new AppError('conflict', { vi: 'Chưa có lịch được công bố.', en: 'No timetable is in force.' });
    if (event.state !== 'open' || today !== event.meet_on)
      throw new AppError('conflict', { vi: 'Chỉ ghi vắng trong ngày gặp gỡ.', en: 'Absence is marked on the day of the meetings.' });
    if ((who.absent_at !== null) === input.absent) return { freed: 0, filled: 0 };
    const { length } = (await readQuestion(tx, event)).slots;
    if (!Number.isInteger(input.fromSlot) || input.fromSlot < 0 || input.fromSlot >= length)
      throw new AppError('invalid', { vi: 'Không có khung giờ này.', en: 'There is no such slot.' }, [
        { path: 'fromSlot', code: 'unknown', message: { vi: `Có ${length} khung giờ.`, en: `There are ${length} slots.` } },
      ]);
    await tx
      .updateTable('promotion.participant')
      .set({ absent_at: input.absent ? ctx.now : null })
      .where('id', '=', who.id)
      .execute();
    const freed = input.absent
      ? await tx
          .updateTable('promotion.meeting')
          .set({ state: 'freed' })
          .where('timetable_id', '=', timetable.id)
          .where('state', '=', 'planned')
          .where('slot', '>=', input.fromSlot)
          .where((w) => w.or([w('firm_id', '=', who.id), w('buyer_id', '=', who.id)]))
          .returning(['firm_id', 'buyer_id', 'slot'])
          .execute()
      : [];
    const question = await readQuestion(tx, event, true);
    const standing = await tx
      .selectFrom('promotion.meeting')
      .select(['firm_id as firm', 'buyer_id as buyer', 'slot', 'seat as table'])
      .where('timetable_id', '=', timetable.id)
      .where('state', '<>', 'freed')
      .execute();
    const added = refill(question.instance, standing, input.fromSlot);
    for (const m of added) {
      const id = newId();
      await tx
        .insertInto('promotion.meeting')
        .values({
          id,
          timetable_id: timetable.id,
          firm_id: m.firm,
          buyer_id: m.buyer,
          slot: m.slot,
          seat: m.table,
          origin: 'refill',
          result: null,
          result_by: null,
          result_at: null,
        })
        .execute();
      const pair = [m.firm, m.buyer].map((p) => question.participants.find((x) => x.id === p));
      const from = question.slots[m.slot]?.from ?? '';
      const table = (question.tables[m.buyer] ?? 1) + m.table;
      for (const [n, p] of pair.entries()) {
        const other = pair[1 - n]?.name ?? '';
        if (!p) continue;
        await notify(tx, {
          to: p.producer_id !== null ? { producer: p.producer_id } : { organisation: p.organisation_id ?? '' },
          kind: 'event',
          key: `meeting-${id}-${p.id}`,
          subject: { vi: `Thêm cuộc gặp lúc ${from}`, en: `One more meeting at ${from}` },
          text: { vi: `${p.name} gặp ${other} lúc ${from}, bàn ${table}.`, en: `${p.name} meets ${other} at ${from}, table ${table}.` },
          href: `/my/su-kien/${event.id}`,
          now: ctx.now,
        });
      }
    }
    await recordAct(tx, ctx, {
      verb: input.absent ? 'mark_absent' : 'mark_present',
      subjectKind: 'event',
      subjectId: event.id,
      detail: { ...input, freed: freed.length, filled: added.length },
    });
    return { freed: freed.length, filled: added.length };
  });
}
