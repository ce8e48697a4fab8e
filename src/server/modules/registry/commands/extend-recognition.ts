import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { AppError, refused } from '#server/platform/errors.ts';
import { addDays, dayOf, daysBetween, isDay, showDay } from '#shared/dates.ts';
import { inForce, known, standing } from '../rules/validity.ts';
import { lockProduct } from './lock-product.ts';

/** Điều 12.3: a late filing keeps its effect to the decision, at most this long after the printed end. */
export const MAX_EXTENSION = 180;
/** Điều 5: a re-assessment is filed 180 to 120 days before the printed end; from then on a filing is late. */
export const FILING_CLOSES = 120;

export type ExtendRecognition = { productId: string; until: string; reason: string };

/** Keeps an ending or just ended recognition in effect for a stated reason; in the caller's transaction, who also records the act. */
export async function extendRecognition(tx: Tx, ctx: Ctx, input: ExtendRecognition): Promise<{ validFrom: string; validUntil: string }> {
  if (!input.reason.trim()) throw refused('reason', 'Cần nêu lý do gia hạn.', 'A reason is needed.');
  if (!isDay(input.until)) throw refused('until', 'Ngày không đúng.', 'Not a day.');
  const day = dayOf(ctx.now);
  const terms = await lockProduct(tx, input.productId);
  const now = standing(known(terms, day), day);
  const current = now && terms.find((t) => t.id === now.current.id);
  if (!current) throw refused('productId', 'Sản phẩm chưa được công nhận.', 'The product is not recognised.');
  if (current.endedOn !== null && current.endedOn <= day)
    throw new AppError('conflict', {
      vi: 'Công nhận đã chấm dứt, không gia hạn được.',
      en: 'The recognition has ended and cannot be extended.',
    });
  if (terms.some((t) => t.validFrom > current.validFrom && t.validFrom <= day && t.endedOn === null))
    throw new AppError('conflict', { vi: 'Đã có công nhận mới hơn.', en: 'There is a newer recognition.' });
  if (daysBetween(day, current.validUntil) >= FILING_CLOSES) {
    const closes = addDays(current.validUntil, -FILING_CLOSES);
    throw refused(
      'productId',
      `Chưa phải nộp muộn: hồ sơ đánh giá lại còn nộp được đến ngày ${showDay(closes)}.`,
      `Nothing is late yet: the re-assessment can be filed until ${showDay(closes, 'en')}.`,
    );
  }
  if (input.until <= current.validUntil || input.until > addDays(current.validUntil, MAX_EXTENSION))
    throw refused(
      'until',
      `Chỉ gia hạn trong ${MAX_EXTENSION} ngày sau ngày hết hạn ${showDay(current.validUntil)}.`,
      `An extension ends within ${MAX_EXTENSION} days after ${showDay(current.validUntil, 'en')}.`,
    );
  if (current.extendedUntil !== null && input.until < current.extendedUntil)
    throw refused(
      'until',
      `Đã gia hạn đến ngày ${showDay(current.extendedUntil)}: không rút ngắn ở đây.`,
      `It is extended to ${showDay(current.extendedUntil, 'en')} already: it is not shortened here.`,
    );
  if (input.until < day) throw refused('until', 'Ngày gia hạn đã qua.', 'The extension would be over already.');
  await tx
    .updateTable('registry.recognition')
    .set({ extended_until: input.until, extended_on: day, extension_reason: input.reason.trim().normalize() })
    .where('id', '=', current.id)
    .execute();
  return { validFrom: current.validFrom, validUntil: current.validUntil };
}

/**
 * The re-assessment was refused: what was kept “to the decision” (Điều 12.3) ends on its day; the printed term is left as it is. In the
 * caller's transaction, who also records the act. True when something ended.
 */
export async function endExtension(tx: Tx, ctx: Ctx, input: { productId: string; decidedOn: string }): Promise<boolean> {
  const terms = await lockProduct(tx, input.productId);
  const held = terms.filter((t) => t.extendedUntil !== null && t.extendedUntil >= input.decidedOn && inForce(t, dayOf(ctx.now)));
  for (const t of held) {
    const last = addDays(input.decidedOn, -1);
    await tx
      .updateTable('registry.recognition')
      .set(last > t.validUntil ? { extended_until: last } : { extended_until: null, extended_on: null })
      .where('id', '=', t.id)
      .execute();
  }
  return held.length > 0;
}
