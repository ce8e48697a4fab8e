// Mẫu 03: the commune says what it knows of local material, labour, the idea and the identity of a product.
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { fault } from '#server/platform/errors.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { refuseIf } from '../../request.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

const CONTENTS = ['materials', 'labour', 'idea', 'identity'] as const;
export type LocalReport = MoveInput & Record<(typeof CONTENTS)[number], string> & { metOn?: string | undefined };

/** One report for each version of the dossier; it can be bettered until it is sent. */
export async function reportLocalContents(ctx: Ctx, input: LocalReport, ground: Ground): Promise<null> {
  return moveDossier(ctx, ground, input, 'report_local', async (tx, dossier) => {
    const [materials = '', labour = '', idea = '', identity = ''] = CONTENTS.map((c) => input[c].trim().normalize().slice(0, 10_000));
    const texts = { materials, labour, idea, identity };
    const faults = CONTENTS.filter((c) => !texts[c]).map((c) =>
      fault(c, 'required', 'Cần nhận xét nội dung này.', 'This content needs an assessment.'),
    );
    if (input.metOn !== undefined && (!isDay(input.metOn) || input.metOn > dayOf(ctx.now)))
      faults.push(fault('metOn', 'invalid', 'Ngày họp không đúng.', 'The day of the meeting is not right.'));
    refuseIf(faults, { vi: 'Báo cáo Mẫu 03 chưa đủ bốn nội dung.', en: 'The report (form 03) lacks some of the four contents.' });
    const report = { ...texts, met_on: input.metOn ?? null, reported_at: ctx.now, reported_by: ctx.actor.id };
    await tx
      .insertInto('assessment.commune_report')
      .values({ dossier_id: dossier.id, version: dossier.version, letter_no: null, ...report })
      .onConflict((c) => c.columns(['dossier_id', 'version']).doUpdateSet(report))
      .execute();
    return { detail: { version: dossier.version }, result: null };
  });
}
