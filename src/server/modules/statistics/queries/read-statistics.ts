import { sql } from 'kysely';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Db } from '#server/platform/db.ts';
import { DEFINITIONS, SAMPLE_DEFINITION } from '../definitions.ts';
import { arrange } from '../rules/arrange.ts';
import type { Statistics, StatisticsQuery } from '../schema.ts';
import { countedProducers, countedProducts, productOn, standingOn } from './counted.ts';

type Figures = {
  counts: Record<string, number> | null;
  producers: number;
  ever: number;
  sample: boolean | null;
  first_year: number | null;
};

/** The figures of any past or present day on either map. The rows always sum to the total. */
export async function readStatistics(db: Db, territory: Territory, query: StatisticsQuery): Promise<Statistics> {
  const counted = query.count === 'products' ? countedProducts(query) : countedProducers(query);
  const { rows } = await sql<Figures>`
    with standing as materialized (${standingOn(query.asOf)}), product as (${productOn(query.asOf)}), counted as materialized (${counted}),
      live as (select coalesce(key, 'unknown') as key, count(*) as n, bool_or(sample) as sample from counted where live group by 1)
    select
      (select json_object_agg(key, n) from live) as counts,
      (select count(*) from (select from counted where live group by producer_id) one) as producers,
      (select count(*) from counted) as ever,
      (select bool_or(sample) from live) as sample,
      (select extract(year from min(first_day))::int from standing) as first_year`.execute(db);
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
