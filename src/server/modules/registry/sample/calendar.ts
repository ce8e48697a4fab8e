// Days as small numbers while the history is made; ISO text only at the edge.
import { addMonths } from '#shared/dates.ts';
import { MONTHS_VALID } from '../rules/validity.ts';
import { hash, type Random } from './random.ts';

const EPOCH = Date.UTC(2018, 0, 1);
const DAYS = 13 * 366;
const ISO: string[] = [];
const NUMBER = new Map<string, number>();
for (let d = 0; d < DAYS; d++) {
  const text = new Date(EPOCH + d * 86_400_000).toISOString().slice(0, 10);
  ISO.push(text);
  NUMBER.set(text, d);
}

/** ISO text of a day number. */
export function iso(day: number): string {
  const text = ISO[day];
  if (text === undefined) throw new Error(`day ${day} lies outside the sample's calendar`);
  return text;
}

/** Day number of ISO text. */
export function num(text: string): number {
  const day = NUMBER.get(text);
  if (day === undefined) throw new Error(`${text} lies outside the sample's calendar`);
  return day;
}

const LAST = new Map<number, number>();
/** Day number of a recognition's last day (36 months). */
export function lastOf(from: number): number {
  let last = LAST.get(from);
  if (last === undefined) {
    last = num(addMonths(iso(from), MONTHS_VALID));
    LAST.set(from, last);
  }
  return last;
}

/** First days of Tết week by lunar calendar, when no office decides anything. */
const TET = [
  '2019-02-04',
  '2020-01-23',
  '2021-02-10',
  '2022-01-31',
  '2023-01-20',
  '2024-02-08',
  '2025-01-25',
  '2026-02-14',
  '2027-02-04',
  '2028-01-24',
].map(num);
const HOLIDAYS = new Set(['01-01', '04-30', '05-01', '09-01', '09-02']);

/** Districts ended on 1 July 2025, their right to recognise on 6 July (QĐ 1489): nobody decides in between. */
const CHANGE = [num('2025-07-01'), num('2025-07-05')] as const;

/** 1 January 2018 was a Monday. */
export function isWorkingDay(day: number): boolean {
  if (day >= CHANGE[0] && day <= CHANGE[1]) return false;
  return day % 7 < 5 && !HOLIDAYS.has(iso(day).slice(5)) && !TET.some((first) => day >= first && day < first + 7);
}

/** Offices decide in rounds, most before midsummer and before the year's end. */
const MONTH_WEIGHT = [4, 2, 5, 6, 8, 13, 8, 7, 9, 10, 12, 16];

/** The one or two days of a month on which an office decides. */
function roundsOf(office: string, year: number, month: number): number[] {
  // districts decided on three stars only under QĐ 148; before and after, the province sits for all
  const at = year * 12 + month;
  const h = hash(`${at < 2023 * 12 + 3 || at > 2025 * 12 + 6 ? office.slice(0, 2) : office}/${year}/${month}`);
  const first = num(`${year}-${String(month).padStart(2, '0')}-01`);
  return (h % 3 === 0 ? [3 + (h % 9), 16 + ((h >>> 8) % 12)] : [4 + ((h >>> 4) % 23)]).map((d) => {
    let day = first + d;
    while (!isWorkingDay(day)) day--;
    return day;
  });
}

type Month = { year: number; month: number; weight: number };

function monthsOf(low: number, high: number, flat: boolean): Month[] {
  const months: Month[] = [];
  const end = Number(iso(high).slice(0, 4)) * 12 + Number(iso(high).slice(5, 7));
  for (let at = Number(iso(low).slice(0, 4)) * 12 + Number(iso(low).slice(5, 7)); at <= end; at++) {
    const month = ((at - 1) % 12) + 1;
    months.push({ year: (at - month) / 12, month, weight: flat ? 1 : (MONTH_WEIGHT[month - 1] ?? 1) });
  }
  return months;
}

/** A deciding day of `office` from `low` to `high`, both included; `flat` forgets the seasons. */
export function decisionDay(random: Random, office: string, low: number, high: number, flat = false): number {
  const months = monthsOf(low, high, flat);
  const sum = months.reduce((total, m) => total + m.weight, 0);
  for (let attempt = 0; attempt < 6; attempt++) {
    let left = random.next() * sum;
    const chosen = months.find((m) => {
      left -= m.weight;
      return left < 0;
    });
    if (!chosen) break;
    const days = roundsOf(office, chosen.year, chosen.month).filter((d) => d >= low && d <= high);
    if (days.length > 0) return random.pick(days);
  }
  // no round falls into the stretch: an extra sitting on its last working day
  for (let day = high; day >= low; day--) if (isWorkingDay(day)) return day;
  return high;
}
