import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { refused } from '#server/platform/errors.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { endingOn } from '../rules/ending.ts';
import { lockProduct } from './lock-product.ts';

export type EndRecognition = {
  productId: string;
  /** First day without the star. */
  endedOn: string;
  endedBy: 'revoked';
  /** Shown beside the ending. */
  cause: string;
  /** Day of the decision: nothing ends after it. */
  decidedOn: string;
};
export type Ended = { star: 3 | 4 | 5; potentialFive: boolean; validFrom: string; endedOn: string };

const REFUSALS = {
  never: ['invalid', 'Sản phẩm chưa từng được công nhận.', 'The product was never recognised.'],
  not_begun: ['invalid', 'Ngày thu hồi trước ngày công nhận.', 'The day lies before the recognition.'],
  ended: ['conflict', 'Công nhận đã chấm dứt từ trước.', 'The recognition has ended already.'],
  expired: [
    'conflict',
    'Công nhận đã hết hạn trước ngày này: không còn gì để thu hồi.',
    'The recognition had expired by that day: there is nothing to revoke.',
  ],
} as const;

/** Ends all that the product still holds on a day, in the caller's transaction; the caller records the act. */
export async function endRecognition(tx: Tx, ctx: Ctx, input: EndRecognition): Promise<Ended[]> {
  if (!isDay(input.decidedOn) || input.decidedOn > dayOf(ctx.now))
    throw refused('decidedOn', 'Ngày quyết định không có hoặc ở tương lai.', 'The day of the decision is no day or lies in the future.');
  if (!isDay(input.endedOn) || input.endedOn > input.decidedOn)
    throw refused('endedOn', 'Ngày thu hồi không được sau ngày quyết định.', 'The ending cannot lie after the day of the decision.');
  if (!input.cause.trim()) throw refused('cause', 'Cần nguyên nhân.', 'A cause is needed.');
  const ending = endingOn(await lockProduct(tx, input.productId), input.endedOn, dayOf(ctx.now));
  if ('refused' in ending) {
    const [code, vi, en] = REFUSALS[ending.refused];
    throw refused('endedOn', vi, en, ending.refused, code);
  }
  for (const { term, endedOn } of ending.terms)
    await tx
      .updateTable('registry.recognition')
      .set({ ended_on: endedOn, ended_by: input.endedBy, cause: input.cause.trim().normalize() })
      .where('id', '=', term.id)
      .execute();
  return ending.terms.map(({ term, endedOn }) => ({
    star: term.star,
    potentialFive: term.potentialFive,
    validFrom: term.validFrom,
    endedOn,
  }));
}
