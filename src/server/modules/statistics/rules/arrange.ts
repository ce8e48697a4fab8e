// From bare counts to the published rows: every key of the dimension, zero included, in the official order; what fits none is shown.
import type { Territory } from '#server/modules/territory/index.ts';
import type { Bilingual } from '#server/platform/errors.ts';
import type { Lang } from '#shared/lang.ts';
import { GROUP_LABELS, PRODUCER_LABELS, SET_LABELS, STAR_LABELS } from '#shared/messages/labels.ts';
import { GROUPS, PRODUCER_TYPES, STAR_KEYS } from '#shared/vocabulary.ts';
import type { StatisticsQuery, StatisticsRow } from '../schema.ts';

export const UNKNOWN = 'unknown';
/** The programme began on 7 May 2018 (QĐ 490/QĐ-TTg); an earlier year gets a row only when something was counted in it. */
const FIRST_YEAR = 2018;

type Named = { key: string; label: Bilingual };
type Places = Pick<Territory, 'provinces' | 'regions'>;

/** `firstYear`: the year of the first recognition in the register up to the day. */
export function arrange(
  counts: ReadonlyMap<string, number>,
  query: StatisticsQuery,
  territory: Places,
  firstYear: number | null,
): { total: number; rows: StatisticsRow[] } {
  const summed = query.by === 'region' ? byRegion(counts, query, territory) : new Map(counts);
  const keys = keysOf(query, territory, summed, firstYear);
  const known = new Set(keys.map((k) => k.key));
  let rest = 0;
  let total = 0;
  for (const [key, n] of summed) {
    total += n;
    if (!known.has(key)) rest += n;
  }
  const rows = keys.map((k) => row(k, summed.get(k.key) ?? 0, total));
  if (rest > 0) rows.push(row({ key: UNKNOWN, label: unknownLabel(query) }, rest, total));
  return { total, rows };
}

const row = ({ key, label }: Named, count: number, total: number): StatisticsRow => ({
  key,
  label,
  count,
  share: total === 0 ? 0 : Math.round((count / total) * 1e6) / 1e6,
});

function byRegion(counts: ReadonlyMap<string, number>, { map }: StatisticsQuery, territory: Places): Map<string, number> {
  const regionOf = new Map(territory.regions(map).flatMap((r) => r.provinces.map((p) => [p, r.key] as const)));
  const sums = new Map<string, number>();
  for (const [province, n] of counts) {
    const region = regionOf.get(province) ?? UNKNOWN;
    sums.set(region, (sums.get(region) ?? 0) + n);
  }
  return sums;
}

function keysOf(
  { by, map, asOf }: StatisticsQuery,
  territory: Places,
  counts: ReadonlyMap<string, number>,
  firstYear: number | null,
): Named[] {
  const both = <K extends string>(keys: readonly K[], words: Record<Lang, Record<K, string>>): Named[] =>
    keys.map((key) => ({ key, label: { vi: words.vi[key], en: words.en[key] } }));
  switch (by) {
    case 'star':
      return both(STAR_KEYS, STAR_LABELS);
    case 'producerType':
      return both(PRODUCER_TYPES, PRODUCER_LABELS);
    case 'group':
      return both(GROUPS, GROUP_LABELS);
    case 'set':
      return SET_LABELS.vi.slice(1).map((vi, i) => ({ key: String(i + 1), label: { vi, en: SET_LABELS.en[i + 1] ?? vi } }));
    case 'region':
      return territory.regions(map).map((r) => ({ key: r.key, label: { vi: r.nameVi, en: r.nameEn } }));
    case 'province':
      return territory.provinces(map).map((p) => ({ key: p.code, label: provinceLabel(p) }));
    case 'year':
      return years(Number(asOf.slice(0, 4)), counts, firstYear).map((y) => ({ key: y, label: { vi: y, en: y } }));
  }
}

/** 'Hồ Chí Minh' alone would read as the person. */
const provinceLabel = (p: { name: string; fullName: string }): Bilingual =>
  p.name === 'Hồ Chí Minh' ? { vi: p.fullName, en: 'Ho Chi Minh City' } : { vi: p.name, en: p.name };

function years(last: number, counts: ReadonlyMap<string, number>, firstYear: number | null): string[] {
  if (firstYear === null) return [];
  const all = new Set([...counts.keys()].filter((k) => /^\d+$/.test(k)).map(Number));
  for (let y = Math.max(FIRST_YEAR, firstYear); y <= last; y++) all.add(y);
  return [...all].sort((a, b) => a - b).map(String);
}

function unknownLabel({ by, map }: StatisticsQuery): Bilingual {
  if (by === 'province' || by === 'region')
    return map === 63
      ? { vi: 'Chưa rõ (chỉ biết tỉnh sau sáp nhập)', en: 'Not known (only the merged province is known)' }
      : { vi: 'Chưa rõ nơi', en: 'Place not known' };
  if (by === 'set') return { vi: 'Chưa ghi bộ tiêu chí', en: 'Criteria set not stated' };
  if (by === 'group') return { vi: 'Chưa ghi nhóm sản phẩm', en: 'Product group not stated' };
  return { vi: 'Chưa rõ', en: 'Not known' };
}
