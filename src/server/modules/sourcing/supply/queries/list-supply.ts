import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { fold } from '#shared/text/fold.ts';
import type { PaperKind, Unit } from '../../tables.ts';

export type PaperView = {
  id: string;
  producerId: string;
  productId: string | null;
  kind: PaperKind;
  number: string | null;
  issuer: string | null;
  validFrom: string | null;
  validUntil: string | null;
};
export type SupplyView = {
  productId: string;
  producerId: string;
  unit: Unit;
  stock: number;
  unitPrice: number;
  minLot: number;
  lotStep: number | null;
  leadDays: number;
  packs: { quantity: number; label: string }[];
  published: boolean;
  sample: boolean;
  statedAt: Date;
  /** 'YYYY-MM' → stated. */
  months: Record<string, number>;
  /** 'YYYY-MM' → held by shares that were offered, accepted or delivered. */
  held: Record<string, number>;
  tiers: { from: number; unitPrice: number }[];
};

type Filter = {
  productIds?: readonly string[];
  producerIds?: readonly string[];
  published?: true;
  from?: string;
  /** Narrowed to what a demand may want: unit, set, words of the name. `answers` has the last word. */
  goods?: { unit: Unit; wanted: string; set: number | null };
};

/** Words that the database compares; others are left to the rule. */
const plainWords = (wanted: string): string[] =>
  fold(wanted)
    .split(' ')
    .filter((w) => /^[a-z0-9]+$/.test(w))
    .map((w) => `% ${w} %`);

/** Statements of supply: of these products, of these producers, of these goods, or all that are published. One query, whatever the number. */
export async function listSupply(db: Db, filter: Filter): Promise<SupplyView[]> {
  const { goods } = filter;
  const from = `${(filter.from ?? '2000-01').slice(0, 7)}-01`;
  const { rows } = await sql<SupplyView>`
    select s.product_id as "productId", s.producer_id as "producerId", s.unit, s.stock, s.unit_price as "unitPrice", s.min_lot as "minLot",
      s.lot_step as "lotStep", s.lead_days as "leadDays", s.packs, s.published, s.sample, s.stated_at as "statedAt",
      coalesce((select json_object_agg(to_char(c.month, 'YYYY-MM'), c.quantity) from sourcing.capacity c
        where c.product_id = s.product_id and c.month >= ${from}::date), '{}') as months,
      coalesce((select json_object_agg(h.month, h.quantity) from (
        select to_char(d.due_on, 'YYYY-MM') as month, sum(coalesce(x.answered_quantity, x.quantity)) as quantity
        from sourcing.share x join sourcing.demand_delivery d on d.id = x.delivery_id
        where x.product_id = s.product_id and x.state in ('offered', 'accepted', 'delivered') group by 1) h), '{}') as held,
      coalesce((select json_agg(json_build_object('from', t.from_quantity, 'unitPrice', t.unit_price) order by t.from_quantity)
        from sourcing.price_tier t where t.product_id = s.product_id), '[]') as tiers
    from sourcing.supply s
    where ${filter.productIds ? sql`s.product_id = any(${filter.productIds})` : sql`true`}
      and ${filter.producerIds ? sql`s.producer_id = any(${filter.producerIds})` : sql`true`}
      and ${filter.published ? sql`s.published` : sql`true`}
      and ${
        goods
          ? sql`s.unit = ${goods.unit} and exists (select from registry.pub_product_words w where w.id = s.product_id
              and (${goods.set}::int is null or w.set_no = ${goods.set}) and w.words like all(${plainWords(goods.wanted)}::text[]))`
          : sql`true`
      }
    order by s.product_id`.execute(db);
  return rows;
}

/** Papers that were not ended; `day`: only those good on that day. */
export async function listPapers(db: Db, filter: { producerIds: readonly string[]; day?: string }): Promise<PaperView[]> {
  const { rows } = await sql<PaperView>`
    select id, producer_id as "producerId", product_id as "productId", kind, number, issuer, valid_from as "validFrom", valid_until as "validUntil"
    from sourcing.paper
    where ended_at is null and producer_id = any(${filter.producerIds})
      and ${filter.day === undefined ? sql`true` : sql`(valid_from is null or valid_from <= ${filter.day}::date) and (valid_until is null or valid_until >= ${filter.day}::date)`}
    order by producer_id, kind, id`.execute(db);
  return rows;
}
