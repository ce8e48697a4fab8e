import { recordAct } from '#server/modules/audit/index.ts';
import { type Ground, listOrganisations, may } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import { findProducer, touchProducers } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { parsed } from '#server/platform/refusal.ts';
import { dayOf, showDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { readEvent, slotsOfEvent } from '../instance.ts';
import { assertKeeps, assertSpeaks, speaksFor } from '../rights.ts';
import { type Registration, registration } from '../schema.ts';
import type { ParticipantState } from '../tables.ts';

/** A producer or a buyer takes part; stated again, the later words count. By itself until registration ends, by the event's officer later too. */
export async function register(ctx: Ctx, input: Registration, ground: Ground): Promise<{ id: string }> {
  const r = parsed(registration, input);
  const today = dayOf(ctx.now);
  const who = { producer_id: r.producer ?? null, organisation_id: r.organisation ?? null };
  return transact(ctx.db, async (tx) => {
    const event = await readEvent(tx, r.eventId, true);
    assertSpeaks(ground, ctx.actor, [who], event, today);
    const keeps = may(ground, ctx.actor, 'promote', { unit: event.unit }, today);
    if (event.state !== 'open' && !(keeps && event.state === 'draft'))
      throw new AppError('conflict', { vi: 'Sự kiện không mở đăng ký.', en: 'The event is not open for registration.' });
    if (today > event.register_until && !keeps)
      throw new AppError('conflict', {
        vi: `Hạn đăng ký là ${showDay(event.register_until)}.`,
        en: `Registration ended on ${showDay(event.register_until, 'en')}.`,
      });
    const slots = slotsOfEvent(event).length;
    const away = [...new Set(r.away)].sort((a, b) => a - b);
    if (away.some((s) => s >= slots))
      throw new AppError('invalid', { vi: 'Không có khung giờ này.', en: 'There is no such slot.' }, [
        { path: 'away', code: 'unknown', message: { vi: `Có ${slots} khung giờ.`, en: `There are ${slots} slots.` } },
      ]);
    const producer = r.producer ? await findProducer(tx, r.producer) : undefined;
    const [buyer] = r.organisation ? await listOrganisations(tx, { ids: [r.organisation] }) : [];
    if (r.producer && !producer) throw notFound('producer', { vi: 'chủ thể', en: 'producer' });
    if (r.organisation && buyer?.kind !== 'buyer') throw notFound('organisation', { vi: 'người mua', en: 'buyer' });
    const before = await tx
      .selectFrom('promotion.participant')
      .select(['id', 'state'])
      .where('event_id', '=', event.id)
      .where((w) => w.or([w('producer_id', '=', who.producer_id), w('organisation_id', '=', who.organisation_id)]))
      .executeTakeFirst();
    const said = { tables: r.tables, most: r.most, away, wants_booth: r.wantsBooth };
    const id = before?.id ?? newId();
    const again = before?.state === 'withdrawn' ? { state: 'registered' as const } : {};
    if (before)
      await tx
        .updateTable('promotion.participant')
        .set({ ...said, ...again })
        .where('id', '=', id)
        .execute();
    else
      await tx
        .insertInto('promotion.participant')
        .values({
          id,
          event_id: event.id,
          side: producer ? 'firm' : 'buyer',
          ...who,
          name: producer?.name ?? buyer?.name ?? '',
          producer_type: producer?.type ?? null,
          ...said,
          booth: null,
          absent_at: null,
          registered_by: ctx.actor.id,
          registered_at: ctx.now,
        })
        .execute();
    await recordAct(tx, ctx, { verb: 'register_participant', subjectKind: 'event', subjectId: event.id, detail: { id, ...r } });
    return { id };
  });
}

/** The officer confirms or declines; whoever takes part may withdraw. */
export async function settleParticipant(
  ctx: Ctx,
  input: { participant: string; to: Exclude<ParticipantState, 'registered'> },
  ground: Ground,
): Promise<void> {
  const today = dayOf(ctx.now);
  await transact(ctx.db, async (tx) => {
    const found = await tx.selectFrom('promotion.participant').select('event_id').where('id', '=', input.participant).executeTakeFirst();
    if (!found) throw notFound('participant', { vi: 'đơn vị tham gia', en: 'participant' });
    const event = await readEvent(tx, found.event_id, true);
    const who = await tx.selectFrom('promotion.participant').selectAll().where('id', '=', input.participant).executeTakeFirstOrThrow();
    if (input.to === 'withdrawn' && speaksFor(ground, ctx.actor, who, today)) assertSpeaks(ground, ctx.actor, [who], event, today);
    else assertKeeps(ground, ctx.actor, event.unit, today);
    if (who.state === input.to) return;
    if (event.state === 'held' || event.state === 'cancelled')
      throw new AppError('conflict', { vi: 'Sự kiện đã kết thúc.', en: 'The event is over.' });
    await tx.updateTable('promotion.participant').set({ state: input.to }).where('id', '=', who.id).execute();
    if (who.producer_id !== null && [who.state, input.to].includes('confirmed')) await touchProducers(tx, [who.producer_id]);
    if (input.to === 'confirmed' || input.to === 'declined') {
      const yes = input.to === 'confirmed';
      await notify(tx, {
        to: who.producer_id !== null ? { producer: who.producer_id } : { organisation: who.organisation_id ?? '' },
        kind: 'event',
        key: `event-${input.to}-${who.id}-${ctx.now.toISOString()}`,
        subject: {
          vi: `${yes ? 'Đã xác nhận tham gia' : 'Không nhận tham gia'}: ${event.name_vi}`,
          en: `${yes ? 'You take part in' : 'No place at'}: ${event.name_en}`,
        },
        text: {
          vi: yes ? `${who.name}: hãy chọn đơn vị muốn gặp trước khi xếp lịch.` : `${who.name}: ban tổ chức không xếp được chỗ.`,
          en: yes
            ? `${who.name}: choose whom you want to meet before the timetable is made.`
            : `${who.name}: the organisers have no place.`,
        },
        href: `/my/su-kien/${event.id}`,
        now: ctx.now,
      });
    }
    await recordAct(tx, ctx, {
      verb: 'settle_participant',
      subjectKind: 'event',
      subjectId: event.id,
      detail: { participant: who.id, from: who.state, to: input.to },
    });
  });
}
