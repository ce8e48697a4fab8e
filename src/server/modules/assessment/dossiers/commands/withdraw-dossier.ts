import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

/** The producer takes the dossier back before the commune has begun with it. */
export const withdrawDossier = (ctx: Ctx, input: MoveInput, ground: Ground): Promise<null> =>
  moveDossier(ctx, ground, input, 'withdraw', async () => ({ result: null }));
