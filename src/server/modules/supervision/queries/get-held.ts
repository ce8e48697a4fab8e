import { isInForce, known, readFacts, standing } from '#server/modules/registry/index.ts';
import type { Db } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Status } from '#shared/vocabulary.ts';
import type { Held } from '../rules/rights.ts';

export type HeldView = Held & {
  productId: string;
  name: string;
  producer: string;
  producerId: string;
  status: Status;
  inForce: boolean;
  validUntil: string;
};

/** What a product holds on a day: its star, its place of today, its standing; throws for one never recognised. */
export async function getHeld(db: Db, productId: string, day: string): Promise<HeldView> {
  for await (const [facts] of readFacts(db, [productId])) {
    const now = facts && standing(known(facts.recognitions, day), day);
    if (facts && now)
      return {
        productId,
        name: facts.name,
        producer: facts.producer.name,
        producerId: facts.producer.id,
        star: now.current.star,
        provinceCode: facts.place.provinceCode,
        communeCode: facts.place.communeCode,
        status: now.status,
        inForce: isInForce(now.status),
        validUntil: now.current.extendedUntil ?? now.current.validUntil,
      };
  }
  throw notFound('productId', { vi: 'sản phẩm đã được công nhận', en: 'recognised product' });
}
