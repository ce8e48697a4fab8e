import { sql } from 'kysely';
import type { z } from 'zod';
import { recordAct, recorded } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import { touchProducts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, refused } from '#server/platform/errors.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { rangeText, valueText } from '#shared/declared-range.ts';
import { newId } from '#shared/ids.ts';
import { getHeld } from '../queries/get-held.ts';
import { type TestVerdict, verdictOn } from '../rules/verdict.ts';
import { RecordTest } from '../schema.ts';
import { addInspection } from './inspections.ts';
import '../tables.ts';

/** A breach is to be mended within this many days unless said otherwise. */
const MEND_DAYS = 15;

/**
 * Writes down a laboratory's report, once: each value against what was declared on the day of the test. Values outside the declared range
 * become findings of the inspection that the test is; the producer hears of them.
 */
export async function recordTest(
  ctx: Ctx,
  raw: z.input<typeof RecordTest>,
  ground: Ground,
): Promise<{ inspectionId: string; verdicts: TestVerdict[] }> {
  const input = parsedForm(RecordTest, raw);
  const { productId, lot, lab, reportNo, testedOn } = input;
  const today = dayOf(ctx.now);
  return recorded(ctx, { verb: 'record_test', subjectKind: 'product', subjectId: productId }, async () => {
    const held = await getHeld(ctx.db, productId, today);
    assertMay(ground, ctx.actor, 'inspect', { unit: held.provinceCode }, today);
    if (testedOn > today) throw refused('testedOn', 'Ngày kiểm nghiệm ở tương lai.', 'The test lies in the future.');
    const mendBy = input.mendBy ?? addDays(today, MEND_DAYS);
    if (mendBy < today) throw refused('mendBy', 'Hạn khắc phục đã qua.', 'The deadline is over.');
    return transact(ctx.db, async (tx) => {
      const { rows: declared } = await sql<{ key: string; unit: string; min: number | null; max: number | null }>`
        select distinct on (lower(parameter)) lower(parameter) as key, unit, min, max from supervision.specification
        where product_id = ${productId} and stated_on <= ${testedOn}::date and (replaced_on is null or replaced_on > ${testedOn}::date)
        order by lower(parameter), stated_on desc`.execute(tx);
      const judged = input.results.map((r, i) => {
        const parameter = r.parameter.normalize();
        const claim = declared.find((d) => d.key === parameter.toLowerCase());
        const verdict = verdictOn(r.value, r.unit.normalize(), claim);
        if (verdict === 'other_unit')
          throw refused(
            `results.${i}.unit`,
            `Chủ thể công bố ${parameter} theo đơn vị “${claim?.unit ?? ''}”.`,
            `The producer declared ${parameter} in “${claim?.unit ?? ''}”.`,
          );
        return { parameter, unit: r.unit.normalize(), value: r.value, verdict, claim };
      });
      const breaches = judged.filter((j) => j.verdict === 'below' || j.verdict === 'above');
      const note = `${lab}, ${reportNo}`;
      const inspectionId = await addInspection(tx, {
        productId,
        provinceCode: held.provinceCode,
        why: 'surprise',
        dueOn: testedOn,
        note,
      });
      await tx
        .updateTable('supervision.inspection')
        .set({ done_on: testedOn, outcome: breaches.length ? 'findings' : 'kept', done_by: ctx.actor.id })
        .where('id', '=', inspectionId)
        .execute();
      const made = await tx
        .insertInto('supervision.test_result')
        .values(
          judged.map(({ parameter, unit, value, verdict, claim }) => ({
            id: newId(),
            inspection_id: inspectionId,
            product_id: productId,
            lot,
            parameter,
            unit,
            value,
            min: claim?.min ?? null,
            max: claim?.max ?? null,
            verdict: verdict as TestVerdict,
            lab,
            report_no: reportNo,
            tested_on: testedOn,
            published: input.published,
          })),
        )
        .onConflict((c) => c.doNothing())
        .returning('id')
        .execute();
      if (made.length < judged.length)
        throw new AppError('conflict', {
          vi: 'Phiếu kiểm nghiệm này đã được ghi, hoặc một chỉ tiêu được nêu hai lần.',
          en: 'This report is written down already, or a parameter stands twice.',
        });
      const lines = breaches.map((b) => `${b.parameter}: ${valueText(b.value, b.unit)} (${b.claim ? rangeText(b.claim) : ''})`);
      if (breaches.length > 0) {
        const open = { inspection_id: inspectionId, product_id: productId, kind: 'quality' as const, due_on: mendBy };
        await tx
          .insertInto('supervision.finding')
          .values(lines.map((text) => ({ id: newId(), ...open, text, closed_on: null, closed_by: null, closing: null })))
          .execute();
        await notify(tx, {
          to: { producer: held.producerId },
          kind: 'finding',
          key: `test ${inspectionId}`,
          subject: { vi: `Kiểm nghiệm khác công bố: ${held.name}`, en: `Test result outside the declaration: ${held.name}` },
          text: {
            vi: `${lines.join('; ')}. ${note}. Hạn khắc phục ${mendBy}.`,
            en: `${lines.join('; ')}. ${note}. To be mended by ${mendBy}.`,
          },
          href: '/my/cong-bo',
          now: ctx.now,
        });
      }
      if (input.published) await touchProducts(tx, [productId]);
      const verdicts = judged.map((j) => j.verdict as TestVerdict);
      const detail = { productId, lab, reportNo, testedOn, lot, verdicts, published: input.published };
      await recordAct(tx, ctx, { verb: 'record_test', subjectKind: 'inspection', subjectId: inspectionId, detail });
      return { inspectionId, verdicts };
    });
  });
}
