import { readFacts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { notFound } from '#server/platform/errors.ts';

/** Whose product it is, and where. Throws not_found. */
export async function getOwn(
  ctx: Ctx,
  productId: string,
): Promise<{ producerId: string; provinceCode: string; name: string; sample: boolean }> {
  for await (const [facts] of readFacts(ctx.db, [productId]))
    if (facts) return { producerId: facts.producer.id, provinceCode: facts.place.provinceCode, name: facts.name, sample: facts.sample };
  throw notFound(productId, { vi: 'sản phẩm', en: 'product' });
}
