// The advisory team reports: the file, the site, further tests (Điều 7).
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { fault } from '#server/platform/errors.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { refuseIf } from '../../request.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

export type AdvisoryReport = MoveInput & {
  summary: string;
  surveyedOn?: string | undefined;
  survey?: string | undefined;
  extraTests?: string | undefined;
};
const tidy = (text: string | undefined) => text?.trim().normalize().slice(0, 20_000) || null;

/** In the province a first assessment and an upgrade need the site survey; a re-assessment only when it is called for. */
export async function reportAdvisory(ctx: Ctx, input: AdvisoryReport, ground: Ground): Promise<{ id: string }> {
  return moveDossier(ctx, ground, input, 'report_advisory', async (tx, dossier, [step]) => {
    const level = step?.at === 'nation' ? ('nation' as const) : ('province' as const);
    const summary = tidy(input.summary);
    const surveyNeeded = level === 'province' && dossier.kind !== 'reassessment';
    const day = input.surveyedOn;
    refuseIf([
      ...(summary ? [] : [fault('summary', 'required', 'Cần nội dung báo cáo.', 'The report is empty.')]),
      ...(day === undefined && surveyNeeded
        ? [fault('surveyedOn', 'required', 'Cần ngày khảo sát thực tế.', 'The day of the site survey is needed.')]
        : []),
      ...(day !== undefined && (!isDay(day) || day > dayOf(ctx.now))
        ? [fault('surveyedOn', 'invalid', 'Ngày khảo sát không đúng.', 'The day of the survey is not right.')]
        : []),
    ]);
    const id = newId();
    await tx
      .insertInto('assessment.advisory_report')
      .values({
        id,
        dossier_id: dossier.id,
        level,
        summary: summary ?? '',
        surveyed_on: day ?? null,
        survey: tidy(input.survey),
        extra_tests: tidy(input.extraTests),
        reported_at: ctx.now,
        reported_by: ctx.actor.id,
      })
      .execute();
    return { detail: { report: id, level }, result: { id } };
  });
}
