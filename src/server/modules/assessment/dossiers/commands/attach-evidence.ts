// A paper behind an answer: kept once in the producer's vault, hanging on a criterion of the dossier.
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { AppError } from '#server/platform/errors.ts';
import { isDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { fault, refuseIf } from '../../request.ts';
import { findRuleset } from '../../rulesets/known.ts';
import type { EvidenceStore } from '../evidence-store.ts';
import { type MoveInput, moveDossier } from '../moving.ts';
import { fileType, MAX_FILE } from '../rules/file-type.ts';
import { stripMetadata } from '../rules/strip-metadata.ts';

export type NewEvidence = MoveInput & { criterion: string; name: string; bytes: Uint8Array; expiresOn?: string | undefined };

/** Type by content, at most 20 MB, photographs without place and camera; the same content again is the same paper. */
export async function attachEvidence(
  ctx: Ctx,
  input: NewEvidence,
  ground: Ground,
  store: EvidenceStore,
): Promise<{ id: string; sha256: string }> {
  return moveDossier(ctx, ground, input, 'edit', async (tx, dossier) => {
    if (input.bytes.byteLength > MAX_FILE) throw new AppError('too_large', { vi: 'Tệp vượt quá 20 MB.', en: 'The file is over 20 MB.' });
    const type = fileType(input.bytes);
    if (!type)
      throw new AppError('unsupported_media_type', {
        vi: 'Chỉ nhận PDF, ảnh JPEG, PNG, WebP, Word và Excel; loại tệp được xem theo nội dung.',
        en: 'Only PDF, JPEG, PNG, WebP, Word and Excel are taken; the content says what a file is.',
      });
    const name = input.name
      .replace(/^.*[\\/]/, '')
      .trim()
      .normalize()
      .slice(0, 200);
    refuseIf([
      ...(findRuleset(dossier.ruleset)?.sheets.get(dossier.set_no)?.at.has(input.criterion)
        ? []
        : [fault('criterion', 'unknown', 'Bộ tiêu chí không có tiêu chí này.', 'The set has no such criterion.')]),
      ...(name ? [] : [fault('name', 'required', 'Tệp cần có tên.', 'The file needs a name.')]),
      ...(input.expiresOn === undefined || isDay(input.expiresOn)
        ? []
        : [fault('expiresOn', 'invalid', 'Ngày hết hạn không đúng.', 'The last day is not a day.')]),
    ]);
    const bytes = stripMetadata(input.bytes, type);
    const sha256 = await store.put(bytes);
    const { id } = await tx
      .insertInto('assessment.evidence')
      .values({
        id: newId(),
        producer_id: dossier.producer_id,
        sha256,
        size: bytes.byteLength,
        type,
        name,
        expires_on: input.expiresOn ?? null,
        uploaded_at: ctx.now,
        uploaded_by: ctx.actor.id,
      })
      .onConflict((c) => c.columns(['producer_id', 'sha256']).doUpdateSet({ name, expires_on: input.expiresOn ?? null }))
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('assessment.dossier_evidence')
      .values({ dossier_id: dossier.id, criterion: input.criterion, evidence_id: id })
      .onConflict((c) => c.doNothing())
      .execute();
    return { detail: { criterion: input.criterion, sha256, size: bytes.byteLength, type }, result: { id, sha256 } };
  });
}
