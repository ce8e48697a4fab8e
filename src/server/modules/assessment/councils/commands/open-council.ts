// A dossier comes before a council: at a meeting, or for a re-assessment by written opinions (Điều 5).
import { type Ground, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { notFound } from '#server/platform/errors.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { type MoveInput, moveDossier } from '../../dossiers/moving.ts';
import { conflict, fault, refuseIf } from '../../request.ts';

export type Opening = MoveInput & { council: string; meetsOn?: string | undefined; mode?: 'meeting' | 'written' | undefined };

export async function openCouncil(ctx: Ctx, input: Opening, ground: Ground): Promise<{ hearing: string }> {
  return moveDossier(ctx, ground, input, 'open_council', async (tx, dossier, [step]) => {
    const level = step?.at === 'nation' ? 'nation' : 'province';
    const unit = level === 'nation' ? NATION : dossier.province_code;
    const today = dayOf(ctx.now);
    const council = await tx.selectFrom('assessment.council').select(['id', 'unit']).where('id', '=', input.council).executeTakeFirst();
    if (council?.unit !== unit) throw notFound('council', { vi: 'hội đồng của đơn vị này', en: 'council of this unit' });
    const reported = await tx
      .selectFrom('assessment.advisory_report')
      .select('id')
      .where('dossier_id', '=', dossier.id)
      .where('level', '=', level)
      .executeTakeFirst();
    if (!reported) throw conflict('Chưa có báo cáo của tổ tư vấn.', 'The advisers have not reported yet.');
    const meetsOn = input.meetsOn ?? today;
    refuseIf(
      isDay(meetsOn) && meetsOn >= today
        ? []
        : [fault('meetsOn', 'invalid', 'Ngày họp không được trước hôm nay.', 'The council cannot meet before today.')],
    );
    const hearing = newId();
    const mode = input.mode ?? (dossier.kind === 'reassessment' ? 'written' : 'meeting');
    await tx
      .insertInto('assessment.hearing')
      .values({
        id: hearing,
        dossier_id: dossier.id,
        council_id: council.id,
        version: dossier.version,
        mode,
        state: 'scoring',
        meets_on: meetsOn,
        closed_on: null,
        created_at: ctx.now,
      })
      .execute();
    return { detail: { hearing, council: council.id, mode, meetsOn }, result: { hearing } };
  });
}
