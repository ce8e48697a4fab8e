// A lot may be written with the product's GTIN or with our own path; both are one lot.
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import type { Effects } from '../rules/effects.ts';
import { LOT_CODE } from '../rules/lot-key.ts';

const GTIN_LOT = /^https:\/\/id\.gs1\.org\/01\/(\d{14})\/10\/([^/]+)$/;

/** From keys with a GTIN that belonged to one of our products on that day to the product's own key. */
export async function aliasesOf(
  db: Db,
  keys: Iterable<string>,
  day: string,
): Promise<Map<string, { key: string; product: string; code: string }>> {
  const found = new Map<string, { gtin: string; code: string }>();
  for (const key of keys) {
    const [, gtin, raw] = GTIN_LOT.exec(key) ?? [];
    const code = raw === undefined ? '' : decodeURIComponent(raw).toUpperCase();
    if (gtin && LOT_CODE.test(code)) found.set(key, { gtin, code });
  }
  if (found.size === 0) return new Map();
  const { rows } = await sql<{ gtin: string; product_id: string }>`
    select gtin, product_id from traceability.gtin where gtin = any(${[...new Set([...found.values()].map((f) => f.gtin))]}::text[])
      and from_day <= ${day} and (until_day is null or ${day} <= until_day)`.execute(db);
  const product = new Map(rows.map((r) => [r.gtin, r.product_id]));
  return new Map(
    [...found].flatMap(([key, { gtin, code }]) => {
      const id = product.get(gtin);
      return id ? [[key, { key: `P/${id}/L/${code}`, product: id, code }] as const] : [];
    }),
  );
}

/** The same effects with every such key replaced. */
export function aliased(e: Effects, aliases: ReadonlyMap<string, { key: string; product: string; code: string }>): Effects {
  const to = (key: string) => aliases.get(key)?.key ?? key;
  return {
    links: e.links.map((l) => ({ ...l, key: to(l.key) })),
    lots: e.lots.map((l) => aliases.get(l.key) ?? l),
    moves: e.moves.map((m) => ({ ...m, lot: to(m.lot) })),
    edges: e.edges.map((d) => ({ ...d, from: to(d.from), to: to(d.to) })),
    makes: e.makes.map(to),
    lets: e.lets.map(to),
  };
}
