// The scope of a recall is everything that came out of its lots and everybody who holds some of it; it grows when events arrive later.
import { sql } from 'kysely';
import { touchProducts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { tellHolders } from './tell-holders.ts';
import '../../events/tables.ts';

/** Adds what is missing to one recall: lots by forward trace, holders of any of them. Returns what was added. */
export async function growRecall(tx: Tx, ctx: Ctx, recallId: string): Promise<{ lots: number[]; holders: string[] }> {
  const { rows: lots } = await sql<{ lot_no: number }>`
    with recursive ahead(no) as (
      select lot_no from traceability.recall_lot where recall_id = ${recallId}
      union select e.to_no from ahead a join traceability.lot_edge e on e.from_no = a.no
    )
    insert into traceability.recall_lot (recall_id, lot_no, named) select ${recallId}, no, false from ahead
    on conflict do nothing returning lot_no`.execute(tx);
  const { rows: products } = await sql<{ product_id: string }>`
    select distinct l.product_id from traceability.recall_lot rl join traceability.lot l on l.no = rl.lot_no
    where rl.recall_id = ${recallId} and l.product_id is not null`.execute(tx);
  const { rows: holders } = await sql<{ holder: string }>`
    insert into traceability.recall_holder (recall_id, holder, told_at, quantity)
    select ${recallId}, m.holder, ${ctx.now}, null from traceability.lot_move m
    join traceability.recall_lot rl on rl.lot_no = m.lot_no and rl.recall_id = ${recallId}
    group by m.holder having bool_or(m.delta > 0 and m.kind in ('make', 'receive', 'arrive'))
    on conflict do nothing returning holder`.execute(tx);
  if (lots.length > 0)
    await touchProducts(
      tx,
      products.map((p) => p.product_id),
    );
  await tellHolders(
    tx,
    ctx,
    recallId,
    holders.map((h) => h.holder),
  );
  return { lots: lots.map((l) => l.lot_no), holders: holders.map((h) => h.holder) };
}

/** After events on these lots: open recalls that know one of them look again. */
export async function extendRecalls(tx: Tx, ctx: Ctx, lots: readonly number[]): Promise<void> {
  if (lots.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    select distinct r.id from traceability.recall_lot rl join traceability.recall r on r.id = rl.recall_id
    where rl.lot_no = any(${lots}::bigint[]) and r.closed_at is null order by r.id`.execute(tx);
  for (const { id } of rows) await growRecall(tx, ctx, id);
}
