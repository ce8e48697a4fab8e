// The body of the province, or of the centre, takes a dossier in.
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

export const acceptDossier = (ctx: Ctx, input: MoveInput, ground: Ground): Promise<null> =>
  moveDossier(ctx, ground, input, 'accept', async () => ({ result: null }));
