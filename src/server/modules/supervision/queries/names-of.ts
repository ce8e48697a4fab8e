import { readFacts } from '#server/modules/registry/index.ts';
import type { Db } from '#server/platform/db.ts';

export type Named = { name: string; producer: string; producerId: string; communeCode: string | null; provinceCode: string };

/** Names of a page of products, from the register. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Map<string, Named>> {
  const names = new Map<string, Named>();
  if (ids.length === 0) return names;
  for await (const batch of readFacts(db, [...new Set(ids)]))
    for (const { id, name, producer, place } of batch)
      names.set(id, {
        name,
        producer: producer.name,
        producerId: producer.id,
        communeCode: place.communeCode,
        provinceCode: place.provinceCode,
      });
  return names;
}
