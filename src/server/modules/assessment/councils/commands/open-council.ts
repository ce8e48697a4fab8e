import { type Ground, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { conflict, fault, notFound } from '#server/platform/errors.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { type Dossier, type MoveInput, moveDossier } from '../../dossiers/moving.ts';
import { refuseIf } from '../../request.ts';
import { DEFAULT_SETTINGS, type Settings } from '../rules/conclude.ts';
import { type Draw, drawFor, isDrawn } from '../rules/draw.ts';

export type Opening = MoveInput & {
  council: string;
  meetsOn?: string | undefined;
  mode?: 'meeting' | 'written' | undefined;
  reason?: string | undefined;
};

/** A dossier comes before a council: at a meeting, or for a re-assessment by written opinions (Điều 5). */
export async function openCouncil(ctx: Ctx, input: Opening, ground: Ground): Promise<{ hearing: string }> {
  return moveDossier(ctx, ground, input, 'open_council', async (tx, dossier, [step]) => {
    const level = step?.at === 'nation' ? 'nation' : 'province';
    const unit = level === 'nation' ? NATION : dossier.province_code;
    const today = dayOf(ctx.now);
    const council = await tx
      .selectFrom('assessment.council')
      .select(['id', 'unit', 'settings', 'second_seed'])
      .where('id', '=', input.council)
      .executeTakeFirst();
    if (council?.unit !== unit) throw notFound('council', { vi: 'hội đồng của đơn vị này', en: 'council of this unit' });
    const reported = await tx
      .selectFrom('assessment.advisory_report')
      .select('id')
      .where('dossier_id', '=', dossier.id)
      .where('level', '=', level)
      .executeTakeFirst();
    if (!reported) throw conflict('Chưa có báo cáo của tổ tư vấn.', 'The advisers have not reported yet.');
    const meetsOn = input.meetsOn ?? today;
    const again = dossier.kind === 'reassessment';
    const mode = input.mode ?? (again ? 'written' : 'meeting');
    const reason = input.reason?.trim().normalize().slice(0, 2_000) || undefined;
    refuseIf([
      ...(isDay(meetsOn) && meetsOn >= today
        ? []
        : [fault('meetsOn', 'invalid', 'Ngày họp không được trước hôm nay.', 'The council cannot meet before today.')]),
      ...(mode === 'written' && !again
        ? [fault('mode', 'not_allowed', 'Chỉ đánh giá lại mới lấy ý kiến bằng văn bản.', 'Only a re-assessment runs by written opinions.')]
        : []),
      ...(mode === 'meeting' && again && !reason
        ? [fault('reason', 'required', 'Đánh giá lại chỉ họp khi cần: nêu lý do.', 'A re-assessment meets only when needed: say why.')]
        : []),
    ]);
    const draw = await drawOf(tx, council, dossier.id);
    const hearing = newId();
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
        second_of: null,
        draw: draw ? JSON.stringify(draw) : null,
        created_at: ctx.now,
      })
      .execute();
    if (draw && isDrawn(draw)) await openSecond(tx, ctx, { first: hearing, dossier, council: council.id, meetsOn });
    return { detail: { hearing, council: council.id, mode, meetsOn, ...(reason ? { reason } : {}) }, result: { hearing } };
  });
}

/** What the council's seed says about this dossier; undefined where nobody sits for second scorings. */
async function drawOf(
  tx: Tx,
  council: { id: string; settings: Partial<Settings>; second_seed: string | null },
  dossier: string,
): Promise<Draw | undefined> {
  const { secondShare } = { ...DEFAULT_SETTINGS, ...council.settings };
  if (!council.second_seed || secondShare === 0) return undefined;
  const second = await tx
    .selectFrom('assessment.council_member')
    .select('account')
    .where('council_id', '=', council.id)
    .where('second', '=', true)
    .limit(1)
    .executeTakeFirst();
  return second && drawFor(council.second_seed, dossier, secondShare);
}

/** A hearing of its own, beside the first: other members, other sheets; the dossier does not wait at another step for it. */
async function openSecond(
  tx: Tx,
  ctx: Ctx,
  { first, dossier, council, meetsOn }: { first: string; dossier: Dossier; council: string; meetsOn: string },
): Promise<void> {
  await tx
    .insertInto('assessment.hearing')
    .values({
      id: newId(),
      dossier_id: dossier.id,
      council_id: council,
      version: dossier.version,
      mode: 'written',
      state: 'scoring',
      meets_on: meetsOn,
      closed_on: null,
      second_of: first,
      draw: null,
      created_at: ctx.now,
    })
    .execute();
}
