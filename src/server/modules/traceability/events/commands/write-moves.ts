// Who holds how much. The lots are locked by now, so that two senders cannot give away the same goods.
import { sql } from 'kysely';
import type { Tx } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Batch, LotRow, Stored } from '../batch.ts';
import { overdrawn, unitWarning, type Warning, yieldWarning } from '../rules/mass-balance.ts';
import { convert, PIECES, rounded } from '../rules/units.ts';
import type { MoveKind } from '../tables.ts';
import '../tables.ts';

type Row = { event: number; lot: number; holder: string; kind: MoveKind; delta: number };

function yields(events: readonly Stored[], lots: ReadonlyMap<string, LotRow>): Warning[] {
  return events.flatMap((e) => {
    if (e.event.type !== 'TransformationEvent') return [];
    const inputs = e.effects.moves.filter((m) => m.kind === 'use').map((m) => ({ ...m, quantity: -m.quantity }));
    const outputs = e.effects.moves.filter((m) => m.kind === 'make');
    return yieldWarning(inputs, outputs, lots.get(outputs[0]?.lot ?? '')?.group ?? null) ?? [];
  });
}

/** Writes the movements, settles what was on the way, and says what cannot be; `strict` refuses to let go of what is not there. */
export async function writeMoves(tx: Tx, batch: Batch, events: readonly Stored[], lots: ReadonlyMap<string, LotRow>): Promise<Warning[]> {
  const warnings = yields(events, lots);
  const sums = new Map<string, Row>();
  const names = new Map<number, { key: string; unit: string }>();
  for (const e of events)
    for (const m of e.effects.moves) {
      const lot = lots.get(m.lot);
      if (!lot) continue;
      const unit = lot.unit ?? PIECES;
      names.set(lot.no, { key: m.lot, unit });
      const delta = convert(m.quantity, m.unit, unit);
      if (delta === undefined) {
        warnings.push(unitWarning(m.lot, m.unit, unit));
        continue;
      }
      const id = `${e.no}|${lot.no}|${m.holder}|${m.kind}`;
      const before = sums.get(id);
      if (before) before.delta += delta;
      else sums.set(id, { event: e.no, lot: lot.no, holder: m.holder, kind: m.kind, delta });
    }
  const rows = [...sums.values()];
  if (rows.length === 0) return warnings;
  await settleArrivals(tx, rows);
  await sql`insert into traceability.lot_move (event_no, lot_no, holder, kind, delta)
    select * from unnest(${rows.map((r) => r.event)}::bigint[], ${rows.map((r) => r.lot)}::bigint[], ${rows.map((r) => r.holder)}::text[],
      ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => rounded(r.delta))}::numeric[])`.execute(tx);
  const gone = rows.filter((r) => r.delta < 0 && r.kind !== 'arrive');
  if (gone.length === 0) return warnings;
  const { rows: below } = await sql<{ lot: number; left: number }>`
    select m.lot_no as lot, sum(m.delta) as left from traceability.lot_move m
    join (select distinct * from unnest(${gone.map((g) => g.lot)}::bigint[], ${gone.map((g) => g.holder)}::text[]) as g(lot, holder)) g
      on g.lot = m.lot_no and g.holder = m.holder
    where m.kind <> 'arrive' group by m.lot_no, m.holder having sum(m.delta) < 0`.execute(tx);
  for (const b of below) warnings.push(overdrawn(names.get(b.lot)?.key ?? '', b.left, names.get(b.lot)?.unit ?? ''));
  if (batch.strict && below.length > 0) {
    const vi = 'Lô không còn đủ để xuất hoặc dùng.';
    const en = 'There is not enough of the lot left.';
    throw new AppError('conflict', { vi, en }, [{ path: 'quantity', code: 'conflict', message: { vi, en } }]);
  }
  return warnings;
}

/** What arrives at last is no longer on the way: as much of it as was announced. */
async function settleArrivals(tx: Tx, rows: Row[]): Promise<void> {
  const received = rows.filter((r) => r.kind === 'receive');
  if (received.length === 0) return;
  const { rows: open } = await sql<{ lot: number; holder: string; open: number }>`
    select m.lot_no as lot, m.holder, sum(m.delta) as open from traceability.lot_move m
    join (select distinct * from unnest(${received.map((r) => r.lot)}::bigint[], ${received.map((r) => r.holder)}::text[]) as g(lot, holder)) g
      on g.lot = m.lot_no and g.holder = m.holder
    where m.kind = 'arrive' group by m.lot_no, m.holder having sum(m.delta) > 0`.execute(tx);
  const left = new Map(open.map((o) => [`${o.lot}|${o.holder}`, o.open]));
  for (const r of rows.filter((x) => x.kind === 'arrive' && x.delta > 0))
    left.set(`${r.lot}|${r.holder}`, (left.get(`${r.lot}|${r.holder}`) ?? 0) + r.delta);
  for (const r of received) {
    const id = `${r.lot}|${r.holder}`;
    const settled = Math.min(left.get(id) ?? 0, r.delta);
    if (settled <= 0) continue;
    left.set(id, (left.get(id) ?? 0) - settled);
    const same = rows.find((x) => x.event === r.event && x.lot === r.lot && x.holder === r.holder && x.kind === 'arrive');
    if (same) same.delta -= settled;
    else rows.push({ event: r.event, lot: r.lot, holder: r.holder, kind: 'arrive', delta: -settled });
  }
}
