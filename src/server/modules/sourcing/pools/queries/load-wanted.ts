// Everything a pool is built from, read in a few queries.
import { sql } from 'kysely';
import { isInForce, type ProductFacts, readFacts, standing } from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { readReference } from '#server/platform/root.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import type { DemandView } from '../../demands/index.ts';
import { answers } from '../../demands/index.ts';
import { isSmall } from '../../engine/model.ts';
import { listPapers, listSupply } from '../../supply/index.ts';
import type { Candidate, Point, Rates, Wanted } from '../rules/build-instance.ts';

type RateFile = { detour: number; perUnit: Record<'kg' | 'l' | 'piece', { base: number; perKm: number }> };

/** The stated transport formula for a unit of measure. */
export function ratesFor(unit: 'kg' | 'l' | 'piece'): Rates {
  const file = readReference<RateFile>('transport/rates.json');
  return { ...file.perUnit[unit], detour: file.detour };
}

/** Where goods start from: the product's own point, else its commune, else the centre of its province. Nothing is near for want of a point. */
function placeOf(territory: Territory, { lat, lng, place }: ProductFacts): Point | undefined {
  if (lat !== null && lng !== null) return { lat, lng };
  const commune = place.communeCode === null ? undefined : territory.commune(place.communeCode);
  if (commune && commune.lat !== null && commune.lng !== null) return { lat: commune.lat, lng: commune.lng };
  return territory.centreOf(place.provinceCode);
}

/** What offered, accepted and delivered shares hold of a demand, by producer and delivery. */
async function heldOf(ctx: Ctx, demandId: string): Promise<Wanted['held'] & { byDelivery: Map<string, number> }> {
  const { rows } = await sql<{ producer: string; product: string; delivery: string; quantity: number }>`
    select producer_id as producer, product_id as product, delivery_id as delivery, sum(coalesce(answered_quantity, quantity)) as quantity
    from sourcing.share where demand_id = ${demandId} and state in ('offered', 'accepted', 'delivered') group by 1, 2, 3`.execute(ctx.db);
  const of = new Map<string, Record<string, number>>();
  const byDelivery = new Map<string, number>();
  for (const { producer, delivery, quantity } of rows) {
    const own = of.get(producer) ?? {};
    own[delivery] = (own[delivery] ?? 0) + quantity;
    of.set(producer, own);
    byDelivery.set(delivery, (byDelivery.get(delivery) ?? 0) + quantity);
  }
  const small = new Set<string>();
  for await (const batch of readFacts(ctx.db, [...new Set(rows.map((r) => r.product))]))
    for (const { id, producer } of batch) if (isSmall({ type: producer.type })) small.add(id);
  const papers = of.size > 0 ? await listPapers(ctx.db, { producerIds: [...of.keys()], day: dayOf(ctx.now) }) : [];
  return {
    of,
    byDelivery,
    small: rows.reduce((sum, r) => sum + (small.has(r.product) ? r.quantity : 0), 0),
    invoices: papers.some((p) => p.kind === 'invoice'),
  };
}

export async function loadWanted(ctx: Ctx, demand: DemandView, territory: Territory): Promise<Wanted> {
  const held = await heldOf(ctx, demand.id);
  return {
    ...demand,
    papers: [...demand.papers],
    held,
    deliveries: demand.deliveries.map((d) => ({
      id: d.id,
      dueOn: d.dueOn,
      asked: d.quantity,
      open: Math.max(0, Math.round((d.quantity - (held.byDelivery.get(d.id) ?? 0)) * 1000) / 1000),
      at:
        d.lat !== null && d.lng !== null
          ? { lat: d.lat, lng: d.lng }
          : d.provinceCode === null
            ? undefined
            : territory.centreOf(d.provinceCode),
    })),
  };
}

export type Candidates = { candidates: Candidate[]; products: Map<string, ProductFacts>; past: Map<string, number> };

