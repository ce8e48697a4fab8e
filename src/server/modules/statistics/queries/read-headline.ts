import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { firstBy, inForceOn } from './counted.ts';

export type Headline = { products: number; five: number; producers: number; provinces: number; everRecognised: number };

/** The few figures that stand at the head of pages: in force on `day`, today's provinces. */
export async function readHeadline(db: Db, day: string): Promise<Headline> {
  const { rows } = await sql<Headline>`
    with current as materialized (${inForceOn(day)})
    select count(*) as products, count(*) filter (where c.star = 5) as five, count(distinct p.producer_id) as producers,
      count(distinct p.province_code) as provinces, (select count(*) from (${firstBy(day)}) f) as "everRecognised"
    from current c join registry.pub_product p on p.id = c.product_id`.execute(db);
  return rows[0] as Headline;
}
