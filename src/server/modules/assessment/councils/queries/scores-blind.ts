import type { Ctx } from '#server/platform/ctx.ts';
import { accountOf } from '../hearing.ts';
import '../../tables.ts';

/** Does the actor sit for an open second scoring of this dossier? Then nothing of the first one is shown. */
export async function scoresBlind(ctx: Ctx, dossier: string): Promise<boolean> {
  const seat = await ctx.db
    .selectFrom('assessment.hearing as h')
    .innerJoin('assessment.council_member as m', 'm.council_id', 'h.council_id')
    .select('h.id')
    .where('h.dossier_id', '=', dossier)
    .where('h.second_of', 'is not', null)
    .where('h.state', '=', 'scoring')
    .where('m.second', '=', true)
    .where('m.account', '=', accountOf(ctx.actor))
    .executeTakeFirst();
  return seat !== undefined;
}
