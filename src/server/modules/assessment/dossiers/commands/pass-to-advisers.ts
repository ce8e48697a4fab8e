import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { dayOf } from '#shared/dates.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

/** The file is full and goes to the advisers; the 45 days of a re-assessment begin (Điều 5). */
export const passToAdvisers = (ctx: Ctx, input: MoveInput, ground: Ground): Promise<null> =>
  moveDossier(ctx, ground, input, 'pass_to_advisers', async (_tx, dossier) => ({
    set: { full_on: dossier.full_on ?? dayOf(ctx.now) },
    result: null,
  }));
