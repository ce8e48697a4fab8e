import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { fault } from '#server/platform/errors.ts';
import { refuseIf } from '../../request.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

/** A dossier goes back to its producer with what is missing. */
export const returnDossier = (ctx: Ctx, input: MoveInput & { reason: string }, ground: Ground): Promise<null> =>
  moveDossier(ctx, ground, input, 'return', async () => {
    const note = input.reason.trim().normalize().slice(0, 5_000);
    refuseIf(note ? [] : [fault('reason', 'required', 'Cần nêu rõ phần phải bổ sung.', 'Say what has to be completed.')]);
    return { set: { full_on: null }, note, result: null };
  });
