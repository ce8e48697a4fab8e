import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { standingOn, within } from './counted.ts';

/** opening + fresh + returned − revoked − lapsed = closing; of those that stayed, some rose, fell or were recognised again. */
export type Movements = {
  opening: number;
  fresh: number;
  returned: number;
  revoked: number;
  lapsed: number;
  closing: number;
  risen: number;
  fallen: number;
  renewed: number;
};

/**
 * What became of the products of a province (today's map) or of the country between the ends of two days. A product is `fresh` when its
 * first recognition lies in the span, `returned` when an earlier one had ended; whoever left was `revoked` when the governing recognition
 * was, else `lapsed`. The parts add up to the closing figure.
 */
export async function readMovements(
  db: Db,
  { from, to, province }: { from: string; to: string; province?: string | undefined },
): Promise<Movements> {
  const { rows } = await sql<Movements>`
    with a as materialized (${standingOn(from)}), b as materialized (${standingOn(to)}),
    last as (
      select distinct on (r.product_id) r.product_id, r.ended_by, r.ended_on, r.valid_from from registry.pub_recognition r
      where r.valid_from <= ${to}::date order by r.product_id, r.valid_from desc),
    moved as (
      select a.rank as before, b.rank as after, b.first_day > ${from}::date as is_new, l.valid_from > ${from}::date as again,
        l.ended_by = 'revoked' and l.ended_on <= ${to}::date as taken
      from b left join a using (product_id) join last l using (product_id) join registry.pub_product p on p.id = b.product_id
      where ${within('p', 34, province)})
    select count(*) filter (where before is not null)::int as opening,
      count(*) filter (where before is null and after is not null and is_new)::int as fresh,
      count(*) filter (where before is null and after is not null and not is_new)::int as returned,
      count(*) filter (where before is not null and after is null and taken)::int as revoked,
      count(*) filter (where before is not null and after is null and taken is not true)::int as lapsed,
      count(*) filter (where after is not null)::int as closing,
      count(*) filter (where before is not null and after > before)::int as risen,
      count(*) filter (where before is not null and after < before)::int as fallen,
      count(*) filter (where before = after and again)::int as renewed
    from moved`.execute(db);
  return rows[0] as Movements;
}
