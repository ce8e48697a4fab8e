import { randomBytes } from 'node:crypto';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { touchProducers } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { conflict } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { readEvent, readParticipants } from '../instance.ts';
import { assertKeeps } from '../rights.ts';
import { drawBooths } from '../rules/lottery.ts';
import { isSmall } from '../rules/small.ts';

/** Gives the booths by lot, once, after registration ended; the seed is published, so that anybody can repeat the draw. */
export async function drawEventBooths(
  ctx: Ctx,
  { eventId }: { eventId: string },
  ground: Ground,
): Promise<{ seed: string; given: number }> {
  const today = dayOf(ctx.now);
  return transact(ctx.db, async (tx) => {
    const event = await readEvent(tx, eventId, true);
    assertKeeps(ground, ctx.actor, event.unit, today);
    const all = (await readParticipants(tx, event.id)).filter((p) => p.state === 'confirmed' && p.wants_booth);
    if (event.lottery_seed !== null) return { seed: event.lottery_seed, given: all.filter((p) => p.booth !== null).length };
    if (event.state !== 'open') throw conflict('Sự kiện không mở.', 'The event is not open.');
    if (event.booths === 0) throw conflict('Sự kiện không có gian hàng.', 'The event has no booths.');
    if (today <= event.register_until)
      throw conflict('Chỉ bốc thăm khi đã hết hạn đăng ký.', 'Booths are drawn once registration has ended.');
    const seed = randomBytes(16).toString('hex');
    const drawn = drawBooths(
      all.map((p) => ({ id: p.id, small: isSmall(p.producer_type) })),
      event.booths,
      event.small_share,
      seed,
    );
    for (const [id, booth] of drawn) await tx.updateTable('promotion.participant').set({ booth }).where('id', '=', id).execute();
    await tx
      .updateTable('promotion.event')
      .set({ lottery_seed: seed, drawn_at: ctx.now, drawn_by: ctx.actor.id })
      .where('id', '=', event.id)
      .execute();
    await touchProducers(
      tx,
      all.flatMap((p) => (drawn.has(p.id) && p.producer_id) || []),
    );
    const detail = { seed, asked: all.map((p) => p.id), given: Object.fromEntries(drawn) };
    await recordAct(tx, ctx, { verb: 'draw_booths', subjectKind: 'event', subjectId: event.id, detail });
    return { seed, given: drawn.size };
  });
}
