// The common table expressions of every published figure, over the register's pub_ views only.
import { type RawBuilder, sql } from 'kysely';
import type { Dimension, ProvinceMap, StatisticsQuery } from '../schema.ts';

/** Governing recognition of each product in force on `day`: the latest that began. The same rule as the register's pure function. */
export const inForceOn = (day: string): RawBuilder<unknown> => sql`
  select distinct on (r.product_id) r.product_id, r.star, r.potential_five
  from registry.pub_recognition r
  where r.valid_from <= ${day}::date and ${day}::date <= r.in_force_until and (r.ended_on is null or ${day}::date < r.ended_on)
  order by r.product_id, r.valid_from desc`;

/** First recognition of each product that had one by `day`. */
export const firstBy = (day: string): RawBuilder<unknown> => sql`
  select r.product_id, min(r.valid_from) as day from registry.pub_recognition r where r.valid_from <= ${day}::date group by r.product_id`;

/** `place` is the alias whose place counts: the product's own, or the seat of its producer. */
export function within(place: 'p' | 'm', map: ProvinceMap, province: string | undefined): RawBuilder<unknown> {
  return province === undefined ? sql`true` : sql`${sql.ref(`${place}.${column(map)}`)} = ${province}`;
}

const column = (map: ProvinceMap) => (map === 34 ? 'province_code' : 'old_province_code');

/** The key of a row; `c` star, `p` group and set, `f` first day, `m` the producer, `place` as above. Regions are summed from provinces. */
function keyOf(by: Dimension, map: ProvinceMap, place: 'p' | 'm'): RawBuilder<unknown> {
  switch (by) {
    case 'star':
      return sql`case when c.potential_five then '5p' else c.star::text end`;
    case 'region':
    case 'province':
      return sql.ref(`${place}.${column(map)}`);
    case 'producerType':
      return sql`m.type`;
    case 'group':
      return sql`p.group_code`;
    case 'set':
      return sql`p.set_no::text`;
    case 'year':
      return sql`extract(year from f.day)::int::text`;
  }
}

/** One line for each counted product: key, producer, sample. */
export function countedProducts({ by, map, province }: StatisticsQuery): RawBuilder<unknown> {
  return sql`
    select ${keyOf(by, map, 'p')} as key, p.producer_id, p.sample
    from current c
    join registry.pub_product p on p.id = c.product_id
    ${by === 'producerType' ? sql`join registry.pub_producer m on m.id = p.producer_id` : sql``}
    ${by === 'year' ? sql`join first f on f.product_id = c.product_id` : sql``}
    where ${within('p', map, province)}`;
}

/** One line for each counted producer, under its highest star: 5, potential 5, 4, 3. The first day only settles group and set. */
export function countedProducers({ by, map, province }: StatisticsQuery): RawBuilder<unknown> {
  const settled = by === 'group' || by === 'set';
  const began = sql`join (
      select q.producer_id, extract(year from min(e.day))::int::text as key
      from first e join registry.pub_product q on q.id = e.product_id group by q.producer_id) b on b.producer_id = p.producer_id`;
  return sql`
    select distinct on (p.producer_id) ${by === 'year' ? sql`b.key` : keyOf(by, map, 'm')} as key, p.producer_id, p.sample or m.sample as sample
    from current c
    join registry.pub_product p on p.id = c.product_id
    join registry.pub_producer m on m.id = p.producer_id
    ${settled ? sql`join first f on f.product_id = c.product_id` : sql``}
    ${by === 'year' ? began : sql``}
    where ${within('m', map, province)}
    order by p.producer_id, case when c.star = 5 then 4 when c.potential_five then 3 else c.star - 2 end desc${settled ? sql`, f.day, p.id collate "C"` : sql``}`;
}
