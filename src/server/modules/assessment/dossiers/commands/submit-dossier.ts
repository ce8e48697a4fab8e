import { createHash } from 'node:crypto';
import type { Ground } from '#server/modules/identity/index.ts';
import { readFacts, standing } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { type Fault, fault, notFound } from '#server/platform/errors.ts';
import { dayOf, showDay } from '#shared/dates.ts';
import { refuseIf } from '../../request.ts';
import { findRuleset } from '../../rulesets/known.ts';
import { scoreSheet } from '../../score-sheet.ts';
import { type Dossier, type MoveInput, moveDossier } from '../moving.ts';
import { reassessmentWindow } from '../rules/clocks.ts';
import { missingParts } from '../rules/completeness.ts';

export type Submission = MoveInput & { lateReason?: string | undefined };

/** The dossier is sent: complete, in its window, frozen as a version that never changes (Điều 7.1: it counts as the paper one). */
export async function submitDossier(ctx: Ctx, input: Submission, ground: Ground): Promise<{ version: number; sha256: string }> {
  return moveDossier(ctx, ground, input, 'submit', async (tx, dossier) => {
    const today = dayOf(ctx.now);
    const sheet = findRuleset(dossier.ruleset)?.sheets.get(dossier.set_no);
    if (!sheet) throw notFound('set', { vi: 'bộ tiêu chí', en: 'criteria set' });
    const { answers, not_applicable: notApplicable, knockouts, details } = dossier;
    const score = scoreSheet({ ruleset: dossier.ruleset, set: dossier.set_no, answers, notApplicable, knockouts });
    const papers = await readPapers(tx, dossier.id);
    const lateReason = input.lateReason?.trim().normalize() || dossier.late_reason;
    refuseIf(
      [
        ...missingParts(sheet, score, { kind: dossier.kind, details, answers, notApplicable, knockouts, papers }, today),
        ...(await windowFaults(tx, dossier, today, lateReason)),
      ],
      { vi: 'Hồ sơ chưa đầy đủ nên chưa nộp được.', en: 'The dossier is not complete and was not sent.' },
    );
    const version = dossier.version + 1;
    const body = JSON.stringify({
      kind: dossier.kind,
      producer: { id: dossier.producer_id, name: dossier.producer_name },
      product: { id: dossier.product_id, name: dossier.product_name },
      place: { commune: dossier.commune_code, province: dossier.province_code },
      ruleset: dossier.ruleset,
      set: dossier.set_no,
      details,
      answers,
      notApplicable,
      score: { total: score.total, star: score.star },
      papers,
      lateReason,
    });
    const hash = createHash('sha256').update(body).digest();
    await tx
      .insertInto('assessment.dossier_version')
      .values({ dossier_id: dossier.id, version, body, sha256: hash, submitted_at: ctx.now, submitted_by: ctx.actor.id })
      .execute();
    const sha256 = hash.toString('hex');
    return { set: { version, late_reason: lateReason }, detail: { version, sha256 }, result: { version, sha256 } };
  });
}

const readPapers = (tx: Tx, dossierId: string) =>
  tx
    .selectFrom('assessment.dossier_evidence as d')
    .innerJoin('assessment.evidence as f', 'f.id', 'd.evidence_id')
    .select(['d.criterion', 'f.name', 'f.sha256', 'f.size', 'f.type', 'f.kind', 'f.expires_on as expiresOn'])
    .where('d.dossier_id', '=', dossierId)
    .orderBy('d.criterion')
    .orderBy('f.sha256')
    .execute();

/** A re-assessment is filed 180 to 120 days before the last day (Điều 5); later only with a reason on record. */
async function windowFaults(tx: Tx, dossier: Dossier, today: string, lateReason: string | null): Promise<Fault[]> {
  if (dossier.kind !== 'reassessment' || !dossier.product_id || dossier.version > 0) return [];
  for await (const [facts] of readFacts(tx, [dossier.product_id])) {
    const until = facts && standing(facts.recognitions, today)?.current.validUntil;
    if (!until) break;
    const { opens, closes } = reassessmentWindow(until);
    if (today < opens)
      return [
        fault(
          'kind',
          'too_early',
          `Nộp đánh giá lại từ ngày ${showDay(opens)}.`,
          `A re-assessment can be filed from ${showDay(opens, 'en')}.`,
        ),
      ];
    if (today > closes && !lateReason)
      return [
        fault(
          'lateReason',
          'required',
          `Đã quá hạn nộp ${showDay(closes)}: cần nêu lý do nộp muộn.`,
          `Filing closed on ${showDay(closes, 'en')}: give the reason for filing late.`,
        ),
      ];
  }
  return [];
}
