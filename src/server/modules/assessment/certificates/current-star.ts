import { readFacts, standing } from '#server/modules/registry/index.ts';
import type { Db } from '#server/platform/db.ts';

/** The star a product holds on a day; undefined when it holds none. */
export async function currentStar(db: Db, productId: string | null, day: string): Promise<number | undefined> {
  if (!productId) return undefined;
  for await (const [facts] of readFacts(db, [productId])) {
    const now = facts && standing(facts.recognitions, day);
    return now && ['valid', 'expiring', 'extended'].includes(now.status) ? now.current.star : undefined;
  }
  return undefined;
}
