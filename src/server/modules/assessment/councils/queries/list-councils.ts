import type { Ctx } from '#server/platform/ctx.ts';
import '../../tables.ts';

/** The councils of a unit, newest first. */
export const listCouncils = (ctx: Ctx, unit: string) =>
  ctx.db
    .selectFrom('assessment.council')
    .select(['id', 'name', 'regulation', 'formed_on as formedOn'])
    .where('unit', '=', unit)
    .orderBy('created_at', 'desc')
    .execute();
