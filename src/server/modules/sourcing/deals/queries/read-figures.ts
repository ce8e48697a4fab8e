import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';

export const STAGES = ['memoranda', 'lapsed', 'contracted', 'delivered', 'accepted', 'paid', 'paid_out'] as const;
export type Stage = (typeof STAGES)[number];
export type FigureRow = {
  /** 'YYYY-MM' in which it happened. */
  month: string;
  /** Seat of the producer (of the lead, for memoranda and for what the buyer paid); today's code. */
  province: string;
  organisationId: string;
  stage: Stage;
  /** Agreements, deliveries or payments, each counted once in its province. */
  count: number;
  /** Whole đồng. */
  amount: number;
};

/**
 * What became of meetings and orders: memoranda signed, memoranda lapsed, contracted (signed, line by line in the province of its producer),
 * delivered, accepted at the check, paid by the buyer, paid on to producers. Different things, never added to each other. Samples stay out
 * unless asked for.
 */
export async function readDealFigures(
  db: Db,
  filter: { province?: string | undefined; from?: string | undefined; samples?: boolean } = {},
): Promise<FigureRow[]> {
  const from = `${(filter.from ?? '2000-01').slice(0, 7)}-01`;
  const { rows } = await sql<FigureRow>`
    with lines as (
      select d.*, a.organisation_id, a.signed_on, s.unit_price from sourcing.delivery d join sourcing.agreement a on a.id = d.agreement_id
        join sourcing.share s on s.id = d.share_id where a.signed_on is not null and (${filter.samples ?? false} or not a.sample)
    ), facts as (
      select 'memoranda' as stage, signed_on as day, lead_producer_id as producer, organisation_id, amount::numeric as amount, id
        from sourcing.agreement where kind = 'memorandum' and signed_on is not null and (${filter.samples ?? false} or not sample)
      union all
      select 'lapsed', ends_on, lead_producer_id, organisation_id, amount, id
        from sourcing.agreement where kind = 'memorandum' and state = 'lapsed' and (${filter.samples ?? false} or not sample)
      union all select 'contracted', signed_on, producer_id, organisation_id, floor(planned * unit_price + 0.5), agreement_id from lines
      union all select 'delivered', received_on, producer_id, organisation_id, floor(received * unit_price + 0.5), id from lines where received is not null
      union all select 'accepted', checked_on, producer_id, organisation_id, floor(accepted * unit_price + 0.5), id from lines where accepted is not null
      union all
      select case when p.producer_id is null then 'paid' else 'paid_out' end, p.paid_on, coalesce(p.producer_id, a.lead_producer_id), a.organisation_id, p.amount, p.id
        from sourcing.payment p join sourcing.agreement a on a.id = p.agreement_id where ${filter.samples ?? false} or not a.sample
    )
    select to_char(f.day, 'YYYY-MM') as month, coalesce(p.province_code, '') as province, f.organisation_id as "organisationId", f.stage,
      count(distinct f.id)::int as count, sum(f.amount)::bigint as amount
    from facts f left join registry.pub_producer_seat p on p.id = f.producer
    where f.day >= ${from}::date and ${filter.province === undefined ? sql`true` : sql`p.province_code = ${filter.province}`}
    group by 1, 2, 3, 4 order by 1 desc, 2, 3, 4`.execute(db);
  return rows;
}
