import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { steps } from '../rules/steps.ts';
import type { ProvinceMap } from '../schema.ts';
import { within } from './counted.ts';

export type SeriesQuery = {
  from: string;
  to: string;
  step: 'month' | 'year';
  map?: ProvinceMap | undefined;
  province?: string | undefined;
};
export type SeriesPoint = { day: string; inForce: number; everRecognised: number };

/**
 * Products in force and ever recognised at the end of each month or year, and on the last day. Days in force of a product are
 * united first (a renewal may overlap what it renews), so that one pass over beginnings and endings counts each product once.
 */
export async function readSeries(db: Db, query: SeriesQuery): Promise<SeriesPoint[]> {
  const { rows } = await sql<SeriesPoint>`
    with chosen as materialized (
      select r.product_id, r.valid_from, least(r.in_force_until + 1, r.ended_on) as until
      from registry.pub_recognition r join registry.pub_product p on p.id = r.product_id
      where r.valid_from <= ${query.to}::date and ${within('p', query.map ?? 34, query.province)}),
    term as (
      select unnest(range_agg(daterange(valid_from, until))) as days from chosen where until > valid_from group by product_id),
    turn as (
      select day, sum(force)::int as force, sum(ever)::int as ever from (
        select lower(days) as day, 1 as force, 0 as ever from term
        union all select upper(days), -1, 0 from term
        union all select min(valid_from), 0, 1 from chosen group by product_id) e
      group by day)
    select s.day, coalesce(sum(t.force), 0)::int as "inForce", coalesce(sum(t.ever), 0)::int as "everRecognised"
    from unnest(${steps(query.from, query.to, query.step)}::date[]) as s (day) left join turn t on t.day <= s.day
    group by s.day order by s.day`.execute(db);
  return rows;
}
