import { sql } from 'kysely';
import type { z } from 'zod';
import { recordAct, recorded } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import { endRecognition, lockProduct } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, refused } from '#server/platform/errors.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { type Cause, causeText } from '../rules/causes.ts';
import { revocationLetter } from '../rules/letters.ts';
import { DecideRevocation } from '../schema.ts';
import { addStep, lockCase } from './move-case.ts';

/**
 * Takes the star: case, recognition, notice, act and event in one transaction. Everything is checked under the locks of case and product,
 * so of two officers at once one wins and the other hears why.
 */
export async function decideRevocation(
  ctx: Ctx,
  raw: z.input<typeof DecideRevocation>,
  ground: Ground,
): Promise<{ endedOn: string; revocation: number }> {
  const input = parsedForm(DecideRevocation, raw);
  const { caseId, decisionNo, decidedOn } = input;
  return recorded(ctx, { verb: 'decide_revocation', subjectKind: 'revocation_case', subjectId: caseId }, () =>
    transact(ctx.db, async (tx) => {
      const seen = await tx.selectFrom('supervision.revocation_case').select('product_id').where('id', '=', caseId).executeTakeFirst();
      if (seen) await lockProduct(tx, seen.product_id); // before the star is read that says who may decide
      const found = await lockCase(tx, ctx, ground, caseId, 'decide');
      if (found.proposedBy === ctx.actor.id)
        throw new AppError('forbidden', { vi: 'Người đề xuất không tự quyết định.', en: 'Whoever proposed does not decide.' });
      if (decidedOn < found.basisOn)
        throw refused('decidedOn', 'Quyết định không thể có trước căn cứ.', 'The decision cannot be older than its basis.');
      const cause = found.cause as Cause;
      const ended = await endRecognition(tx, ctx, {
        productId: found.productId,
        endedOn: decidedOn,
        endedBy: 'revoked',
        cause: `${causeText(cause, decidedOn)}. ${decisionNo}`,
        decidedOn,
      });
      await tx
        .updateTable('supervision.revocation_case')
        .set({
          state: found.to,
          decision_no: decisionNo,
          decided_on: decidedOn,
          star: found.held.star,
          province_code: found.held.provinceCode,
        })
        .where('id', '=', caseId)
        .execute();
      await addStep(tx, ctx, caseId, 'decide', found.to, input.note ?? decisionNo);
      await tx
        .insertInto('supervision.notice')
        .values({
          kind: 'revocation',
          product_id: found.productId,
          valid_until: decidedOn,
          days_before: 0,
          province_code: found.held.provinceCode,
          commune_code: found.held.communeCode,
          written_on: dayOf(ctx.now),
        })
        .onConflict((c) => c.doNothing())
        .execute();
      const letter = revocationLetter({ name: found.held.name, endedOn: decidedOn, decisionNo, cause: causeText(cause, decidedOn) });
      const about = { kind: 'revocation', key: `revocation ${caseId}`, ...letter, href: `/san-pham/${found.productId}`, now: ctx.now };
      await notify(tx, { ...about, to: { producer: found.held.producerId } });
      await notify(tx, { ...about, to: { unit: found.held.communeCode ?? found.held.provinceCode, verb: 'view_dossiers' } });
      const detail = { productId: found.productId, cause, decisionNo, decidedOn, ended };
      await recordAct(tx, ctx, { verb: 'decide_revocation', subjectKind: 'revocation_case', subjectId: caseId, detail });
      // the record's head is locked by now, so these numbers follow the order of commits
      const { rows } = await sql<{ no: number }>`
        insert into supervision.revocation (no, product_id, ended_on, cause, case_id, at)
        select coalesce(max(no), 0) + 1, ${found.productId}, ${decidedOn}, ${cause}, ${caseId}, ${ctx.now} from supervision.revocation
        returning no`.execute(tx);
      return { endedOn: decidedOn, revocation: rows[0]?.no ?? 0 };
    }),
  );
}
