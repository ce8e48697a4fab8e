import type { ProducerType } from '#shared/vocabulary.ts';

/** Producers to whom a least number of meetings is promised, and who are drawn for first. */
export const SMALL: ReadonlySet<ProducerType> = new Set<ProducerType>(['household', 'business_household', 'cooperative_group']);
export const isSmall = (type: string | null): boolean => SMALL.has(type as ProducerType);
