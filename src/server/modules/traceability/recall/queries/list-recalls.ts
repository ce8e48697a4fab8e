// Recalls as those who run them and those who hold goods see them.
import { type RawBuilder, sql } from 'kysely';
import { findProducer } from '#server/modules/registry/index.ts';
import type { Db } from '#server/platform/db.ts';
import { type Bilingual, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import type { RecallLevel } from '../../events/tables.ts';

export type RecallView = {
  id: string;
  productId: string;
  producerId: string;
  provinceCode: string;
  level: RecallLevel;
  reason: Bilingual;
  advice: Bilingual;
  since: string;
  openedBy: string;
  closedOn: string | null;
  report: string | null;
  recovered: number | null;
  lots: number;
  holders: number;
  answered: number;
  sample: boolean;
};
export type RecallLotView = {
  no: number;
  epc: string;
  code: string | null;
  name: string | null;
  productId: string | null;
  unit: string | null;
  named: boolean;
  made: number;
  left: number;
};
export type HolderView = {
  holder: string;
  name: string;
  kind: 'producer' | 'business' | 'household' | 'unknown';
  held: string;
  /** Has an account of its own: a notice went there. Others have to be called on. */
  told: boolean;
  phone: string | null;
  answer: string | null;
  answeredOn: string | null;
  quantity: number | null;
};

type Row = {
  id: string;
  product_id: string;
  producer_id: string;
  province_code: string;
  level: RecallLevel;
  since: Date;
  opened_name: string;
  closed_at: Date | null;
  report: string | null;
  recovered: number | null;
  lots: number;
  holders: number;
  answered: number;
  sample: boolean;
} & Record<'reason_vi' | 'reason_en' | 'advice_vi' | 'advice_en', string>;

const view = (r: Row): RecallView => ({
  id: r.id,
  productId: r.product_id,
  producerId: r.producer_id,
  provinceCode: r.province_code,
  level: r.level,
  reason: { vi: r.reason_vi, en: r.reason_en },
  advice: { vi: r.advice_vi, en: r.advice_en },
  since: dayOf(r.since),
  openedBy: r.opened_name,
  closedOn: r.closed_at ? dayOf(r.closed_at) : null,
  report: r.report,
  recovered: r.recovered,
  lots: r.lots,
  holders: r.holders,
  answered: r.answered,
  sample: r.sample,
});

const MOST = 200;
async function select(db: Db, where: RawBuilder<unknown>): Promise<RecallView[]> {
  const { rows } = await sql<Row>`
    select r.*, (select count(*)::int from traceability.recall_lot where recall_id = r.id) as lots,
      (select count(*)::int from traceability.recall_holder where recall_id = r.id) as holders,
      (select count(*)::int from traceability.recall_holder where recall_id = r.id and answer is not null) as answered
    from traceability.recall r where ${where} order by r.closed_at is not null, r.since desc limit ${MOST}`.execute(db);
  return rows.map(view);
}

/** Recalls in a province, or in all of them; open ones first. */
export const listRecalls = (db: Db, province: string | undefined): Promise<RecallView[]> =>
  select(db, province === undefined ? sql`true` : sql`r.province_code = ${province}`);

/** Recalls of these producers' own products, and those whose goods they hold. */
export const listRecallsFor = (db: Db, producers: readonly string[]): Promise<RecallView[]> =>
  select(
    db,
    sql`(r.producer_id = any(${producers}::text[]) or exists (select 1 from traceability.recall_holder h
      left join traceability.party p on p.id = h.holder
      where h.recall_id = r.id and (h.holder = any(${producers}::text[]) or p.producer_id = any(${producers}::text[]))))`,
  );

/** One recall by its id; throws 404. */
export async function getRecall(db: Db, id: string): Promise<RecallView> {
  const [found] = await select(db, sql`r.id = ${id}`);
  if (!found) throw notFound('recallId', { vi: 'đợt thu hồi', en: 'recall' });
  return found;
}

/**
 * The lots of a recall, named ones first, with what is left of them anywhere. `of`: only the lots that these producers made or held, and only
 * their own amounts: what others have is not for them.
 */
export async function listRecallLots(db: Db, id: string, limit = 500, of?: readonly string[]): Promise<RecallLotView[]> {
  const theirs = of
    ? sql`(m.holder = any(${of}::text[]) or m.holder in (select p.id from traceability.party p where p.producer_id = any(${of}::text[])))`
    : sql`true`;
  const { rows } = await sql<RecallLotView>`
    select l.no, l.epc, l.code, l.name, l.product_id as "productId", l.unit, rl.named,
      coalesce((select sum(m.delta) from traceability.lot_move m where m.lot_no = l.no and m.kind = 'make' and ${theirs}), 0) as made,
      coalesce((select sum(m.delta) from traceability.lot_move m where m.lot_no = l.no and ${theirs}), 0) as left
    from traceability.recall_lot rl join traceability.lot l on l.no = rl.lot_no
    where rl.recall_id = ${id} ${of ? sql`and exists (select 1 from traceability.lot_move m where m.lot_no = l.no and ${theirs})` : sql``}
    order by rl.named desc, l.no limit ${limit}`.execute(db);
  return rows;
}

/** Everybody who has or had goods of the recall, with what should still be there. */
export async function listHolders(db: Db, id: string): Promise<HolderView[]> {
  const { rows } = await sql<{
    holder: string;
    party: string | null;
    kind: 'household' | 'business' | null;
    phone: string | null;
    producer: string | null;
    held: string | null;
    answer: string | null;
    answered_at: Date | null;
    quantity: number | null;
  }>`
    select h.holder, p.name as party, p.kind, p.phone, p.producer_id as producer, h.answer, h.answered_at, h.quantity,
      (select string_agg(round(x.n, 2)::float8 || ' ' || x.unit, ', ' order by x.unit) from (
        select coalesce(l.unit, '') as unit, sum(m.delta) as n from traceability.lot_move m join traceability.recall_lot rl on rl.lot_no = m.lot_no
        join traceability.lot l on l.no = m.lot_no where rl.recall_id = h.recall_id and m.holder = h.holder group by 1 having sum(m.delta) > 0) x) as held
    from traceability.recall_holder h left join traceability.party p on p.id = h.holder where h.recall_id = ${id} order by h.told_at, h.holder`.execute(
    db,
  );
  return Promise.all(
    rows.map(async (r) => {
      const producer = r.party === null ? await findProducer(db, r.holder) : undefined;
      const told = producer !== undefined || (r.producer !== null && (await findProducer(db, r.producer)) !== undefined);
      return {
        holder: r.holder,
        name: r.party ?? producer?.name ?? r.holder,
        kind: r.kind ?? (producer ? ('producer' as const) : ('unknown' as const)),
        held: r.held ?? '0',
        told,
        phone: r.phone,
        answer: r.answer,
        answeredOn: r.answered_at ? dayOf(r.answered_at) : null,
        quantity: r.quantity,
      };
    }),
  );
}
