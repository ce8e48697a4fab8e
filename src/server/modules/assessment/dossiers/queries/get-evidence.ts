import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { notFound } from '#server/platform/errors.ts';
import type { EvidenceStore } from '../evidence-store.ts';
import { readDossier } from '../moving.ts';
import { sees, sightOf, unseen } from './seen-by.ts';

/** One paper of a dossier, for whoever may see the dossier. */
export async function getEvidence(ctx: Ctx, input: { dossier: string; evidence: string }, ground: Ground, store: EvidenceStore) {
  const dossier = await readDossier(ctx.db, input.dossier);
  if (!sees(sightOf(ctx, ground), dossier)) throw unseen();
  const paper = await ctx.db
    .selectFrom('assessment.dossier_evidence as d')
    .innerJoin('assessment.evidence as f', 'f.id', 'd.evidence_id')
    .select(['f.name', 'f.type', 'f.sha256'])
    .where('d.dossier_id', '=', dossier.id)
    .where('f.id', '=', input.evidence)
    .executeTakeFirst();
  if (!paper) throw notFound('evidence', { vi: 'minh chứng', en: 'paper' });
  return { name: paper.name, type: paper.type, bytes: await store.get(paper.sha256) };
}
