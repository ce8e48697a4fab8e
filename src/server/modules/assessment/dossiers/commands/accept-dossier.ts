import { type Ground, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { findRound } from '../../rounds/queries/list-rounds.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

/** The body of the province, or of the centre, takes a dossier in; it joins the round whose days hold the day it was sent. */
export const acceptDossier = (ctx: Ctx, input: MoveInput, ground: Ground): Promise<null> =>
  moveDossier(ctx, ground, input, 'accept', async (tx, dossier, [step]) => {
    const central = step?.at === 'nation';
    const round = await findRound(tx, central ? NATION : dossier.province_code, dossier.since);
    return {
      set: central ? { central_round_id: dossier.central_round_id ?? round } : { round_id: dossier.round_id ?? round },
      detail: { round },
      result: null,
    };
  });
