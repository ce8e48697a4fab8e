import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { readEvent, readQuestion } from '../instance.ts';
import { makeOffThread } from '../make.ts';
import { assertKeeps } from '../rights.ts';
import type { Timetable } from '../rules/timetable-types.ts';

/** What a timetable says of itself. `tables`: the first table of each buyer, from 1. */
export type Figures = Omit<Timetable, 'meetings'> & { meetings: number; firms: number; buyers: number; tables: Record<string, number> };

/** A new draft from what is confirmed and wished now. The same participants, wishes and rules give the same draft again. */
export async function makeTimetable(ctx: Ctx, { eventId }: { eventId: string }, ground: Ground): Promise<{ id: string; version: number }> {
  const event = await readEvent(ctx.db, eventId);
  assertKeeps(ground, ctx.actor, event.unit, dayOf(ctx.now));
  if (event.state === 'held' || event.state === 'cancelled')
    throw new AppError('conflict', { vi: 'Sự kiện đã kết thúc.', en: 'The event is over.' });
  const question = await readQuestion(ctx.db, event);
  const asked = question.instance.buyers.reduce((sum, b) => sum + b.tables, 0);
  if (asked > event.tables)
    throw new AppError('invalid', { vi: 'Không đủ bàn.', en: 'There are not enough tables.' }, [
      {
        path: 'tables',
        code: 'too_few',
        message: {
          vi: `Người mua cần ${asked} bàn, hội trường có ${event.tables}.`,
          en: `Buyers ask for ${asked} tables, the hall has ${event.tables}.`,
        },
      },
    ]);
  const { meetings, ...made } = await makeOffThread(question.instance);
  const figures: Figures = {
    ...made,
    meetings: meetings.length,
    firms: question.instance.firms.length,
    buyers: question.instance.buyers.length,
    tables: question.tables,
  };
  return transact(ctx.db, async (tx) => {
    await readEvent(tx, eventId, true);
    const versions = await tx
      .selectFrom('promotion.timetable')
      .select(['id', 'version', 'state', 'made_from'])
      .where('event_id', '=', eventId)
      .orderBy('version', 'desc')
      .execute();
    const [last] = versions;
    if (last && last.state !== 'superseded' && last.made_from === question.hash) return { id: last.id, version: last.version };
    const id = newId();
    const version = (last?.version ?? 0) + 1;
    await tx
      .insertInto('promotion.timetable')
      .values({
        id,
        event_id: eventId,
        version,
        made_from: question.hash,
        figures: JSON.stringify(figures),
        made_by: ctx.actor.id,
        made_at: ctx.now,
        published_by: null,
        published_at: null,
      })
      .execute();
    const rows = meetings.map((m) => ({
      id: newId(),
      timetable_id: id,
      firm_id: m.firm,
      buyer_id: m.buyer,
      slot: m.slot,
      seat: m.table,
      result: null,
      result_by: null,
      result_at: null,
    }));
    for (let n = 0; n < rows.length; n += 1000)
      await tx
        .insertInto('promotion.meeting')
        .values(rows.slice(n, n + 1000))
        .execute();
    const { tables: _, short, ...told } = figures;
    const detail = { timetable: id, version, ...told, short: short.length };
    await recordAct(tx, ctx, { verb: 'make_timetable', subjectKind: 'event', subjectId: eventId, detail });
    return { id, version };
  });
}
