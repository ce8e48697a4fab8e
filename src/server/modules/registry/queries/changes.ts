import type { Db } from '#server/platform/db.ts';
import '../tables.ts';

/** The number of the last committed change. */
export async function currentChange(db: Db): Promise<number> {
  return (await db.selectFrom('registry.change_counter').select('change').executeTakeFirstOrThrow()).change;
}

/** Products touched by the changes after `change`, and the number they lead to. The counter's lock makes numbers appear in order. */
export async function changedSince(db: Db, change: number): Promise<{ change: number; ids: string[] }> {
  const rows = await db.selectFrom('registry.change').select(['change', 'product_id']).where('change', '>', change).execute();
  let last = change;
  for (const r of rows) if (r.change > last) last = r.change;
  return { change: last, ids: [...new Set(rows.map((r) => r.product_id))] };
}
