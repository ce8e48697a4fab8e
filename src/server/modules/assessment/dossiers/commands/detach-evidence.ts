import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { notFound } from '#server/platform/errors.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

/** A paper is taken off a criterion; the vault and versions already sent keep it. */
export async function detachEvidence(ctx: Ctx, input: MoveInput & { criterion: string; evidence: string }, ground: Ground): Promise<void> {
  await moveDossier(ctx, ground, input, 'edit', async (tx, dossier) => {
    const { numDeletedRows } = await tx
      .deleteFrom('assessment.dossier_evidence')
      .where('dossier_id', '=', dossier.id)
      .where('criterion', '=', input.criterion)
      .where('evidence_id', '=', input.evidence)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw notFound('evidence', { vi: 'minh chứng', en: 'paper' });
    return { detail: { criterion: input.criterion, evidence: input.evidence, detached: true }, result: null };
  });
}
