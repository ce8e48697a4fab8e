// Days as small numbers, to stand in columns.
import { daysBetween } from '#shared/dates.ts';

const EPOCH = '2015-01-01';
export const NEVER = 0xffff;
/** Days since 2015 fit in 16 bits until 2194. */
export const dayNumber = (day: string): number => Math.max(0, Math.min(NEVER - 1, daysBetween(EPOCH, day)));
