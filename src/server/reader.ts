// Which database answers a public read.
import { currentChange } from '#server/modules/registry/index.ts';
import type { Db } from '#server/platform/db.ts';

/**
 * The replica once it has seen `change()`, else the primary: an answer kept under a change number must not be older than it. A replica that
 * does not answer is passed over.
 */
export function createReader(primary: Db, replica: Db, change: () => number): () => Promise<Db> {
  if (replica === primary) return async () => primary;
  return async () => {
    const wanted = change();
    const seen = await currentChange(replica).catch(() => -1);
    return seen >= wanted ? replica : primary;
  };
}
