// A paper behind an answer: kept once in the producer's vault, hanging on a criterion of the dossier.
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { fault } from '#server/platform/errors.ts';
import type { Taken } from '#server/platform/intake.ts';
import { refuseIf } from '../../request.ts';
import { findRuleset } from '../../rulesets/known.ts';
import type { EvidenceStore } from '../evidence-store.ts';
import { type MoveInput, moveDossier } from '../moving.ts';
import { keepVersion, paperFaults } from '../vault/keep-version.ts';
import type { PaperKind } from '../vault/kinds.ts';

export type NewEvidence = MoveInput & {
  criterion: string;
  name: string;
  bytes: Uint8Array;
  expiresOn?: string | undefined;
  kind?: PaperKind | undefined;
};

/** Type by content, at most 20 MB, scanned, photographs without place and camera; the same content again is the same paper. */
export async function attachEvidence(
  ctx: Ctx,
  input: NewEvidence,
  ground: Ground,
  store: EvidenceStore,
): Promise<{ id: string; sha256: string }> {
  let taken: Taken | undefined;
  // the scan waits for another process: asked before the dossier is locked
  const prepare = async () => {
    taken = await store.take(input.bytes);
  };
  return moveDossier(
    ctx,
    ground,
    input,
    'edit',
    async (tx, dossier) => {
      if (!taken) throw new Error('the file was not taken');
      refuseIf([
        ...(findRuleset(dossier.ruleset)?.sheets.get(dossier.set_no)?.at.has(input.criterion)
          ? []
          : [fault('criterion', 'unknown', 'Bộ tiêu chí không có tiêu chí này.', 'The set has no such criterion.')]),
        ...paperFaults(input),
      ]);
      const { bytes, type, sha256 } = taken;
      await store.put(bytes);
      const { id } = await keepVersion(tx, ctx, dossier.producer_id, input, taken);
      await tx
        .insertInto('assessment.dossier_evidence')
        .values({ dossier_id: dossier.id, criterion: input.criterion, evidence_id: id })
        .onConflict((c) => c.doNothing())
        .execute();
      return { detail: { criterion: input.criterion, sha256, size: bytes.byteLength, type }, result: { id, sha256 } };
    },
    prepare,
  );
}
