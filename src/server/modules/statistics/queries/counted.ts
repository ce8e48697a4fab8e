// The common table expressions of every published figure, over the register's pub_ views only. Each is one pass and one hash.
import { type RawBuilder, sql } from 'kysely';
import type { Dimension, ProvinceMap, StatisticsQuery } from '../schema.ts';

/**
 * One line for each product recognised by `day`: its first day, and `rank` when it is in force (3 stars 1, 4 stars 2, potential five 3,
 * 5 stars 4). The governing recognition is the latest that began, as in the register's pure rule: its day and its rank travel in one
 * number, so that the largest decides.
 */
export const standingOn = (day: string): RawBuilder<unknown> => sql`
  select product_id, first_day, governing & 7 as rank from (
    select r.product_id, min(r.valid_from) as first_day,
      max((r.valid_from - date '1900-01-01') * 8 + case when r.potential_five then 3 when r.star = 5 then 4 else r.star - 2 end)
        filter (where ${day}::date <= r.in_force_until and (r.ended_on is null or ${day}::date < r.ended_on)) as governing
    from registry.pub_recognition r where r.valid_from <= ${day}::date group by r.product_id) g`;

/** Each product with the producer, group and set of the version in force on `day`; one that has not changed since is as it is today. */
export const productOn = (day: string): RawBuilder<unknown> => sql`
  select p.id, p.province_code, p.old_province_code, p.sample,
    case when v.product_id is null then p.producer_id else v.producer_id end as producer_id,
    case when v.product_id is null then p.group_code else v.group_code end as group_code,
    case when v.product_id is null then p.set_no else v.set_no end as set_no
  from registry.pub_product p left join (
    select * from registry.pub_product_version where superseded_on > ${day}::date and (valid_from <= ${day}::date or version = 1)
  ) v on v.product_id = p.id`;

/** `place` is the alias whose place counts: the product's own, or the seat of its producer. */
export function within(place: 'p' | 'm', map: ProvinceMap, province: string | undefined): RawBuilder<unknown> {
  return province === undefined ? sql`true` : sql`${sql.ref(`${place}.${column(map)}`)} = ${province}`;
}

const column = (map: ProvinceMap) => (map === 34 ? 'province_code' : 'old_province_code');

/** The key of a row; `s` carries rank and first day, `p` group and set, `m` the type, `place` as above. Regions are summed from provinces. */
function keyOf(by: Dimension, map: ProvinceMap, place: 'p' | 'm'): RawBuilder<unknown> {
  switch (by) {
    case 'star':
      return sql`(array['3', '4', '5p', '5'])[s.rank]`;
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
      return sql`extract(year from s.first_day)::int::text`;
  }
}

/** One line for each product ever recognised: its key, its producer, and whether it is in force. Needs `standing` and `product`. */
export function countedProducts({ by, map, province }: StatisticsQuery): RawBuilder<unknown> {
  return sql`
    select ${keyOf(by, map, 'p')} as key, p.producer_id, p.sample, s.rank is not null as live
    from standing s
    join product p on p.id = s.product_id
    ${by === 'producerType' ? sql`join registry.pub_producer m on m.id = p.producer_id` : sql``}
    where ${within('p', map, province)}`;
}

/**
 * One line for each producer ever recognised, under its highest star in force. For group and set, the product that holds that star
 * decides; when several do, the one first recognised, then the smaller id. Needs `standing` and `product`.
 */
export function countedProducers({ by, map, province }: StatisticsQuery): RawBuilder<unknown> {
  const ofBest = by === 'group' || by === 'set';
  const best = sql`left join (
      select distinct on (q.producer_id) q.producer_id, q.group_code, q.set_no
      from standing b join product q on q.id = b.product_id
      where b.rank is not null
      order by q.producer_id, b.rank desc, b.first_day, q.id collate "C") p on p.producer_id = s.producer_id`;
  return sql`
    select ${keyOf(by, map, 'm')} as key, s.producer_id, m.sample, s.rank is not null as live
    from (
      select q.producer_id, max(a.rank) as rank, min(a.first_day) as first_day
      from standing a join product q on q.id = a.product_id group by q.producer_id) s
    join registry.pub_producer m on m.id = s.producer_id
    ${ofBest ? best : sql``}
    where ${within('m', map, province)}`;
}
