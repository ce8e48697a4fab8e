// The closed lists that both sides share. Labels live in shared/messages.
export const STAR_KEYS = ['3', '4', '5p', '5'] as const;
export type StarKey = (typeof STAR_KEYS)[number];
export type Star = 3 | 4 | 5;

/** Keys are disjoint: a potential five carries star 4 and the key 5p. */
export const starKey = (star: number, potentialFive: boolean): StarKey => (potentialFive ? '5p' : (String(star) as StarKey));

export const STATUSES = ['valid', 'expiring', 'extended', 'expired', 'revoked', 'superseded'] as const;
export type Status = (typeof STATUSES)[number];

export const PRODUCER_TYPES = [
  'cooperative',
  'cooperative_group',
  'enterprise',
  'farm',
  'household',
  'business_household',
  'association',
  'craft_village',
  'other',
] as const;
export type ProducerType = (typeof PRODUCER_TYPES)[number];

export const GROUPS = ['I', 'II', 'III', 'IV', 'V', 'VI'] as const;
export type Group = (typeof GROUPS)[number];

/** The 26 criteria sets of QĐ 26/2026, first and last number of each group (Phụ lục I). */
const GROUP_RANGES: Record<Group, [number, number]> = { I: [1, 13], II: [14, 17], III: [18, 20], IV: [21, 22], V: [23, 25], VI: [26, 26] };

/** The group a criteria set belongs to; undefined for a number that is no set. */
export function groupOfSet(set: number): Group | undefined {
  return GROUPS.find((g) => set >= GROUP_RANGES[g][0] && set <= GROUP_RANGES[g][1]);
}
/** The numbers of a group's criteria sets. */
export const setsOfGroup = (group: Group): number[] => {
  const [from, to] = GROUP_RANGES[group];
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
};
