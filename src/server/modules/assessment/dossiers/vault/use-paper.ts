import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { fault, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { refuseIf } from '../../request.ts';
import { findRuleset } from '../../rulesets/known.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

/** A paper of the vault hung on a criterion: nothing is sent again. Its newest version counts. */
export async function usePaper(ctx: Ctx, input: MoveInput & { criterion: string; evidence: string }, ground: Ground): Promise<void> {
  await moveDossier(ctx, ground, input, 'edit', async (tx, dossier) => {
    const newest = await tx
      .selectFrom('assessment.evidence as asked')
      .innerJoin('assessment.evidence as e', 'e.paper_id', 'asked.paper_id')
      .select(['e.id', 'e.expires_on as expiresOn'])
      .where('asked.id', '=', input.evidence)
      .where('asked.producer_id', '=', dossier.producer_id)
      .orderBy('e.version', 'desc')
      .executeTakeFirst();
    if (!newest) throw notFound('evidence', { vi: 'giấy trong kho của chủ thể này', en: 'paper in the vault of this producer' });
    const known = findRuleset(dossier.ruleset)?.sheets.get(dossier.set_no)?.at.has(input.criterion);
    const expired = newest.expiresOn !== null && newest.expiresOn < dayOf(ctx.now);
    refuseIf([
      ...(known ? [] : [fault('criterion', 'unknown', 'Bộ tiêu chí không có tiêu chí này.', 'The set has no such criterion.')]),
      ...(expired
        ? [fault('evidence', 'expired', 'Giấy này đã hết hạn: gửi bản mới trước.', 'This paper has expired: send a newer version first.')]
        : []),
    ]);
    await tx
      .insertInto('assessment.dossier_evidence')
      .values({ dossier_id: dossier.id, criterion: input.criterion, evidence_id: newest.id })
      .onConflict((c) => c.doNothing())
      .execute();
    return { detail: { criterion: input.criterion, evidence: newest.id }, result: null };
  });
}
