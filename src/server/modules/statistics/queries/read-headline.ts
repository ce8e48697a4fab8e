import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { productOn, standingOn } from './counted.ts';

export type Headline = { products: number; five: number; producers: number; provinces: number; everRecognised: number };

/** The few figures that stand at the head of pages: in force on `day`, today's provinces. */
export async function readHeadline(db: Db, day: string): Promise<Headline> {
  const { rows } = await sql<Headline>`
    with counted as materialized (
      select s.rank, p.producer_id, p.province_code from (${standingOn(day)}) s join (${productOn(day)}) p on p.id = s.product_id)
    select count(*) filter (where rank is not null) as products, count(*) filter (where rank = 4) as five,
      (select count(*) from (select from counted where rank is not null group by producer_id) m) as producers,
      (select count(*) from (select from counted where rank is not null group by province_code) a) as provinces,
      count(*) as "everRecognised"
    from counted`.execute(db);
  return rows[0] as Headline;
}
