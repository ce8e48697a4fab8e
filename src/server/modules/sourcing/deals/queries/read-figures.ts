import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import type { Bilingual } from '#server/platform/errors.ts';

export const STAGES = ['memoranda', 'lapsed', 'contracted', 'delivered', 'accepted', 'paid', 'paid_out'] as const;
export type Stage = (typeof STAGES)[number];
/** What each stage counts, for everybody who reads a figure. */
export const FIGURE_WORDS: Record<Stage, Bilingual> = {
  memoranda: {
    vi: 'Biên bản ghi nhớ hai bên đã ký, theo ngày ký; không phải hợp đồng',
    en: 'Memoranda signed by both sides, by day of signature; no contracts',
  },
  lapsed: {
    vi: 'Biên bản ghi nhớ hết hạn mà không có hợp đồng, theo ngày hết hạn',
    en: 'Memoranda past their last day without a contract, by that day',
  },
  contracted: {
    vi: 'Hợp đồng hai bên đã ký, theo ngày ký; giá trị theo lượng hẹn giao',
    en: 'Contracts signed by both sides, by day of signature; worth by planned quantity',
  },
  delivered: { vi: 'Hàng bên mua đã nhận, theo ngày nhận', en: 'Goods the buyer received, by day of receipt' },
  accepted: { vi: 'Hàng đạt nghiệm thu, theo ngày nghiệm thu', en: 'Goods accepted at the check, by day of the check' },
  paid: { vi: 'Bên mua đã trả cho đầu mối, theo ngày trả', en: 'Paid by the buyer to the lead, by day of payment' },
  paid_out: { vi: 'Đầu mối đã trả cho chủ thể, theo ngày trả', en: 'Paid on to producers by the lead, by day of payment' },
};

export type FigureKey = 'month' | 'province' | 'chain';
export type FigureRow = {
  /** 'YYYY-MM' in which it happened; '' when not asked by month, and so on. */
  month: string;
  /** Seat of the producer (of the lead, for memoranda and for what the buyer paid); today's code. */
  province: string;
  organisationId: string;
  stage: Stage;
  /** Agreements, deliveries or payments, each counted once in its row. */
  count: number;
  /** Whole đồng. */
  amount: number;
};

/**
 * What became of meetings and orders: memoranda signed, memoranda lapsed, contracted (signed, line by line in the province of its producer),
 * delivered, accepted at the check, paid by the buyer, paid on to producers. Different things, never added to each other. Samples stay out
 * unless asked for. `by`: what the rows are told apart by; all three when left out.
 */
export async function readDealFigures(
  db: Db,
  filter: { by?: readonly FigureKey[]; province?: string | undefined; from?: string | undefined; samples?: boolean } = {},
): Promise<FigureRow[]> {
  const from = `${(filter.from ?? '2000-01').slice(0, 7)}-01`;
  const asked = filter.by ?? ['month', 'province', 'chain'];
  const by = (key: FigureKey, value: RawBuilder<unknown>) => (asked.includes(key) ? value : sql`''`);
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
    select ${by('month', sql`to_char(f.day, 'YYYY-MM')`)} as month, ${by('province', sql`coalesce(p.province_code, '')`)} as province,
      ${by('chain', sql`f.organisation_id`)} as "organisationId", f.stage,
      count(distinct f.id)::int as count, sum(f.amount)::bigint as amount
    from facts f left join registry.pub_producer_seat p on p.id = f.producer
    where f.day >= ${from}::date and ${filter.province === undefined ? sql`true` : sql`p.province_code = ${filter.province}`}
    group by 1, 2, 3, 4 order by 1 desc, 2, 3, 4`.execute(db);
  return rows;
}

/** What is shown to people: figures of real agreements; those of the sample, marked, only while there are no others. */
export async function readShownFigures(
  db: Db,
  filter: { by?: readonly FigureKey[]; province?: string | undefined; from?: string | undefined } = {},
): Promise<{ sample: boolean; rows: FigureRow[] }> {
  const { rows } = await sql<{
    real: boolean;
  }>`select exists (select from sourcing.agreement where not sample and signed_on is not null) as real`.execute(db);
  const sample = !rows[0]?.real;
  const found = await readDealFigures(db, { ...filter, samples: sample });
  return { sample: sample && found.length > 0, rows: found };
}
