// What filters and facets need of a product, packed into 30 bits: one memory access per hit.
import {
  GROUPS,
  type Group,
  PRODUCER_TYPES,
  type ProducerType,
  STAR_KEYS,
  STATUSES,
  type StarKey,
  type Status,
} from '#shared/vocabulary.ts';

export const NONE_GROUP = 7;
export const NONE_PLACE = 63;
/** Not yet recognised on the day, or replaced by a later entry. */
export const HIDDEN = 7;

const STATUS_AT = 15;
const STATUS_BITS = 7 << STATUS_AT;

export type Attributes = {
  star: StarKey;
  group: Group | null;
  type: ProducerType;
  /** Places in the official order of either map, NONE_PLACE when unknown. */
  province: number;
  oldProvince: number;
  status: Status | undefined;
  set: number | null;
  sample: boolean;
};

export function pack(a: Attributes): number {
  return (
    STAR_KEYS.indexOf(a.star) |
    ((a.group ? GROUPS.indexOf(a.group) : NONE_GROUP) << 2) |
    (PRODUCER_TYPES.indexOf(a.type) << 5) |
    (a.province << 9) |
    ((a.status ? STATUSES.indexOf(a.status) : HIDDEN) << STATUS_AT) |
    (a.oldProvince << 18) |
    ((a.set ?? 0) << 24) |
    (a.sample ? 1 << 29 : 0)
  );
}

export const starAt = (p: number) => p & 3;
export const groupAt = (p: number) => (p >>> 2) & 7;
export const typeAt = (p: number) => (p >>> 5) & 15;
export const provinceAt = (p: number) => (p >>> 9) & 63;
export const statusAt = (p: number) => (p >>> STATUS_AT) & 7;
export const oldProvinceAt = (p: number) => (p >>> 18) & 63;
export const setAt = (p: number) => (p >>> 24) & 31;
export const isSample = (p: number) => (p & (1 << 29)) !== 0;
export const hide = (p: number) => p | STATUS_BITS;
/** valid, expiring and extended stand first in the list of statuses. */
export const inForceAt = (p: number) => statusAt(p) < 3;