/** Offers made, and published supply that answers the demand; without those that declined or let an earlier round lapse. */
export async function loadCandidates(ctx: Ctx, demand: DemandView, territory: Territory): Promise<Candidates> {
  const today = dayOf(ctx.now);
  const from = demand.deliveries.map((d) => d.dueOn).sort()[0] ?? today;
  const [supply, offers, shares, past] = await Promise.all([
    listSupply(ctx.db, { from, goods: demand }),
    ctx.db.selectFrom('sourcing.offer').selectAll().where('demand_id', '=', demand.id).where('state', '=', 'made').execute(),
    ctx.db
      .selectFrom('sourcing.share')
      .select(['product_id', 'delivery_id', 'state', 'quantity', 'answered_quantity'])
      .where('demand_id', '=', demand.id)
      .execute(),
    sql<{ producer: string; quantity: number }>`
      select producer_id as producer, sum(coalesce(s.answered_quantity, s.quantity)) as quantity from sourcing.share s
      join sourcing.demand_delivery d on d.id = s.delivery_id
      where s.state in ('accepted', 'delivered') and d.due_on > ${addDays(today, -365)}::date group by 1`.execute(ctx.db),
  ]);
  const out = new Set(shares.filter((s) => s.state === 'declined' || s.state === 'lapsed').map((s) => s.product_id));
  const cut = new Map<string, string[]>();
  for (const x of shares)
    if (x.answered_quantity !== null && x.answered_quantity > 0 && x.answered_quantity < x.quantity)
      cut.set(x.product_id, [...(cut.get(x.product_id) ?? []), x.delivery_id]);
  const offered = new Map(offers.map((o) => [o.product_id, o]));
  const invited = new Set(demand.invited);
  const listed = supply.filter(
    (s) =>
      !out.has(s.productId) && (s.published || offered.has(s.productId)) && (demand.visibility === 'public' || invited.has(s.producerId)),
  );
  const products = new Map<string, ProductFacts>();
  for await (const batch of readFacts(
    ctx.db,
    listed.map((s) => s.productId),
  ))
    for (const f of batch) products.set(f.id, f);
  const papers = await listPapers(ctx.db, { producerIds: [...new Set(listed.map((s) => s.producerId))] });
  const candidates = listed.flatMap((s): Candidate[] => {
    const facts = products.get(s.productId);
    if (!facts) return [];
    // acts dated in the future stay out of sight until their day, here as everywhere
    const begun = facts.recognitions.filter((r) => r.validFrom <= today);
    const on = (day: string) => standing(begun, day);
    const now = on(today);
    if (!now) return [];
    const { star, extendedUntil, validUntil, endedOn } = now.current;
    const last = extendedUntil ?? validUntil;
    // stars are a rule of the engine; here only what the goods are
    if (!answers({ wanted: demand.wanted, set: demand.set, minStar: 0 }, { name: facts.name, set: facts.set, star })) return [];
    const offer = offered.get(s.productId);
    const held = Object.fromEntries(Object.entries(s.months).map(([m, q]) => [m, q - (s.held[m] ?? 0)]));
    const beyond = Object.entries(s.held).reduce((sum, [m, q]) => sum + Math.max(0, q - (s.months[m] ?? 0)), 0);
    return [
      {
        productId: s.productId,
        producerId: s.producerId,
        type: facts.producer.type,
        star,
        inForceOn: (day) => {
          const then = on(day);
          return then !== undefined && isInForce(then.status);
        },
        until: endedOn !== null && endedOn <= last ? addDays(endedOn, -1) : last,
        free: held,
        stock: Math.max(0, s.stock - beyond),
        unitPrice: offer?.unit_price ?? s.unitPrice,
        tiers: offer ? [] : s.tiers,
        minLot: offer?.min_lot ?? s.minLot,
        lotStep: offer ? offer.lot_step : s.lotStep,
        leadDays: s.leadDays,
        most: offer?.quantity,
        byDelivery: offer?.by_delivery ?? {},
        cut: new Set(cut.get(s.productId)),
        papers: Object.fromEntries(
          papers
            .filter((p) => p.producerId === s.producerId && (p.productId === null || p.productId === s.productId))
            .map((p) => [p.kind, p.validUntil ?? '9999-12-31']),
        ),
        at: placeOf(territory, facts),
      },
    ];
  });
  return { candidates, products, past: new Map(past.rows.map((r) => [r.producer, r.quantity])) };
}
