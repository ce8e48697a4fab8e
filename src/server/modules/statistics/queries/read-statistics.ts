import { sql } from 'kysely';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Db } from '#server/platform/db.ts';
import { DEFINITIONS, SAMPLE_DEFINITION } from '../definitions.ts';
import { arrange } from '../rules/arrange.ts';
import type { Statistics, StatisticsQuery } from '../schema.ts';
import { countedProducers, countedProducts, firstBy, inForceOn, within } from './counted.ts';

type Figures = {
  counts: Record<string, number> | null;
  producers: number;
  ever: number;
  sample: boolean | null;
  first_year: number | null;
};

/** The figures of any past or present day on either map. The rows always sum to the total. */
export async function readStatistics(db: Db, territory: Territory, query: StatisticsQuery): Promise<Statistics> {
  const { asOf, map, province, count } = query;
  const counted = count === 'products' ? countedProducts(query) : countedProducers(query);
  const ever =
    count === 'products'
      ? sql`select count(*) from first f join registry.pub_product p on p.id = f.product_id where ${within('p', map, province)}`
      : sql`select count(distinct p.producer_id) from first f join registry.pub_product p on p.id = f.product_id
          join registry.pub_producer m on m.id = p.producer_id where ${within('m', map, province)}`;
  const { rows } = await sql<Figures>`
    with current as materialized (${inForceOn(asOf)}), first as materialized (${firstBy(asOf)}), counted as materialized (${counted})
    select
      (select json_object_agg(key, n) from (select coalesce(key, 'unknown') as key, count(*) as n from counted group by 1) k) as counts,
      (select count(distinct producer_id) from counted) as producers,
      (${ever}) as ever,
      (select bool_or(sample) from counted) as sample,
      (select extract(year from min(day))::int from first) as first_year`.execute(db);
  const figures = rows[0] as Figures;
  const { total, rows: arranged } = arrange(new Map(Object.entries(figures.counts ?? {})), query, territory, figures.first_year);
  const sample = figures.sample ?? false;
  return {
    ...query,
    total,
    producers: figures.producers,
    everRecognised: figures.ever,
    sample,
    rows: arranged,
    definitions: sample ? { ...DEFINITIONS, sample: SAMPLE_DEFINITION } : DEFINITIONS,
  };
}
