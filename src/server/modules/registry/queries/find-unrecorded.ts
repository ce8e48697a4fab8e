import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';

/** `differs`: the row is not what the record last said of it. `rows`: recorded and removed do not add up to the rows there are. */
export type Unrecorded = { product: string; validFrom: string | null; why: 'differs' | 'rows' };

/**
 * Where the register and its public record part: nothing can make them part but somebody who changed rows past the register's triggers.
 * The first hundred, by product. Reads the whole record.
 */
export async function findUnrecorded(db: Db): Promise<Unrecorded[]> {
  const { rows } = await sql<Unrecorded>`
    with said as materialized (
      select no, body::jsonb as b from registry.pub_record
    ), last as (
      select distinct on (b->>'product', b->>'validFrom') b->>'product' as product, b->>'validFrom' as "validFrom", b
      from said order by b->>'product', b->>'validFrom', no desc
    ), counted as (
      select b->>'product' as product, count(*) filter (where b->>'kind' = 'recognised') - count(*) filter (where b->>'kind' = 'removed') as n
      from said group by 1
    ), there as (
      select product_id as product, count(*) as n from registry.recognition group by 1
    ), parts as (
      select r.product_id as product, r.valid_from::text as "validFrom", 'differs' as why
      from registry.recognition r left join last l on l.product = r.product_id and l."validFrom" = r.valid_from::text
      where l.b is null or l.b->>'kind' = 'removed' or (l.b - array['at', 'kind', 'name', 'no', 'province']) is distinct from jsonb_build_object(
        'cause', r.cause, 'decidedOn', r.decided_on, 'decisionNo', r.decision_no, 'endedBy', r.ended_by, 'endedOn', r.ended_on,
        'extendedUntil', r.extended_until, 'issuer', r.issuer, 'potentialFive', r.potential_five, 'product', r.product_id,
        'sample', r.sample, 'star', r.star, 'validFrom', r.valid_from, 'validUntil', r.valid_until)
      union all
      select coalesce(c.product, t.product), null, 'rows' from counted c full join there t using (product) where c.n is distinct from t.n
        and not (coalesce(c.n, 0) = 0 and coalesce(t.n, 0) = 0)
    )
    select * from parts order by product, "validFrom" limit 100`.execute(db);
  return rows;
}
