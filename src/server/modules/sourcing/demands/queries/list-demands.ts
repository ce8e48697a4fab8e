import { sql } from 'kysely';
import { type Ground, listOrganisations, may, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { buysFor } from '../../rights.ts';
import type { DemandState, PaperKind, Unit } from '../../tables.ts';

export type DeliveryView = {
  id: string;
  no: number;
  dueOn: string;
  storeId: string | null;
  place: string;
  provinceCode: string | null;
  lat: number | null;
  lng: number | null;
  quantity: number;
};
export type DemandView = {
  id: string;
  organisationId: string;
  buyer: string;
  country: string;
  title: string;
  wanted: string;
  set: number | null;
  specification: string;
  unit: Unit;
  ceilingPrice: number | null;
  minStar: 3 | 4 | 5;
  papers: PaperKind[];
  packing: string;
  checklist: string[];
  maxSuppliers: number | null;
  maxShare: number | null;
  smallShare: number | null;
  allowShort: boolean;
  needsInvoice: boolean;
  visibility: 'public' | 'private';
  invited: string[];
  sealed: boolean;
  repeats: 'monthly' | 'quarterly' | null;
  closesAt: Date;
  state: DemandState;
  profile: string | null;
  language: 'vi' | 'en';
  sample: boolean;
  postedAt: Date | null;
  quantity: number;
  offers: number;
  deliveries: DeliveryView[];
};

type Filter = {
  id?: string;
  organisations?: readonly string[];
  open?: Date;
  visibleTo?: readonly string[];
  limit?: number;
  offset?: number;
};

const within = (filter: Filter) => sql`${filter.id === undefined ? sql`true` : sql`d.id = ${filter.id}`}
      and ${filter.organisations ? sql`d.organisation_id = any(${filter.organisations})` : sql`true`}
      and ${filter.open ? sql`d.state = 'open' and d.closes_at > ${filter.open}` : sql`true`}
      and ${filter.visibleTo ? sql`(d.visibility = 'public' or d.invited && ${filter.visibleTo})` : sql`true`}`;

/** How many `listDemands` would find without its limit. */
export async function countDemands(db: Db, filter: Filter): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from sourcing.demand d where ${within(filter)}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** `visibleTo`: producers; private demands are shown to whom they invite. `open`: not closed at this instant. Newest closing first. */
export async function listDemands(db: Db, filter: Filter): Promise<DemandView[]> {
  const { rows } = await sql<Omit<DemandView, 'buyer'>>`
    select d.id, d.organisation_id as "organisationId", b.country, d.title, d.wanted, d.set_no as set, d.specification, d.unit,
      d.ceiling_price as "ceilingPrice", d.min_star as "minStar", d.papers, d.packing, d.checklist, d.max_suppliers as "maxSuppliers", d.max_share as "maxShare",
      d.small_share as "smallShare", d.allow_short as "allowShort", d.needs_invoice as "needsInvoice", d.visibility, d.invited, d.sealed, d.repeats,
      d.closes_at as "closesAt", d.state, d.profile, d.language, d.sample, d.posted_at as "postedAt",
      (select sum(quantity) from sourcing.demand_delivery x where x.demand_id = d.id) as quantity,
      (select count(*)::int from sourcing.offer o where o.demand_id = d.id and o.state = 'made') as offers,
      (select json_agg(json_build_object('id', x.id, 'no', x.no, 'dueOn', x.due_on, 'storeId', x.store_id, 'place', x.place, 'provinceCode', x.province_code,
        'lat', x.lat, 'lng', x.lng, 'quantity', x.quantity) order by x.no) from sourcing.demand_delivery x where x.demand_id = d.id) as deliveries
    from sourcing.demand d join sourcing.buyer b using (organisation_id)
    where ${within(filter)}
    order by d.state = 'open' desc, d.closes_at desc, d.id limit ${filter.limit ?? 200} offset ${filter.offset ?? 0}`.execute(db);
  const found = await listOrganisations(db, { ids: [...new Set(rows.map((r) => r.organisationId))] });
  const names = new Map(found.map((o) => [o.id, o.name]));
  return rows.map((r) => ({ ...r, buyer: names.get(r.organisationId) ?? '' }));
}

/** By whom one demand may be seen: anybody when public and posted; its buyer; whom it invites; promotion officers of the nation. */
export async function getDemand(
  ctx: Ctx,
  id: string,
  ground: Ground,
  producers: readonly string[] = [],
): Promise<DemandView & { mine: boolean }> {
  const [demand] = await listDemands(ctx.db, { id });
  const today = dayOf(ctx.now);
  const mine = demand !== undefined && buysFor(ground, ctx.actor, today).some((o) => o.id === demand.organisationId);
  const seen =
    demand &&
    (mine ||
      demand.visibility === 'public' ||
      demand.invited.some((p) => producers.includes(p)) ||
      may(ground, ctx.actor, 'promote', { unit: NATION }, today));
  if (!seen) throw notFound(id, { vi: 'nhu cầu', en: 'demand' });
  return { ...demand, mine };
}

export type OfferView = {
  id: string;
  demandId: string;
  productId: string;
  producerId: string;
  /** Null while it is sealed from the reader. */
  unitPrice: number | null;
  quantity: number;
  byDelivery: Record<string, number>;
  minLot: number;
  lotStep: number | null;
  note: string;
  state: 'made' | 'withdrawn';
  madeAt: Date;
};

/**
 * Offers on a demand. Its buyer sees all of them (prices of a sealed demand only after closing; who sees a price first is written down);
 * producers see their own.
 */
export async function listOffers(ctx: Ctx, demandId: string, ground: Ground, producers: readonly string[] = []): Promise<OfferView[]> {
  const demand = await getDemand(ctx, demandId, ground, producers);
  const sealed = demand.sealed && demand.closesAt > ctx.now;
  const { rows } = await sql<OfferView>`
    select id, demand_id as "demandId", product_id as "productId", producer_id as "producerId", unit_price as "unitPrice", quantity,
      by_delivery as "byDelivery", min_lot as "minLot", lot_step as "lotStep", note, state, made_at as "madeAt"
    from sourcing.offer where demand_id = ${demandId} and ${demand.mine ? sql`state = 'made'` : sql`producer_id = any(${producers})`}
    order by made_at, id`.execute(ctx.db);
  if (!demand.mine) return rows;
  if (sealed) return rows.map((o) => ({ ...o, unitPrice: null }));
  if (rows.length > 0)
    await sql`insert into sourcing.price_view (offer_id, account_id, seen_at)
      select id, ${ctx.actor.id}, ${ctx.now} from unnest(${rows.map((o) => o.id)}::text[]) id on conflict do nothing`.execute(ctx.db);
  return rows;
}
