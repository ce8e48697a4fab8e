import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { dayOf } from '#shared/dates.ts';
import { lockAgreement } from './agreement-of.ts';
import { close } from './sign-agreement.ts';

/** Memoranda past their last day without a contract, and contracts nobody signed before their last delivery, lapse. */
export async function lapseAgreements(ctx: Ctx): Promise<{ lapsed: number }> {
  const today = dayOf(ctx.now);
  const due = await ctx.db
    .selectFrom('sourcing.agreement')
    .select('id')
    .where('ends_on', '<', today)
    .where((w) => w.or([w('state', '=', 'drawn'), w.and([w('kind', '=', 'memorandum'), w('state', '=', 'signed')])]))
    .execute();
  let lapsed = 0;
  for (const { id } of due)
    await transact(ctx.db, async (tx) => {
      const found = await lockAgreement(tx, id);
      const open = found.state === 'drawn' || (found.kind === 'memorandum' && found.state === 'signed');
      if (!open || found.ends_on === null || found.ends_on >= today) return;
      // a contract that comes from it, drawn but not signed yet, keeps it alive
      const followed = await tx
        .selectFrom('sourcing.agreement')
        .select('id')
        .where('memorandum_id', '=', id)
        .where('state', 'not in', ['lapsed', 'ended'])
        .executeTakeFirst();
      if (followed) return;
      await close(
        tx,
        ctx,
        found,
        'lapsed',
        found.kind === 'memorandum' ? 'Hết hạn mà không có hợp đồng.' : 'Không đủ chữ ký trước đợt giao cuối.',
      );
      lapsed++;
    });
  return { lapsed };
}
