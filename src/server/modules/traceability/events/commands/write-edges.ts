// The graph between lots. A lot may not come out of itself, by however long a way.
import { sql } from 'kysely';
import type { Tx } from '#server/platform/db.ts';
import type { Fault } from '#server/platform/errors.ts';
import type { LotRow, Stored } from '../batch.ts';
import { fault, refusedCapture } from '../rules/checks.ts';
import '../tables.ts';

export type Edge = { from: number; to: number; event: number; kind: 'transform' | 'aggregate' };

/** Two captures that each bring half of a circle wait for each other here. */
const CIRCLE_LOCK = 7_260_420;

export async function writeEdges(tx: Tx, events: readonly Stored[], lots: ReadonlyMap<string, LotRow>): Promise<Edge[]> {
  const edges: Edge[] = [];
  for (const e of events)
    for (const { from, to, kind } of e.effects.edges) {
      const [a, b] = [lots.get(from), lots.get(to)];
      if (a && b) edges.push({ from: a.no, to: b.no, event: e.no, kind });
    }
  if (edges.length > 0)
    await sql`insert into traceability.lot_edge (from_no, to_no, event_no, kind)
      select * from unnest(${edges.map((e) => e.from)}::bigint[], ${edges.map((e) => e.to)}::bigint[], ${edges.map((e) => e.event)}::bigint[],
        ${edges.map((e) => e.kind)}::text[]) on conflict do nothing`.execute(tx);
  return edges;
}

/** Lots on a circle of a graph: those from which a walk returns to itself. Iterative, so that long chains do not exhaust the stack. */
export function onCircle(edges: readonly { from: number; to: number }[]): Set<number> {
  const next = new Map<number, number[]>();
  const incoming = new Map<number, number>();
  for (const { from, to } of edges) {
    next.set(from, [...(next.get(from) ?? []), to]);
    incoming.set(to, (incoming.get(to) ?? 0) + 1);
    if (!incoming.has(from)) incoming.set(from, 0);
  }
  // whoever is left after all lots without a forebear were taken away, again and again, lies on or behind a circle
  const free = [...incoming].filter(([, n]) => n === 0).map(([no]) => no);
  for (let no = free.pop(); no !== undefined; no = free.pop()) {
    incoming.delete(no);
    for (const to of next.get(no) ?? []) {
      const left = (incoming.get(to) ?? 0) - 1;
      incoming.set(to, left);
      if (left === 0) free.push(to);
    }
  }
  return new Set(incoming.keys());
}

/** Throws when a transformation of this batch closes a circle, together with what is stored. */
export async function assertAcyclic(
  tx: Tx,
  events: readonly Stored[],
  edges: readonly Edge[],
  lots: ReadonlyMap<string, LotRow>,
): Promise<void> {
  const outputs = [...new Set(edges.filter((e) => e.kind === 'transform').map((e) => e.to))];
  if (outputs.length === 0) return;
  const { rows: used } = await sql<{ no: number }>`
    select distinct from_no as no from traceability.lot_edge where from_no = any(${outputs}::bigint[]) and kind = 'transform'`.execute(tx);
  if (used.length === 0) return; // nothing comes out of what is made here: no way back
  await sql`select pg_advisory_xact_lock(${CIRCLE_LOCK})`.execute(tx);
  const { rows } = await sql<{ from: number; to: number }>`
    with recursive ahead(no) as (
      select unnest(${used.map((u) => u.no)}::bigint[])
      union select e.to_no from ahead a join traceability.lot_edge e on e.from_no = a.no and e.kind = 'transform'
    )
    select e.from_no as "from", e.to_no as "to" from traceability.lot_edge e join ahead a on a.no = e.from_no where e.kind = 'transform'`.execute(
    tx,
  );
  const round = onCircle(rows);
  if (round.size === 0) return;
  const faults: Fault[] = [];
  for (const e of events)
    if (e.effects.edges.some((d) => d.kind === 'transform' && round.has(lots.get(d.from)?.no ?? 0) && round.has(lots.get(d.to)?.no ?? 0)))
      fault(faults, e.path, 'cycle', 'Một lô không thể làm ra từ chính nó.', 'A lot cannot come out of itself.');
  throw refusedCapture(faults);
}
