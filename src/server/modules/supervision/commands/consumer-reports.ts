// Reports of consumers: taken from anybody, triaged by whoever inspects in the province. The reporter's contact stays out of the record of acts.
import type { z } from 'zod';
import { recordAct, recorded } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { notFound, refused } from '#server/platform/errors.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { getHeld } from '../queries/get-held.ts';
import { TakeReport, TriageReport } from '../schema.ts';
import { addInspection } from './inspections.ts';
import '../tables.ts';

/** An inspection that a report asks for is due after this many days unless said otherwise. */
const REPORT_DAYS = 15;

/** A photo as the intake gives it: no metadata, scanned. */
export type ReportPhoto = { bytes: Uint8Array; type: string; sha256: string };

/** Takes a report, perhaps with a photo; about a product of the register, or about a code that leads nowhere. */
export async function takeReport(ctx: Ctx, raw: z.input<typeof TakeReport>, photo?: ReportPhoto): Promise<{ id: string }> {
  const input = parsedForm(TakeReport, raw);
  if (!input.productId && !input.codeRead)
    throw refused('productId', 'Cần nêu sản phẩm hoặc mã đã quét.', 'Name the product or the code that was read.');
  const held = input.productId ? await getHeld(ctx.db, input.productId, dayOf(ctx.now)) : undefined;
  return transact(ctx.db, async (tx) => {
    const id = newId();
    await tx
      .insertInto('supervision.consumer_report')
      .values({
        id,
        product_id: input.productId ?? null,
        code_read: input.codeRead || null,
        kind: input.kind,
        text: input.text,
        contact: input.contact || null,
        province_code: held?.provinceCode ?? null,
        received_at: ctx.now,
        triaged_at: null,
        triaged_by: null,
        note: null,
        inspection_id: null,
      })
      .execute();
    if (photo) {
      const { bytes, type, sha256 } = photo;
      await tx
        .insertInto('supervision.report_photo')
        .values({ report_id: id, bytes: Buffer.from(bytes), type, sha256 })
        .execute();
    }
    await recordAct(tx, ctx, {
      verb: 'take_report',
      subjectKind: 'consumer_report',
      subjectId: id,
      detail: { productId: input.productId ?? null, kind: input.kind, ...(photo ? { photo: photo.sha256 } : {}) },
    });
    return { id };
  });
}

/** Sends an inspection, answers, or dismisses with a reason; once. */
export async function triageReport(ctx: Ctx, raw: z.input<typeof TriageReport>, ground: Ground): Promise<{ inspectionId: string | null }> {
  const input = parsedForm(TriageReport, raw);
  const today = dayOf(ctx.now);
  return recorded(ctx, { verb: 'triage_report', subjectKind: 'consumer_report', subjectId: input.reportId }, () =>
    transact(ctx.db, async (tx) => {
      const row = await tx
        .selectFrom('supervision.consumer_report')
        .selectAll()
        .where('id', '=', input.reportId)
        .forUpdate()
        .executeTakeFirst();
      if (!row) throw notFound('reportId', { vi: 'phản ánh', en: 'report' });
      assertMay(ground, ctx.actor, 'inspect', { unit: row.province_code ?? NATION }, today);
      if (row.state !== 'new')
        throw refused('reportId', 'Phản ánh này đã có người xử lý.', 'Somebody has dealt with this report.', 'conflict');
      const dueOn = input.dueOn ?? addDays(today, REPORT_DAYS);
      if (dueOn < today) throw refused('dueOn', 'Hạn đã qua.', 'The deadline is over.');
      let inspectionId: string | null = null;
      if (input.to === 'inspect') {
        if (!row.product_id || !row.province_code)
          throw refused('to', 'Chưa rõ sản phẩm nào để kiểm tra.', 'There is no known product to inspect.');
        inspectionId = await addInspection(tx, {
          productId: row.product_id,
          provinceCode: row.province_code,
          why: 'report',
          dueOn,
          note: input.note,
        });
      }
      await tx
        .updateTable('supervision.consumer_report')
        .set({ state: input.to, triaged_at: ctx.now, triaged_by: ctx.actor.id, note: input.note, inspection_id: inspectionId })
        .where('id', '=', row.id)
        .execute();
      const detail = { to: input.to, productId: row.product_id, inspectionId };
      await recordAct(tx, ctx, { verb: 'triage_report', subjectKind: 'consumer_report', subjectId: row.id, detail });
      return { inspectionId };
    }),
  );
}

/** The photo of a report, for whoever inspects in its province. */
export async function readReportPhoto(ctx: Ctx, reportId: string, ground: Ground): Promise<{ bytes: Uint8Array; type: string }> {
  const row = await ctx.db
    .selectFrom('supervision.report_photo as p')
    .innerJoin('supervision.consumer_report as r', 'r.id', 'p.report_id')
    .select(['p.bytes', 'p.type', 'r.province_code'])
    .where('p.report_id', '=', reportId)
    .executeTakeFirst();
  if (!row) throw notFound('reportId', { vi: 'ảnh', en: 'photo' });
  assertMay(ground, ctx.actor, 'inspect', { unit: row.province_code ?? NATION }, dayOf(ctx.now));
  return { bytes: row.bytes, type: row.type };
}
