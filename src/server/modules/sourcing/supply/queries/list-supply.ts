import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
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

/** Statements of supply: of these products, of these producers, or all that are published. One query, whatever the number. */
export async function listSupply(
  db: Db,
  filter: { productIds?: readonly string[]; producerIds?: readonly string[]; published?: true; from?: string },
): Promise<SupplyView[]> {
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
