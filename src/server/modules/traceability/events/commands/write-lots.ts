// The lots that events speak of: known ones are locked, new ones made, in one order so that two captures cannot block each other.
import { sql } from 'kysely';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import type { Batch, LotRow, Stored } from '../batch.ts';
import { isObject } from '../rules/checks.ts';
import type { LotKey } from '../rules/lot-key.ts';
import '../tables.ts';

type Product = { id: string; producer_id: string; group_code: string | null };

/** Best before, as CBV master data or our own field of an ilmd says. */
function bestBefore(ilmd: unknown): string | null {
  if (!isObject(ilmd)) return null;
  for (const [name, value] of Object.entries(ilmd))
    if (/(bestBeforeDate|itemExpirationDate|expirationDate)$/.test(name) && typeof value === 'string' && isDay(value.slice(0, 10)))
      return value.slice(0, 10);
  return null;
}
function nameIn(ilmd: unknown): string | null {
  if (!isObject(ilmd)) return null;
  for (const [name, value] of Object.entries(ilmd))
    if (/(^|[:/#])(lotName|descriptionShort|tradeItemDescription)$/.test(name) && typeof value === 'string') return value.slice(0, 200);
  return null;
}

async function productsOf(tx: Tx, lots: readonly LotKey[]): Promise<Map<string, Product>> {
  const ids = [...new Set(lots.flatMap((l) => (l.product ? [l.product] : [])))];
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Product>`select id, producer_id, group_code from registry.pub_product where id = any(${ids}::text[])`.execute(
    tx,
  );
  return new Map(rows.map((r) => [r.id, r]));
}

/** Locks or makes every lot of the batch; what the batch brings into the world gets its maker, unit and days. */
export async function writeLots(tx: Tx, ctx: Ctx, batch: Batch, events: readonly Stored[]): Promise<Map<string, LotRow>> {
  const keys = new Map<string, LotKey>();
  for (const e of events) for (const l of e.effects.lots) keys.set(l.key, l);
  if (keys.size === 0) return new Map();
  const products = await productsOf(tx, [...keys.values()]);
  const units = new Map<string, string>();
  for (const e of events) for (const m of e.effects.moves) if (!units.has(m.lot)) units.set(m.lot, m.unit);
  const sorted = [...keys.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const productOf = (l: LotKey) => (l.product && products.has(l.product) ? l.product : null);
  const { rows: made } = await sql<{ epc: string }>`
    insert into traceability.lot (epc, product_id, code, maker, unit, sample, created_at)
    select u.*, ${batch.sample ?? false}, ${ctx.now} from unnest(${sorted.map((l) => l.key)}::text[], ${sorted.map(productOf)}::text[],
      ${sorted.map((l) => (productOf(l) || l.producer ? (l.code ?? null) : null))}::text[],
      ${sorted.map((l) => products.get(l.product ?? '')?.producer_id ?? l.producer ?? null)}::text[],
      ${sorted.map((l) => units.get(l.key) ?? null)}::text[]) as u
    on conflict (epc) do nothing returning epc`.execute(tx);
  const fresh = new Set(made.map((m) => m.epc));
  const old = sorted.filter((l) => !fresh.has(l.key)).map((l) => l.key);
  if (old.length > 0) await sql`select 1 from traceability.lot where epc = any(${old}::text[]) order by epc for no key update`.execute(tx);
  await describeMade(tx, batch, events);
  const { rows } = await sql<LotRow>`
    select l.no, l.epc, l.product_id, l.maker, l.unit, l.made_on, p.group_code as "group"
    from traceability.lot l left join registry.pub_product p on p.id = l.product_id where l.epc = any(${sorted.map((l) => l.key)}::text[])`.execute(
    tx,
  );
  return new Map(rows.map((r) => [r.epc, r]));
}

async function describeMade(tx: Tx, batch: Batch, events: readonly Stored[]): Promise<void> {
  const made = events.flatMap((e) =>
    e.effects.makes.map((key) => ({
      key,
      day: dayOf(e.time),
      until: bestBefore(e.event.ilmd),
      name: nameIn(e.event.ilmd),
      unit: unitOf(e, key),
    })),
  );
  if (made.length === 0) return;
  await sql`update traceability.lot l set made_on = least(l.made_on, u.day), best_before = coalesce(u.until, l.best_before),
      name = coalesce(l.name, u.name), unit = coalesce(l.unit, u.unit), maker = coalesce(l.maker, ${batch.owner})
    from unnest(${made.map((m) => m.key)}::text[], ${made.map((m) => m.day)}::date[], ${made.map((m) => m.until)}::date[],
      ${made.map((m) => m.name)}::text[], ${made.map((m) => m.unit)}::text[]) as u(key, day, until, name, unit)
    where l.epc = u.key and coalesce(l.maker, ${batch.owner}) = ${batch.owner}`.execute(tx);
}

const unitOf = (e: Stored, key: string): string | null => e.effects.moves.find((m) => m.lot === key)?.unit ?? null;
