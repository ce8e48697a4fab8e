import { recordAct } from '#server/modules/audit/index.ts';
import { type Ground, NATION } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import { touchProducers } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, type Fault } from '#server/platform/errors.ts';
import { parsed } from '#server/platform/refusal.ts';
import { dayOf, showDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { readEvent, readParticipants } from '../instance.ts';
import { assertKeeps } from '../rights.ts';
import { slotsOf } from '../rules/slots.ts';
import { type EventInput, eventInput, MAX_SLOTS, type ProgrammeInput, programmeInput } from '../schema.ts';
import type { EventState } from '../tables.ts';

/** The event as its officer states it: a draft that only officers see. `id` makes a retry harmless. */
export async function createEvent(ctx: Ctx, input: EventInput, ground: Ground, id = newId()): Promise<{ id: string }> {
  const e = parsed(eventInput, input);
  assertKeeps(ground, ctx.actor, e.unit, dayOf(ctx.now));
  const faults: Fault[] = [];
  const fault = (path: string, vi: string, en: string) => faults.push({ path, code: 'invalid', message: { vi, en } });
  if (e.unit !== NATION && !ground.province(e.unit, 34)) fault('unit', 'Không có tỉnh này.', 'There is no such province.');
  const slots = slotsOf({ ...e, start: e.dayStart, end: e.dayEnd });
  if (slots.length === 0) fault('slotMinutes', 'Trong ngày không còn khung giờ nào.', 'No slot fits into the day.');
  if (slots.length > MAX_SLOTS) fault('slotMinutes', `Nhiều nhất ${MAX_SLOTS} khung giờ.`, `At most ${MAX_SLOTS} slots.`);
  if (faults.length > 0) throw new AppError('invalid', { vi: 'Sự kiện chưa đúng.', en: 'The event does not fit.' }, faults);
  await transact(ctx.db, async (tx) => {
    const made = await tx
      .insertInto('promotion.event')
      .values({
        id,
        kind: e.kind,
        name_vi: e.nameVi,
        name_en: e.nameEn,
        about_vi: e.aboutVi,
        about_en: e.aboutEn,
        place: e.place,
        unit: e.unit,
        starts_on: e.startsOn,
        ends_on: e.endsOn,
        register_until: e.registerUntil,
        meet_on: e.meetOn,
        day_start: e.dayStart,
        day_end: e.dayEnd,
        slot_minutes: e.slotMinutes,
        pause_minutes: e.pauseMinutes,
        breaks: JSON.stringify(e.breaks),
        tables: e.tables,
        household_least: e.householdLeast,
        firm_most: e.firmMost,
        booths: e.booths,
        small_share: e.smallShare,
        lottery_seed: null,
        drawn_at: null,
        drawn_by: null,
        created_by: ctx.actor.id,
        created_at: ctx.now,
      })
      .onConflict((c) => c.column('id').doNothing())
      .executeTakeFirst();
    if ((made.numInsertedOrUpdatedRows ?? 0n) > 0n)
      await recordAct(tx, ctx, { verb: 'create_event', subjectKind: 'event', subjectId: id, detail: e });
  });
  return { id };
}

const NEXT: Record<EventState, readonly EventState[]> = {
  draft: ['open', 'cancelled'],
  open: ['held', 'cancelled'],
  held: [],
  cancelled: [],
};

/** Where an event may go on a day: it was held once its meeting day has come. */
export const movesOf = (event: { state: EventState; meetOn: string }, day: string): EventState[] =>
  NEXT[event.state].filter((to) => to !== 'held' || day >= event.meetOn);

/** draft → open (registration) → held; draft or open → cancelled, and everybody who wanted to come is told. */
export async function moveEvent(ctx: Ctx, input: { eventId: string; to: EventState }, ground: Ground): Promise<void> {
  const today = dayOf(ctx.now);
  await transact(ctx.db, async (tx) => {
    const event = await readEvent(tx, input.eventId, true);
    assertKeeps(ground, ctx.actor, event.unit, today);
    if (event.state === input.to) return;
    if (!NEXT[event.state].includes(input.to))
      throw new AppError('conflict', { vi: 'Sự kiện không chuyển sang trạng thái này được.', en: 'The event cannot move to this state.' });
    if (input.to === 'held' && today < event.meet_on)
      throw new AppError('conflict', { vi: 'Ngày gặp gỡ chưa tới.', en: 'The day of the meetings has not come.' });
    await tx.updateTable('promotion.event').set({ state: input.to }).where('id', '=', event.id).execute();
    const people = await readParticipants(tx, event.id);
    await touchProducers(
      tx,
      people.flatMap((p) => (p.state === 'confirmed' ? (p.producer_id ?? []) : [])),
    );
    const coming = input.to === 'cancelled' ? people.filter((p) => p.state === 'registered' || p.state === 'confirmed') : [];
    for (const p of coming)
      await notify(tx, {
        to: p.producer_id !== null ? { producer: p.producer_id } : { organisation: p.organisation_id ?? '' },
        kind: 'event',
        key: `event-cancelled-${p.id}`,
        subject: { vi: `Đã hủy: ${event.name_vi}`, en: `Cancelled: ${event.name_en}` },
        text: {
          vi: `Sự kiện ngày ${showDay(event.meet_on)} tại ${event.place} không diễn ra; ${p.name} không phải đến.`,
          en: `The event on ${showDay(event.meet_on, 'en')} at ${event.place} does not take place; ${p.name} need not come.`,
        },
        href: `/my/su-kien/${event.id}`,
        now: ctx.now,
      });
    await recordAct(tx, ctx, {
      verb: 'move_event',
      subjectKind: 'event',
      subjectId: event.id,
      detail: { from: event.state, to: input.to },
    });
  });
}

/** The whole programme at once; what was there before is replaced. */
export async function setProgramme(ctx: Ctx, input: ProgrammeInput, ground: Ground): Promise<void> {
  const { eventId, items } = parsed(programmeInput, input);
  await transact(ctx.db, async (tx) => {
    const event = await readEvent(tx, eventId, true);
    assertKeeps(ground, ctx.actor, event.unit, dayOf(ctx.now));
    const outside = items.findIndex((i) => i.day < event.starts_on || i.day > event.ends_on);
    if (outside >= 0)
      throw new AppError('invalid', { vi: 'Chương trình có mục ngoài ngày diễn ra.', en: 'The programme has an item outside the event.' }, [
        { path: `items.${outside}.day`, code: 'outside', message: { vi: 'Ngày này ngoài sự kiện.', en: 'This day is outside the event.' } },
      ]);
    await tx.deleteFrom('promotion.programme_item').where('event_id', '=', event.id).execute();
    if (items.length > 0)
      await tx
        .insertInto('promotion.programme_item')
        .values(
          items.map((i) => ({
            id: newId(),
            event_id: event.id,
            day: i.day,
            starts: i.starts,
            ends: i.ends,
            title_vi: i.titleVi,
            title_en: i.titleEn,
            place: i.place,
          })),
        )
        .execute();
    await recordAct(tx, ctx, { verb: 'set_programme', subjectKind: 'event', subjectId: event.id, detail: { items: items.length } });
  });
}
