// The only door to the published figures.
export { type Headline, readHeadline } from './queries/read-headline.ts';
export { type Movements, readMovements } from './queries/read-movements.ts';
export { readSeries, type SeriesPoint, type SeriesQuery } from './queries/read-series.ts';
export { readStatistics } from './queries/read-statistics.ts';
export {
  type Counted,
  DIMENSIONS,
  type Dimension,
  type ProvinceMap,
  parseStatistics,
  type Statistics,
  type StatisticsQuery,
  type StatisticsRow,
} from './schema.ts';
export { OCOP_2025, type Programme, type Target } from './targets.ts';
