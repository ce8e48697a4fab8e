// Everything a pool is built from, read in a few queries.
import { sql } from 'kysely';
import { isInForce, type ProductFacts, readFacts, standing } from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { readReference } from '#server/platform/root.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import type { DemandView } from '../../demands/index.ts';
import { answers } from '../../demands/index.ts';
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

/** What is still open of each delivery: asked less what offered and accepted shares hold. */
export async function openQuantities(ctx: Ctx, demandId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; open: number }>`
    select d.id, d.quantity - coalesce((select sum(coalesce(s.answered_quantity, s.quantity)) from sourcing.share s
      where s.delivery_id = d.id and s.state in ('offered', 'accepted', 'delivered')), 0) as open
    from sourcing.demand_delivery d where d.demand_id = ${demandId}`.execute(ctx.db);
  return new Map(rows.map((r) => [r.id, r.open]));
}

export async function loadWanted(ctx: Ctx, demand: DemandView, territory: Territory): Promise<Wanted> {
  const open = await openQuantities(ctx, demand.id);
  return {
    ...demand,
    papers: [...demand.papers],
    deliveries: demand.deliveries.map((d) => ({
      id: d.id,
      dueOn: d.dueOn,
      asked: d.quantity,
      open: Math.max(0, open.get(d.id) ?? 0),
      at:
        d.lat !== null && d.lng !== null
          ? { lat: d.lat, lng: d.lng }
          : d.provinceCode === null
            ? undefined
            : territory.centreOf(d.provinceCode),
    })),
  };
}

export type Candidates = { candidates: Candidate[]; products: Map<string, ProductFacts>; past: Map<string, number>; taken: Set<string> };

/** Offers made, and published supply that answers the demand; without those that declined or let an earlier round lapse. */
export async function loadCandidates(ctx: Ctx, demand: DemandView, territory: Territory): Promise<Candidates> {
  const today = dayOf(ctx.now);
  const from = demand.deliveries.map((d) => d.dueOn).sort()[0] ?? today;
  const [supply, offers, shares, past] = await Promise.all([
    listSupply(ctx.db, { from, goods: demand }),
    ctx.db.selectFrom('sourcing.offer').selectAll().where('demand_id', '=', demand.id).where('state', '=', 'made').execute(),
    ctx.db
      .selectFrom('sourcing.share')
      .select(['product_id', 'producer_id', 'state', 'reason'])
      .where('demand_id', '=', demand.id)
      .execute(),
    sql<{ producer: string; quantity: number }>`
      select producer_id as producer, sum(coalesce(s.answered_quantity, s.quantity)) as quantity from sourcing.share s
      join sourcing.demand_delivery d on d.id = s.delivery_id
      where s.state in ('accepted', 'delivered') and d.due_on > ${addDays(today, -365)}::date group by 1`.execute(ctx.db),
  ]);
  const out = new Set(shares.filter((s) => s.state === 'declined' || s.state === 'lapsed').map((s) => s.product_id));
  const taken = new Set(
    shares.filter((s) => s.state === 'offered' || s.state === 'accepted' || s.state === 'delivered').map((s) => s.product_id),
  );
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
    const on = (day: string) => standing(facts.recognitions, day);
    const now = on(today) ?? on(from);
    const star = now?.current.star ?? 0;
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
        free: held,
        stock: Math.max(0, s.stock - beyond),
        unitPrice: offer?.unit_price ?? s.unitPrice,
        tiers: offer ? [] : s.tiers,
        minLot: offer?.min_lot ?? s.minLot,
        lotStep: offer ? offer.lot_step : s.lotStep,
        leadDays: s.leadDays,
        most: offer?.quantity,
        byDelivery: offer?.by_delivery ?? {},
        papers: Object.fromEntries(
          papers
            .filter((p) => p.producerId === s.producerId && (p.productId === null || p.productId === s.productId))
            .map((p) => [p.kind, p.validUntil ?? '9999-12-31']),
        ),
        at: placeOf(territory, facts),
      },
    ];
  });
  return { candidates, products, past: new Map(past.rows.map((r) => [r.producer, r.quantity])), taken };
}
