import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { conflict, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { assertUnchanged, lockDossier } from '../../dossiers/moving.ts';
import { FINAL } from '../../dossiers/rules/states.ts';
import { once } from '../../request.ts';

type Placing = { dossier: string; round: string | null; requestId?: string | undefined; rowVersion?: number | undefined };

/** A dossier is moved to another round of the unit where it stands, or out of all of them. */
export async function placeInRound(ctx: Ctx, input: Placing, ground: Ground): Promise<null> {
  return once(ctx, { verb: 'place_in_round', key: input.requestId, subject: { kind: 'dossier', id: input.dossier } }, async (tx) => {
    const dossier = await lockDossier(tx, input.dossier);
    const central = dossier.state.startsWith('central');
    const unit = central ? NATION : dossier.province_code;
    assertMay(ground, ctx.actor, central ? 'check_centre' : 'check_dossier', { unit }, dayOf(ctx.now));
    assertUnchanged(dossier, input.rowVersion);
    if (FINAL.includes(dossier.state) || dossier.version === 0)
      throw conflict('Hồ sơ không ở trong đợt nào được nữa.', 'The dossier cannot be placed in a round.');
    if (input.round !== null) {
      const round = await tx.selectFrom('assessment.round').select('unit').where('id', '=', input.round).executeTakeFirst();
      if (round?.unit !== unit) throw notFound('round', { vi: 'đợt đánh giá của đơn vị này', en: 'round of this unit' });
    }
    await tx
      .updateTable('assessment.dossier')
      .set({
        ...(central ? { central_round_id: input.round } : { round_id: input.round }),
        row_version: dossier.row_version + 1,
        updated_at: ctx.now,
      })
      .where('id', '=', dossier.id)
      .execute();
    await recordAct(tx, ctx, { verb: 'place_in_round', subjectKind: 'dossier', subjectId: dossier.id, detail: { round: input.round } });
    return null;
  });
}
