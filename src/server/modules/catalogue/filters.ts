// Filters as tables over packed attributes; one bit per filter that a product fails.
import { GROUPS, PRODUCER_TYPES, STAR_KEYS } from '#shared/vocabulary.ts';
import { NONE_PLACE } from './attributes.ts';
import { refused, unknownValue } from './parse-search.ts';
import type { Places } from './places.ts';
import type { SearchQuery } from './types.ts';

export const FAILS_STAR = 1;
export const FAILS_PROVINCE = 2;
export const FAILS_REGION = 4;
export const FAILS_GROUP = 8;
export const FAILS_TYPE = 16;
/** A filter without a facet of its own: status, set, province of the 63. */
export const FAILS_OTHER = 32;

export type Filters = {
  /** Only the status filters: the common case has a shorter way. */
  plain: boolean;
  star: Uint8Array;
  group: Uint8Array;
  type: Uint8Array;
  /** Carries the bits of province and region. */
  province: Uint8Array;
  oldProvince: Uint8Array;
  set: Uint8Array;
  status: Uint8Array;
};

const NONE = new Uint8Array(64);
const statuses = (...allowed: number[]) => Uint8Array.from({ length: 8 }, (_, i) => (allowed.includes(i) ? 0 : FAILS_OTHER));
const STATUS_TABLES = {
  valid: statuses(0, 1, 2),
  expiring: statuses(1),
  expired: statuses(3),
  revoked: statuses(4),
  any: statuses(0, 1, 2, 3, 4, 5),
};

/** Tables for a single value, as most filters have: made once and never written to. */
const single = new Map<number, Uint8Array>();

function table(bit: number, allowed: readonly number[]): Uint8Array {
  if (allowed.length !== 1) return freshTable(bit, allowed);
  const key = bit * 64 + (allowed[0] as number);
  const kept = single.get(key) ?? freshTable(bit, allowed);
  single.set(key, kept);
  return kept;
}

function freshTable(bit: number, allowed: readonly number[]): Uint8Array {
  const t = new Uint8Array(64).fill(bit);
  for (const i of allowed) if (i >= 0) t[i] = 0;
  return t;
}

/** Throws AppError for a province or region that does not exist. */
export function filtersOf(query: SearchQuery, places: Places): Filters {
  const { star, province, oldProvince, region, group, set, producerType } = query;
  const plain =
    !star.length && !province.length && !oldProvince.length && !region.length && !group.length && !set.length && !producerType.length;
  if (province.length || oldProvince.length || region.length) checkPlaces(query, places);
  return {
    plain,
    star: star.length
      ? table(
          FAILS_STAR,
          star.map((s) => STAR_KEYS.indexOf(s)),
        )
      : NONE,
    group: group.length
      ? table(
          FAILS_GROUP,
          group.map((g) => GROUPS.indexOf(g)),
        )
      : NONE,
    type: producerType.length
      ? table(
          FAILS_TYPE,
          producerType.map((t) => PRODUCER_TYPES.indexOf(t)),
        )
      : NONE,
    province: province.length || region.length ? provinceTable(province, region, places) : NONE,
    oldProvince: oldProvince.length
      ? table(
          FAILS_OTHER,
          oldProvince.map((c) => places.oldProvince(c)),
        )
      : NONE,
    set: set.length ? table(FAILS_OTHER, set) : NONE,
    status: STATUS_TABLES[query.status],
  };
}

function checkPlaces({ province, oldProvince, region }: SearchQuery, places: Places): void {
  const faults = [
    ...province.filter((c) => places.province(c) === NONE_PLACE).map((c) => unknownValue('province', c)),
    ...oldProvince.filter((c) => places.oldProvince(c) === NONE_PLACE).map((c) => unknownValue('oldProvince', c)),
    ...region.filter((key) => !places.regionKeys.includes(key)).map((key) => unknownValue('region', key)),
  ];
  if (faults.length > 0) throw refused(faults);
}

function provinceTable(province: string[], region: string[], places: Places): Uint8Array {
  const t = province.length
    ? (region.length ? freshTable : table)(
        FAILS_PROVINCE,
        province.map((c) => places.province(c)),
      )
    : new Uint8Array(64);
  if (region.length) {
    const regions = new Set(region.map((key) => places.regionKeys.indexOf(key)));
    for (let i = 0; i < 64; i++) if (!regions.has(places.regionOf[i] as number)) t[i] = (t[i] as number) | FAILS_REGION;
  }
  return t;
}
