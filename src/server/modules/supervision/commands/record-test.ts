import { sql } from 'kysely';
import type { z } from 'zod';
import { recordAct, recorded } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import { touchProducts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { conflict, refused } from '#server/platform/errors.ts';
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
type Input = z.output<typeof RecordTest>;

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
      const judged = judge(input.results, await declaredOn(tx, productId, testedOn));
      const breaches = judged.filter((j) => j.verdict === 'below' || j.verdict === 'above');
      const note = `${lab}, ${reportNo}`;
      const about = { productId, provinceCode: held.provinceCode };
      const inspectionId = await addInspection(tx, { ...about, why: 'surprise', dueOn: testedOn, note });
      await tx
        .updateTable('supervision.inspection')
        .set({ done_on: testedOn, outcome: breaches.length ? 'findings' : 'kept', done_by: ctx.actor.id })
        .where('id', '=', inspectionId)
        .execute();
      await writeResults(tx, { ...input, inspectionId, judged });
      if (breaches.length > 0) {
        const lines = breaches.map((b) => `${b.parameter}: ${valueText(b.value, b.unit)} (${b.claim ? rangeText(b.claim) : ''})`);
        const open = { inspection_id: inspectionId, product_id: productId, kind: 'quality' as const, due_on: mendBy };
        await tx
          .insertInto('supervision.finding')
          .values(lines.map((text) => ({ id: newId(), ...open, text, closed_on: null, closed_by: null, closing: null })))
          .execute();
        await tellProducer(tx, ctx, { held, inspectionId, text: `${lines.join('; ')}. ${note}.`, mendBy });
      }
      if (input.published) await touchProducts(tx, [productId]);
      const verdicts = judged.map((j) => j.verdict);
      const detail = { productId, lab, reportNo, testedOn, lot, verdicts, published: input.published };
      await recordAct(tx, ctx, { verb: 'record_test', subjectKind: 'inspection', subjectId: inspectionId, detail });
      return { inspectionId, verdicts };
    });
  });
}

type Claim = { key: string; unit: string; min: number | null; max: number | null };
type Judged = { parameter: string; unit: string; value: number; verdict: TestVerdict; claim: Claim | undefined };

/** What the producer declared for the product as it stood on a day, by parameter in small letters. */
async function declaredOn(tx: Tx, productId: string, day: string): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    select distinct on (lower(parameter)) lower(parameter) as key, unit, min, max from supervision.specification
    where product_id = ${productId} and stated_on <= ${day}::date and (replaced_on is null or replaced_on > ${day}::date)
    order by lower(parameter), stated_on desc`.execute(tx);
  return rows;
}

/** Each value against its declaration; refused where the units cannot be compared. */
function judge(results: Input['results'], declared: readonly Claim[]): Judged[] {
  return results.map((r, i) => {
    const [parameter, unit] = [r.parameter.normalize(), r.unit.normalize()];
    const claim = declared.find((d) => d.key === parameter.toLowerCase());
    const verdict = verdictOn(r.value, unit, claim);
    if (verdict === 'other_unit')
      throw refused(
        `results.${i}.unit`,
        `Chủ thể công bố ${parameter} theo đơn vị “${claim?.unit ?? ''}”.`,
        `The producer declared ${parameter} in “${claim?.unit ?? ''}”.`,
      );
    return { parameter, unit, value: r.value, verdict, claim };
  });
}

/** A report is written down once: lab, number and parameter are its key. */
async function writeResults(tx: Tx, of: Input & { inspectionId: string; judged: readonly Judged[] }): Promise<void> {
  const { productId: product_id, lot, lab, reportNo: report_no, testedOn: tested_on, published, inspectionId: inspection_id } = of;
  const report = { inspection_id, product_id, lot, lab, report_no, tested_on, published };
  const made = await tx
    .insertInto('supervision.test_result')
    .values(of.judged.map(({ claim, ...one }) => ({ id: newId(), ...report, ...one, min: claim?.min ?? null, max: claim?.max ?? null })))
    .onConflict((c) => c.doNothing())
    .returning('id')
    .execute();
  if (made.length < of.judged.length)
    throw conflict(
      'Phiếu kiểm nghiệm này đã được ghi, hoặc một chỉ tiêu được nêu hai lần.',
      'This report is written down already, or a parameter stands twice.',
    );
}

type Breach = { held: { producerId: string; name: string }; inspectionId: string; text: string; mendBy: string };

const tellProducer = (tx: Tx, ctx: Ctx, { held, inspectionId, text, mendBy }: Breach) =>
  notify(tx, {
    to: { producer: held.producerId },
    kind: 'finding',
    key: `test ${inspectionId}`,
    subject: { vi: `Kiểm nghiệm khác công bố: ${held.name}`, en: `Test result outside the declaration: ${held.name}` },
    text: { vi: `${text} Hạn khắc phục ${mendBy}.`, en: `${text} To be mended by ${mendBy}.` },
    href: '/my/cong-bo',
    now: ctx.now,
  });
