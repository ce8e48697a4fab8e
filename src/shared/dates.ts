// Days are ISO text (YYYY-MM-DD) in Asia/Ho_Chi_Minh, which keeps UTC+7 all year.
import type { Lang } from './lang.ts';

const OFFSET = 7 * 3_600_000;

/** The local day of an instant. */
export const dayOf = (instant: Date): string => new Date(instant.getTime() + OFFSET).toISOString().slice(0, 10);

/** True for a day that exists: '2024-02-30' is not one. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

/** The day so many days later; earlier when negative. */
export function addDays(day: string, n: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}

/** Whole days from a to b. */
export const daysBetween = (a: string, b: string): number =>
  Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / 86_400_000);

/** Same day number n months later, else that month's last day. */
export function addMonths(day: string, n: number): string {
  const [y = 0, m = 1, d = 1] = day.split('-').map(Number);
  const month = y * 12 + (m - 1) + n;
  const year = Math.floor(month / 12);
  const last = new Date(Date.UTC(year, (month % 12) + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month % 12, Math.min(d, last))).toISOString().slice(0, 10);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** For the screen: 09/11/2029; in English 9 Nov 2029, which no reader takes for the 11th of September, and no line breaks apart. */
export const showDay = (day: string, lang: Lang = 'vi'): string =>
  lang === 'vi'
    ? `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
    : `${Number(day.slice(8, 10))}\u00a0${MONTHS[Number(day.slice(5, 7)) - 1]}\u00a0${day.slice(0, 4)}`;

/** The days of an event: one day, or from the first to the last. */
export const showDays = (first: string, last: string, lang: Lang = 'vi'): string =>
  first === last ? showDay(first, lang) : `${showDay(first, lang)}–${showDay(last, lang)}`;

/** Milliseconds from an instant to the next local midnight. */
export function untilMidnight(instant: Date): number {
  return 86_400_000 - ((instant.getTime() + OFFSET) % 86_400_000);
}
