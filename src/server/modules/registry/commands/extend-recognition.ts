import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import { addDays, dayOf, isDay } from '#shared/dates.ts';
import { known, standing } from '../rules/validity.ts';
import { lockProduct } from './lock-product.ts';

/** Điều 12.3: a late filing keeps its effect to the decision, at most this long after the printed end. */
export const MAX_EXTENSION = 180;

export type ExtendRecognition = { productId: string; until: string; reason: string };

/** Keeps an ending or just ended recognition in effect for a stated reason; in the caller's transaction, who also records the act. */
export async function extendRecognition(tx: Tx, ctx: Ctx, input: ExtendRecognition): Promise<{ validFrom: string; validUntil: string }> {
  const fault = (path: string, vi: string, en: string) =>
    new AppError('invalid', { vi, en }, [{ path, code: 'invalid', message: { vi, en } }]);
  if (!input.reason.trim()) throw fault('reason', 'Cần nêu lý do gia hạn.', 'A reason is needed.');
  if (!isDay(input.until)) throw fault('until', 'Ngày không đúng.', 'Not a day.');
  const day = dayOf(ctx.now);
  const terms = await lockProduct(tx, input.productId);
  const now = standing(known(terms, day), day);
  const current = now && terms.find((t) => t.id === now.current.id);
  if (!current) throw fault('productId', 'Sản phẩm chưa được công nhận.', 'The product is not recognised.');
  if (current.endedOn !== null && current.endedOn <= day)
    throw new AppError('conflict', {
      vi: 'Công nhận đã chấm dứt, không gia hạn được.',
      en: 'The recognition has ended and cannot be extended.',
    });
  if (terms.some((t) => t.validFrom > current.validFrom && t.validFrom <= day && t.endedOn === null))
    throw new AppError('conflict', { vi: 'Đã có công nhận mới hơn.', en: 'There is a newer recognition.' });
  if (input.until <= current.validUntil || input.until > addDays(current.validUntil, MAX_EXTENSION))
    throw fault(
      'until',
      `Chỉ gia hạn trong ${MAX_EXTENSION} ngày sau ngày hết hạn ${current.validUntil}.`,
      `An extension ends within ${MAX_EXTENSION} days after ${current.validUntil}.`,
    );
  if (input.until < day) throw fault('until', 'Ngày gia hạn đã qua.', 'The extension would be over already.');
  await tx
    .updateTable('registry.recognition')
    .set({ extended_until: input.until, extension_reason: input.reason.trim().normalize() })
    .where('id', '=', current.id)
    .execute();
  return { validFrom: current.validFrom, validUntil: current.validUntil };
}
