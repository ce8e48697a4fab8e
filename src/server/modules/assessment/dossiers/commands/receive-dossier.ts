import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

/** The commune receives a dossier; from this day it has 15 working days (Điều 7). */
export const receiveDossier = (ctx: Ctx, input: MoveInput, ground: Ground): Promise<null> =>
  moveDossier(ctx, ground, input, 'receive', async () => ({ result: null }));
