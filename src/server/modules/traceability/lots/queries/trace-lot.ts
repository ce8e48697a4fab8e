// Backward: everything a lot came out of. Forward: everything that came out of it. One walk over numbers, names only for what is shown.
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import '../../events/tables.ts';

export type Direction = 'back' | 'ahead';
export type TraceLot = {
  no: number;
  epc: string;
  productId: string | null;
  code: string | null;
  name: string | null;
  unit: string | null;
  maker: string | null;
  madeOn: string | null;
  /** Steps from the lot asked for; 0 is the lot itself. */
  depth: number;
  made: number | null;
};
export type TraceEdge = { from: number; to: number; kind: 'transform' | 'aggregate' };
export type Trace = { lots: TraceLot[]; edges: TraceEdge[]; total: number };

/**
 * The walk as a common table `walk(no)`. A lateral subquery that cannot be pulled up keeps to the index of the edges: the planner cannot know how far
 * a walk goes and would read the whole table instead.
 */
const walk = (lot: number, direction: Direction) =>
  direction === 'back'
    ? sql`with recursive walk(no) as (select ${lot}::bigint union
        select e.no from walk w cross join lateral (select from_no as no from traceability.lot_edge where to_no = w.no offset 0) e)`
    : sql`with recursive walk(no) as (select ${lot}::bigint union
        select e.no from walk w cross join lateral (select to_no as no from traceability.lot_edge where from_no = w.no offset 0) e)`;

/** Depths by breadth: the shortest way from the start. */
function depths(start: number, edges: readonly TraceEdge[], direction: Direction): Map<number, number> {
  const next = new Map<number, number[]>();
  for (const e of edges) {
    const [a, b] = direction === 'back' ? [e.to, e.from] : [e.from, e.to];
    const list = next.get(a);
    if (list) list.push(b);
    else next.set(a, [b]);
  }
  const found = new Map([[start, 0]]);
  const queue = [start];
  for (let at = 0; at < queue.length; at++) {
    const no = queue[at] ?? 0;
    for (const to of next.get(no) ?? []) {
      if (found.has(to)) continue;
      found.set(to, (found.get(no) ?? 0) + 1);
      queue.push(to);
    }
  }
  return found;
}

/**
 * Numbers as a list that the planner takes for short: it keeps to the index, which is then searched once in order for all of them, instead of once for
 * each or, where statistics are old, reading the whole table.
 */
const listed = (numbers: readonly number[]) => sql`any(array(select unnest(${numbers}::bigint[])))`;

/** The lots on one side with their edges, nearest first; `limit` cuts what is described, `total` counts all. */
export async function traceLot(db: Db, lot: number, direction: Direction, limit = 20_000): Promise<Trace> {
  const { rows: edges } = await sql<TraceEdge>`${walk(lot, direction)}
    select distinct from_no as "from", to_no as "to", kind from traceability.lot_edge
    where ${direction === 'back' ? sql`to_no` : sql`from_no`} = any(array(select no from walk))`.execute(db);
  const depth = depths(lot, edges, direction);
  const near = [...depth.keys()].slice(0, limit + 1);
  const described = sql<Omit<TraceLot, 'depth' | 'made'>>`
    select no, epc, product_id as "productId", code, name, unit, maker, made_on as "madeOn"
    from traceability.lot where no = ${listed(near)}`.execute(db);
  const amounts = sql<{ no: number; made: number }>`
    select lot_no as no, sum(delta) as made from traceability.lot_move where lot_no = ${listed(near)} and kind = 'make' group by lot_no`.execute(
    db,
  );
  const [{ rows }, { rows: sums }] = await Promise.all([described, amounts]);
  const made = new Map(sums.map((s) => [s.no, s.made]));
  const lots = rows.map((r) => ({ ...r, made: made.get(r.no) ?? null, depth: depth.get(r.no) ?? 0 }));
  return { lots: lots.sort((a, b) => a.depth - b.depth || a.no - b.no), edges, total: depth.size - 1 };
}
