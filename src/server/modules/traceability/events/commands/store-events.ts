// The one way in for events, of machines and of people: all of a batch or nothing, in the caller's transaction.
import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Fault } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { extendRecalls } from '../../recall/commands/extend-recalls.ts';
import { heldLots } from '../../recall/queries/held-lots.ts';
import type { Batch, LotRow, Prepared, Stored } from '../batch.ts';
import { fault, refusedCapture } from '../rules/checks.ts';
import { effectsOf } from '../rules/effects.ts';
import { eventHash, hashId } from '../rules/hash-id.ts';
import type { Warning } from '../rules/mass-balance.ts';
import { aliased, aliasesOf } from './alias-gtins.ts';
import { lotName, tellLots, unmadeName } from './tell-lots.ts';
import { assertAcyclic, writeEdges } from './write-edges.ts';
import { applyDeclarations, writeEvents } from './write-events.ts';
import { writeLots } from './write-lots.ts';
import { writeMoves } from './write-moves.ts';

export type StoredBatch = { captureId: string; stored: number; warnings: Warning[]; eventIds: string[] };

/** Ids, hashes and effects of a batch; a second copy inside it falls away. */
function prepare(batch: Batch, faults: Fault[]): Prepared[] {
  const seen = new Map<string, Prepared>();
  for (const incoming of batch.events) {
    const { event, path } = incoming;
    const hash = eventHash(event, incoming.prefixes);
    const id = typeof event.eventID === 'string' ? event.eventID : hashId(hash);
    const declaresError = event.errorDeclaration !== undefined;
    const key = `${declaresError ? 'e' : ''}${id}`;
    const before = seen.get(key);
    if (before && !before.hash.equals(hash))
      fault(
        faults,
        path === '' ? 'eventID' : `${path}.eventID`,
        'conflict',
        'Hai sự kiện khác nhau mang cùng một eventID.',
        'Two different events carry one eventID.',
      );
    if (before) continue;
    const effects = effectsOf(event, batch.owner, batch.origin);
    seen.set(key, { ...incoming, id, declaresError, hash, effects, time: new Date(String(event.eventTime)) });
  }
  return [...seen.values()];
}

/** Lots of a product are made by its producer; lots under recall do not leave. */
async function assertAllowed(tx: Tx, batch: Batch, events: readonly Prepared[], lots: ReadonlyMap<string, LotRow>, faults: Fault[]) {
  const leaving = events.flatMap((e) => e.effects.lets.map((key) => lots.get(key)?.no ?? 0));
  const held = await heldLots(tx, leaving);
  for (const e of events) {
    for (const key of e.effects.makes) {
      const lot = lots.get(key);
      if (lot?.maker && lot.maker !== batch.owner)
        fault(faults, e.path, 'forbidden', `Lô ${key} là của chủ thể khác.`, `Lot ${key} belongs to another producer.`);
    }
    for (const key of e.effects.lets) {
      const since = held.get(lots.get(key)?.no ?? 0);
      if (since && e.time >= since)
        fault(
          faults,
          e.path,
          'recalled',
          `Lô ${key} đang bị thu hồi: không được xuất hoặc dùng.`,
          `Lot ${key} is under recall: it may not leave or be used.`,
        );
    }
  }
}

/**
 * Stores a batch that passed validation: events, links, lots, edges, movements, declared errors, open recalls that grow.
 * A repeated identical event does nothing twice. Throws `invalid` with every fault; then nothing is stored.
 */
export async function storeEvents(tx: Tx, ctx: Ctx, batch: Batch): Promise<StoredBatch> {
  const faults: Fault[] = [];
  const prepared = prepare(batch, faults);
  if (faults.length > 0) throw refusedCapture(faults);
  const aliases = await aliasesOf(
    tx,
    prepared.flatMap((p) => p.effects.links.map((l) => l.key)),
    dayOf(ctx.now),
  );
  if (aliases.size > 0) for (const p of prepared) p.effects = aliased(p.effects, aliases);
  const captureId = newId();
  const written: Stored[] = await writeEvents(tx, ctx, batch, prepared, captureId, faults);
  if (faults.length > 0) throw refusedCapture(faults);
  const told = written.filter((w) => !w.declaresError);
  const lots = await writeLots(tx, ctx, batch, told);
  await assertAllowed(tx, batch, told, lots, faults);
  if (faults.length > 0) throw refusedCapture(faults);
  const edges = await writeEdges(tx, told, lots);
  if (edges.length > 0) await assertAcyclic(tx, told, edges, lots);
  const warnings = await writeMoves(tx, batch, told, lots);
  const declared = written.filter((w) => w.declaresError);
  const undone = declared.length > 0 ? await applyDeclarations(tx, batch.owner, declared) : [];
  await extendRecalls(
    tx,
    ctx,
    [...lots.values()].map((l) => l.no),
  );
  await tellLots(tx, [
    ...[...lots.values()].flatMap((l) => (l.product_id ? [lotName(l.no), unmadeName(l.product_id)] : [lotName(l.no)])),
    ...undone.map(lotName),
  ]);
  await sql`insert into traceability.capture (id, account, owner, events, stored, warnings, at)
    values (${captureId}, ${ctx.actor.id}, ${batch.owner}, ${batch.events.length}, ${written.length}, ${JSON.stringify(warnings.slice(0, 100))}::jsonb, ${ctx.now})`.execute(
    tx,
  );
  const detail = { owner: batch.owner, events: batch.events.length, stored: written.length, warnings: warnings.length };
  await recordAct(tx, ctx, { verb: 'capture_events', subjectKind: 'capture', subjectId: captureId, detail });
  return { captureId, stored: written.length, warnings, eventIds: prepared.map((p) => p.id) };
}
