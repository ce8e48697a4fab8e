import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, type Fault, notFound } from '#server/platform/errors.ts';
import { parsed } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { readEvent, readParticipants } from '../instance.ts';
import { assertKeeps, assertSpeaks } from '../rights.ts';
import { readWishes } from '../rules/wish-list.ts';
import { type WishesInput, wishesInput } from '../schema.ts';

const over = () => new AppError('conflict', { vi: 'Sự kiện đã kết thúc.', en: 'The event is over.' });

/** Whom a participant wants to meet: the whole list, replacing the earlier one. Only the other side of the same event. */
export async function stateWishes(ctx: Ctx, input: WishesInput, ground: Ground): Promise<void> {
  const { participant, wishes } = parsed(wishesInput, input);
  await transact(ctx.db, async (tx) => {
    const me = await tx.selectFrom('promotion.participant').selectAll().where('id', '=', participant).executeTakeFirst();
    if (!me) throw notFound('participant', { vi: 'đơn vị tham gia', en: 'participant' });
    const event = await readEvent(tx, me.event_id, true);
    assertSpeaks(ground, ctx.actor, [me], event, dayOf(ctx.now));
    if (event.state === 'held' || event.state === 'cancelled') throw over();
    const others = new Set((await readParticipants(tx, event.id)).filter((p) => p.side !== me.side).map((p) => p.id));
    const faults: Fault[] = wishes.flatMap((w, n) =>
      others.has(w.to)
        ? []
        : [
            {
              path: `wishes.${n}.to`,
              code: 'unknown',
              message: { vi: 'Không có đơn vị này ở phía bên kia.', en: 'Nobody of the other side.' },
            },
          ],
    );
    if (faults.length > 0) throw new AppError('invalid', { vi: 'Nguyện vọng chưa đúng.', en: 'The wishes do not fit.' }, faults);
    const rows = [...new Map(wishes.map((w) => [w.to, w])).values()];
    await tx.deleteFrom('promotion.wish').where('from_id', '=', me.id).execute();
    if (rows.length > 0)
      await tx
        .insertInto('promotion.wish')
        .values(rows.map((w) => ({ from_id: me.id, to_id: w.to, weight: w.weight, stated_by: ctx.actor.id, stated_at: ctx.now })))
        .execute();
    await recordAct(tx, ctx, { verb: 'state_wishes', subjectKind: 'event', subjectId: event.id, detail: { participant, wishes: rows } });
  });
}

/** Wishes gathered on paper, as CSV (from, to, weight); all of it or nothing. Adds to what is there, a later weight replaces an earlier one. */
export async function importWishes(ctx: Ctx, input: { eventId: string; csv: string }, ground: Ground): Promise<{ wishes: number }> {
  return transact(ctx.db, async (tx) => {
    const event = await readEvent(tx, input.eventId, true);
    assertKeeps(ground, ctx.actor, event.unit, dayOf(ctx.now));
    if (event.state === 'held' || event.state === 'cancelled') throw over();
    const { wishes, faults } = readWishes(input.csv, await readParticipants(tx, event.id));
    if (faults.length > 0)
      throw new AppError('invalid', { vi: 'Bảng nguyện vọng chưa đúng.', en: 'The list of wishes does not fit.' }, faults);
    for (let n = 0; n < wishes.length; n += 1000)
      await tx
        .insertInto('promotion.wish')
        .values(wishes.slice(n, n + 1000).map((w) => ({ ...w, stated_by: ctx.actor.id, stated_at: ctx.now })))
        .onConflict((c) => c.columns(['from_id', 'to_id']).doUpdateSet((x) => ({ weight: x.ref('excluded.weight') })))
        .execute();
    await recordAct(tx, ctx, { verb: 'import_wishes', subjectKind: 'event', subjectId: event.id, detail: { wishes: wishes.length } });
    return { wishes: wishes.length };
  });
}
