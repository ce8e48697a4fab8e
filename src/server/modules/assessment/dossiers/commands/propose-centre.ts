import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { conflict, fault } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { currentStar } from '../../certificates/current-star.ts';
import { refuseIf } from '../../request.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

/** Five stars again: the province sends the report of its body with the file, without a council or a decision of its own (Điều 6). */
export async function proposeCentre(ctx: Ctx, input: MoveInput & { letterNo: string }, ground: Ground): Promise<null> {
  return moveDossier(ctx, ground, input, 'propose_centre', async (tx, dossier) => {
    const star = await currentStar(tx, dossier.product_id, dayOf(ctx.now));
    if (dossier.kind !== 'reassessment' || star !== 5)
      throw conflict(
        'Chỉ hồ sơ đánh giá lại của sản phẩm đang 5 sao được gửi thẳng Trung ương; hồ sơ khác qua hội đồng của tỉnh.',
        'Only the re-assessment of a product that holds five stars goes straight to the centre; others pass the council of the province.',
      );
    const letter = input.letterNo.trim().normalize().slice(0, 100);
    refuseIf(letter ? [] : [fault('letterNo', 'required', 'Cần số văn bản đề nghị.', 'The number of the letter is needed.')]);
    const reported = await tx
      .selectFrom('assessment.advisory_report')
      .select('id')
      .where('dossier_id', '=', dossier.id)
      .where('level', '=', 'province')
      .executeTakeFirst();
    if (!reported) throw conflict('Chưa có báo cáo của cơ quan tham mưu cấp tỉnh.', 'The body of the province has not reported yet.');
    return { note: letter, detail: { letterNo: letter }, result: null };
  });
}
