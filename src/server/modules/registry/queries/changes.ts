import type { Db } from '#server/platform/db.ts';
import '../tables.ts';

/** The number of the last committed change. */
export async function currentChange(db: Db): Promise<number> {
  return (await db.selectFrom('registry.change_counter').select('change').executeTakeFirstOrThrow()).change;
}

/**
 * Products touched by the changes after `change`, and the number they lead to. The counter's lock makes numbers appear in order.
 * Where the old changes are pruned already, every product counts as touched.
 */
export async function changedSince(db: Db, change: number): Promise<{ change: number; ids: string[] }> {
  const rows = await db
    .selectFrom('registry.change')
    .select(['change', 'product_id'])
    .where('change', '>', change)
    .orderBy('change')
    .execute();
  const last = rows.at(-1)?.change ?? change;
  if (rows[0] && rows[0].change > change + 1) {
    const all = await db.selectFrom('registry.product').select('id').execute();
    return { change: last, ids: all.map((r) => r.id) };
  }
  return { change: last, ids: [...new Set(rows.map((r) => r.product_id))] };
}
