// A star given: the new term begins, the one in force on that day is superseded. One product never holds two at once.
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { AppError, notFound, refused } from '#server/platform/errors.ts';
import { showDay } from '#shared/dates.ts';
import type { Star } from '#shared/vocabulary.ts';
import { readDecision } from '../rules/decisions.ts';
import { inForce, lastDay } from '../rules/validity.ts';
import '../tables.ts';

export type Recognition = {
  productId: string;
  star: Star;
  potentialFive: boolean;
  score: number;
  decisionNo: string;
  decidedOn: string;
  issuer: string;
  validFrom: string;
};

/** 36 months from `validFrom` (QĐ 26/2026, Điều 4); in the caller's transaction. */
export async function grantRecognition(tx: Tx, ctx: Ctx, input: Recognition): Promise<{ validUntil: string; productVersion: number }> {
  const product = await tx
    .selectFrom('registry.product')
    .select(['id', 'version', 'sample'])
    .where('id', '=', input.productId)
    .forUpdate()
    .executeTakeFirst();
  if (!product) throw notFound('product', { vi: 'sản phẩm', en: 'product' });
  const terms = await tx
    .selectFrom('registry.recognition')
    .select(['id', 'star', 'valid_from', 'valid_until', 'extended_until', 'ended_on', 'ended_by'])
    .where('product_id', '=', product.id)
    .execute();
  if (terms.some((t) => t.valid_from >= input.validFrom))
    throw new AppError('conflict', {
      vi: 'Sản phẩm đã có công nhận bắt đầu từ ngày này hoặc sau đó.',
      en: 'The product already has a recognition that begins on this day or later.',
    });
  // a revocation stands: nothing granted before it may paper over it
  const revoked = terms.find((t) => t.ended_by === 'revoked' && t.ended_on !== null && t.ended_on > input.validFrom);
  if (revoked?.ended_on) {
    const vi = `Sản phẩm đã bị thu hồi công nhận từ ngày ${showDay(revoked.ended_on)}: không ghi được công nhận có hiệu lực trước ngày đó.`;
    const en = `The product's recognition was revoked as of ${showDay(revoked.ended_on, 'en')}: none can begin before that day.`;
    throw refused('validFrom', vi, en, 'before_revocation', 'conflict');
  }
  const ended = terms.filter((t) =>
    inForce(
      { validFrom: t.valid_from, validUntil: t.valid_until, extendedUntil: t.extended_until, endedOn: t.ended_on, endedBy: t.ended_by },
      input.validFrom,
    ),
  );
  if (ended.length > 0)
    await tx
      .updateTable('registry.recognition')
      .set({ ended_on: input.validFrom, ended_by: 'superseded' })
      .where(
        'id',
        'in',
        ended.map((t) => t.id),
      )
      .execute();
  const validUntil = lastDay(input.validFrom);
  await tx
    .insertInto('registry.recognition')
    .values({
      product_id: product.id,
      star: input.star,
      potential_five: input.potentialFive,
      score: input.score,
      decision_no: input.decisionNo,
      decision_key: readDecision(input.decisionNo)?.key ?? null,
      decided_on: input.decidedOn,
      issuer: input.issuer,
      valid_from: input.validFrom,
      valid_until: validUntil,
      extended_until: null,
      extension_reason: null,
      ended_on: null,
      ended_by: null,
      cause: null,
      sample: product.sample,
    })
    .execute();
  const detail = { ...input, validUntil, superseded: ended.map((t) => t.valid_from) };
  await recordAct(tx, ctx, { verb: 'grant_recognition', subjectKind: 'product', subjectId: product.id, detail });
  return { validUntil, productVersion: product.version };
}
