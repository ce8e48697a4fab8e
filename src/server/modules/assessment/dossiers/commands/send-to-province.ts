import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { conflict, fault } from '#server/platform/errors.ts';
import { refuseIf } from '../../request.ts';
import { type MoveInput, moveDossier } from '../moving.ts';

/** The commune sends the dossier on with its report and its letter (Điều 7). */
export async function sendToProvince(ctx: Ctx, input: MoveInput & { letterNo: string }, ground: Ground): Promise<null> {
  return moveDossier(ctx, ground, input, 'send_to_province', async (tx, dossier) => {
    const letter = input.letterNo.trim().normalize().slice(0, 100);
    refuseIf(letter ? [] : [fault('letterNo', 'required', 'Cần số văn bản đề nghị.', 'The number of the letter is needed.')]);
    const { numUpdatedRows } = await tx
      .updateTable('assessment.commune_report')
      .set({ letter_no: letter })
      .where('dossier_id', '=', dossier.id)
      .where('version', '=', dossier.version)
      .executeTakeFirst();
    if (numUpdatedRows === 0n)
      throw conflict('Chưa có báo cáo Mẫu 03 cho bản hồ sơ này.', 'There is no report (form 03) for this version of the dossier.');
    return { note: letter, result: null };
  });
}
