import { sql } from 'kysely';
import { assertMay, type Ground, may } from '#server/modules/identity/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { listBuyers } from '../../demands/queries/list-buyers.ts';
import { buysFor } from '../../rights.ts';
import { type Fact, type Reliability, reliability } from '../rules/reliability.ts';

type FactRow = Fact & { producerId: string };

/**
 * The facts of producers. Shares released by the house or by the end of a contract are nobody's fault and count nowhere; neither do deliveries
 * that were cancelled.
 */
async function factsOf(ctx: Ctx, producers: readonly string[]): Promise<FactRow[]> {
  const today = dayOf(ctx.now);
  const { rows } = await sql<FactRow>`
    with facts as (
      select case when s.state in ('accepted', 'delivered') then 'accepted' else s.state end as kind,
        to_char(coalesce(s.answered_at, p.answer_by, p.solved_at) at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') as day, s.demand_id, s.producer_id,
        s.id as share_id, null::text as delivery_id, null::numeric as accepted, null::numeric as received
      from sourcing.share s join sourcing.pool p on p.id = s.pool_id
      where s.producer_id = any(${producers}::text[]) and s.state in ('accepted', 'delivered', 'declined', 'lapsed')
      union all
      select case when d.shipped_on is null then 'overdue' when d.shipped_on <= d.due_on then 'on_time' else 'late' end,
        to_char(coalesce(d.shipped_on, d.due_on), 'YYYY-MM-DD'), s.demand_id, s.producer_id, s.id, d.id, null, null
      from sourcing.delivery d join sourcing.share s on s.id = d.share_id join sourcing.agreement a on a.id = d.agreement_id
      where d.producer_id = any(${producers}::text[]) and d.state <> 'cancelled' and a.signed_on is not null
        and (d.shipped_on is not null or d.due_on < ${today}::date)
      union all
      select 'checked', to_char(d.checked_on, 'YYYY-MM-DD'), s.demand_id, s.producer_id, s.id, d.id, d.accepted, d.received
      from sourcing.delivery d join sourcing.share s on s.id = d.share_id
      where d.producer_id = any(${producers}::text[]) and d.state = 'checked'
    )
    select f.kind, f.day, f.producer_id as "producerId", f.share_id as "shareId", f.delivery_id as "deliveryId", f.accepted, f.received,
      m.title as demand, m.organisation_id as "organisationId",
      exists (select 1 from sourcing.contest c where c.state = 'upheld' and c.producer_id = f.producer_id
        and c.share_id = f.share_id and c.delivery_id is not distinct from f.delivery_id) as struck
    from facts f join sourcing.demand m on m.id = f.demand_id order by f.day desc, f.share_id, f.kind`.execute(ctx.db);
  return rows;
}

/** The facts of one producer and what they come to. */
export async function readReliability(ctx: Ctx, producerId: string): Promise<{ facts: Fact[]; numbers: Reliability }> {
  const facts = (await factsOf(ctx, [producerId])).map(({ producerId: _own, ...f }) => f);
  return { facts, numbers: reliability(facts) };
}

/** What the facts of each of these producers come to; for the buyer that chooses among them. */
export async function readReliabilities(ctx: Ctx, producers: readonly string[]): Promise<Map<string, Reliability>> {
  const by = Map.groupBy(await factsOf(ctx, producers), (f) => f.producerId);
  return new Map(producers.map((id) => [id, reliability(by.get(id) ?? [])]));
}

export type SeenFact = Omit<Fact, 'demand' | 'organisationId'> & { demand: string | null };

/**
 * The same for whoever decides on it: the producer itself, verified buyers, promotion officers of its province. What the numbers rest on is shown
 * too; the name of an order only to the producer and to the order's own buyer. Everybody else: forbidden.
 */
export async function showReliability(
  ctx: Ctx,
  producerId: string,
  ground: Ground,
): Promise<{ own: boolean; facts: SeenFact[]; numbers: Reliability }> {
  const day = dayOf(ctx.now);
  const seat = await findProducer(ctx.db, producerId);
  if (!seat) throw notFound(producerId, { vi: 'chủ thể', en: 'producer' });
  const own = may(ground, ctx.actor, 'act_for_producer', { unit: seat.provinceCode, producer: producerId }, day);
  const organisations = buysFor(ground, ctx.actor, day).map((o) => o.id);
  const verified = organisations.length > 0 && (await listBuyers(ctx.db, organisations)).some((b) => b.verifiedAt !== null);
  if (!own && !verified) assertMay(ground, ctx.actor, 'promote', { unit: seat.provinceCode }, day);
  const { facts, numbers } = await readReliability(ctx, producerId);
  return {
    own,
    numbers,
    facts: facts.map(({ organisationId, ...f }) => ({ ...f, demand: own || organisations.includes(organisationId) ? f.demand : null })),
  };
}

export type ContestView = {
  id: string;
  producerId: string;
  producer: string;
  province: string;
  demand: string;
  shareId: string | null;
  deliveryId: string | null;
  text: string;
  state: 'open' | 'upheld' | 'dismissed';
  answer: string | null;
  openedOn: string;
};

/** Contests of a producer, or those of a province ('VN': of all), open ones first. */
export async function listContests(db: Db, filter: { producerId: string } | { unit: string }): Promise<ContestView[]> {
  const { rows } = await sql<ContestView>`
    select c.id, c.producer_id as "producerId", coalesce(p.name, c.producer_id) as producer, coalesce(p.province_code, '') as province,
      coalesce(m.title, '') as demand, c.share_id as "shareId", c.delivery_id as "deliveryId", c.text, c.state, c.answer,
      to_char(c.opened_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') as "openedOn"
    from sourcing.contest c left join registry.pub_producer_seat p on p.id = c.producer_id
      left join sourcing.share s on s.id = c.share_id left join sourcing.demand m on m.id = s.demand_id
    where ${'unit' in filter ? (filter.unit === 'VN' ? sql`true` : sql`p.province_code = ${filter.unit}`) : sql`c.producer_id = ${filter.producerId}`}
    order by c.state = 'open' desc, c.opened_at desc, c.id limit 200`.execute(db);
  return rows;
}
