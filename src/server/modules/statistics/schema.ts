// What may be asked of the figures, and what comes back.
import type { Territory } from '#server/modules/territory/index.ts';
import { AppError, type Bilingual, type Fault } from '#server/platform/errors.ts';
import { isDay } from '#shared/dates.ts';

export const DIMENSIONS = ['star', 'region', 'province', 'producerType', 'group', 'set', 'year'] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export const COUNTS = ['products', 'producers'] as const;
export type Counted = (typeof COUNTS)[number];
export type ProvinceMap = 34 | 63;

export type StatisticsQuery = {
  asOf: string;
  map: ProvinceMap;
  by: Dimension;
  /** A code of the chosen map. */
  province?: string | undefined;
  count: Counted;
};

export type StatisticsRow = { key: string; label: Bilingual; count: number; share: number };

export type Statistics = StatisticsQuery & {
  total: number;
  /** Distinct producers behind the total. */
  producers: number;
  /** Recognised at least once up to the day, in force or not, under the same filter. */
  everRecognised: number;
  /** True when sample data is among what was counted. */
  sample: boolean;
  rows: StatisticsRow[];
  definitions: Record<string, Bilingual>;
};

const PARAMETERS = ['asOf', 'map', 'by', 'province', 'count'];

/** Reads the question from an address. Everything unknown or out of range is named and refused, nothing is clamped. */
export function parseStatistics(params: URLSearchParams, today: string, territory: Pick<Territory, 'province'>): StatisticsQuery {
  const faults: Fault[] = [];
  const refuse = (path: string, code: string, vi: string, en: string) => void faults.push({ path, code, message: { vi, en } });
  for (const name of new Set(params.keys())) {
    if (!PARAMETERS.includes(name)) refuse(name, 'unknown_parameter', `Không có tham số “${name}”.`, `There is no parameter “${name}”.`);
    else if (params.getAll(name).length > 1)
      refuse(name, 'invalid', `“${name}” chỉ được nêu một lần.`, `“${name}” may be given only once.`);
  }
  const choice = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const text = params.get(name);
    if (text === null) return fallback;
    if (allowed.includes(text as T)) return text as T;
    refuse(name, 'invalid', `“${name}” phải là một trong: ${allowed.join(', ')}.`, `“${name}” must be one of: ${allowed.join(', ')}.`);
    return fallback;
  };
  const map: ProvinceMap = choice('map', ['34', '63'], '34') === '63' ? 63 : 34;
  const by = choice('by', DIMENSIONS, 'star');
  const count = choice('count', COUNTS, 'products');
  const asOf = params.get('asOf') ?? today;
  // The database knows no year 0.
  if (!isDay(asOf) || asOf < '0001')
    refuse('asOf', 'invalid', '“asOf” phải là một ngày có thật, dạng 2025-07-31.', '“asOf” must be a real day such as 2025-07-31.');
  else if (asOf > today) refuse('asOf', 'invalid', `Chưa có số liệu sau ngày ${today}.`, `There are no figures after ${today} yet.`);
  const province = params.get('province') ?? undefined;
  if (province !== undefined && !territory.province(province, map))
    refuse(
      'province',
      'invalid',
      `Bản đồ ${map} tỉnh không có mã “${province}”.`,
      `The map of ${map} provinces has no code “${province}”.`,
    );
  const first = faults[0];
  if (first) {
    const code = faults.every((f) => f.code === 'unknown_parameter') ? 'unknown_parameter' : 'invalid';
    throw new AppError(code, { vi: 'Yêu cầu thống kê chưa đúng.', en: 'The question to the statistics is not valid.' }, faults);
  }
  return { asOf, map, by, count, ...(province === undefined ? {} : { province }) };
}
