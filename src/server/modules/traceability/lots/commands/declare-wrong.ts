// A step that was told wrongly is taken back by an error declaration: the event stays, and counts no more.
import { assertMay } from '#server/modules/identity/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { seatOf } from '../../events/commands/capture-events.ts';
import { storeEvents } from '../../events/commands/store-events.ts';
import type { Obj } from '../../events/rules/checks.ts';
import { prefixesOf } from '../../events/rules/hash-id.ts';
import '../../events/tables.ts';

/** Declares one's own event wrong; a second time changes nothing. */
export async function declareWrong(
  ctx: Ctx,
  input: { eventId: string; reason?: 'did_not_occur' | 'incorrect_data' },
  ground: Territory,
  origin: string | undefined,
): Promise<void> {
  const row = await ctx.db
    .selectFrom('traceability.event')
    .select(['owner', 'body', 'declared_error_at'])
    .where('event_id', '=', input.eventId)
    .where('declares_error', '=', false)
    .executeTakeFirst();
  if (!row) throw notFound('eventId', { vi: 'sự kiện', en: 'event' });
  const seat = await seatOf(ctx.db, ground, row.owner);
  assertMay(ground, ctx.actor, 'act_for_producer', { unit: seat.unit, producer: seat.id }, dayOf(ctx.now));
  if (row.declared_error_at) return;
  const { recordTime: _, ...body } = row.body as Obj;
  const event = { ...body, errorDeclaration: { declarationTime: ctx.now.toISOString(), reason: input.reason ?? 'incorrect_data' } };
  const prefixes = prefixesOf((body as Obj)['@context']);
  await transact(ctx.db, (tx) =>
    storeEvents(tx, ctx, {
      owner: seat.id,
      place: seat.place,
      events: [{ event, path: '', prefixes }],
      origin,
      strict: true,
      sample: seat.sample,
    }),
  );
}
