// Who saw whose price, and when first.
import { sql } from 'kysely';
import { listOrganisations } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { dayOf } from '#shared/dates.ts';

export type Side = 'buyer' | 'lead' | 'officer';

/** Writes down that the actor sees the prices of these shares now; the first time counts. A link counts as its producer. */
export async function recordSeen(ctx: Ctx, shareIds: readonly string[], side: Side): Promise<void> {
  if (shareIds.length === 0) return;
  await sql`insert into sourcing.share_view (share_id, account_id, side, seen_at)
    select id, ${ctx.actor.id}, ${side}, ${ctx.now} from unnest(${shareIds}::text[]) id on conflict do nothing`.execute(ctx.db);
}

/** The same of every offer on a demand. */
export async function recordOffersSeen(ctx: Ctx, demandId: string): Promise<void> {
  await sql`insert into sourcing.price_view (offer_id, account_id, seen_at)
    select id, ${ctx.actor.id}, ${ctx.now} from sourcing.offer where demand_id = ${demandId} and state = 'made' on conflict do nothing`.execute(
    ctx.db,
  );
}

export type PriceView = {
  of: 'offer' | 'share';
  productId: string;
  demandId: string;
  demand: string;
  unitPrice: number;
  /** As what it was seen, and by which organisation or producer. */
  side: Side;
  who: string;
  seenOn: string;
};

/**
 * For a producer: which of its prices were seen, by which side and organisation, on which day first. Names of people stay in the record; the
 * newest first.
 */
export async function listPriceViews(ctx: Ctx, producerIds: readonly string[], demandId?: string): Promise<PriceView[]> {
  const { rows } = await sql<Omit<PriceView, 'who' | 'seenOn'> & { organisation: string; lead: string | null; seenAt: Date }>`
    with seen as (
      select 'offer' as of, o.product_id, o.demand_id, o.unit_price, 'buyer' as side, null::text as agreement_lead, v.seen_at
      from sourcing.price_view v join sourcing.offer o on o.id = v.offer_id where o.producer_id = any(${producerIds}::text[])
      union all
      select 'share', s.product_id, s.demand_id, s.unit_price, v.side,
        (select a.lead_producer_id from sourcing.delivery x join sourcing.agreement a on a.id = x.agreement_id where x.share_id = s.id), v.seen_at
      from sourcing.share_view v join sourcing.share s on s.id = v.share_id where s.producer_id = any(${producerIds}::text[])
    )
    select n.of, n.product_id as "productId", n.demand_id as "demandId", d.title as demand, n.unit_price as "unitPrice", n.side,
      d.organisation_id as organisation, p.name as lead, min(n.seen_at) as "seenAt"
    from seen n join sourcing.demand d on d.id = n.demand_id left join registry.pub_producer_seat p on p.id = n.agreement_lead
    where ${demandId === undefined ? sql`true` : sql`n.demand_id = ${demandId}`}
    group by 1, 2, 3, 4, 5, 6, 7, 8 order by min(n.seen_at) desc, 2, 1 limit 500`.execute(ctx.db);
  const names = new Map(
    (await listOrganisations(ctx.db, { ids: [...new Set(rows.map((r) => r.organisation))] })).map((o) => [o.id, o.name]),
  );
  return rows.map(({ organisation, lead, seenAt, ...r }) => ({
    ...r,
    who: r.side === 'buyer' ? (names.get(organisation) ?? '') : r.side === 'lead' ? (lead ?? '') : '',
    seenOn: dayOf(seenAt),
  }));
}
