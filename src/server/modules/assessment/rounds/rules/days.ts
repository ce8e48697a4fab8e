// The days of a round and what the decision binds them to (QĐ 26/2026/QĐ-TTg, Điều 7): files of a half-year are decided within it.
import { type Fault, fault } from '#server/platform/errors.ts';
import { isDay, showDay } from '#shared/dates.ts';

export const ROUND_DAYS = ['filesFrom', 'filesUntil', 'reviewUntil', 'councilFrom', 'councilUntil'] as const;
export type RoundDays = Record<(typeof ROUND_DAYS)[number], string>;

/** Month and day: files proposed before the first are decided before the second. */
const LIMITS = {
  province: [
    ['04-30', '06-30'],
    ['10-30', '12-30'],
  ],
  nation: [
    ['01-30', '03-30'],
    ['07-30', '09-30'],
  ],
} as const;

/** The day before which files handed in until a day are decided; after the last limit of a year the next year's first holds. */
export function decidedBefore(level: 'province' | 'nation', filesUntil: string): string {
  const year = Number(filesUntil.slice(0, 4));
  const found = LIMITS[level].find(([proposed]) => filesUntil < `${year}-${proposed}`);
  return found ? `${year}-${found[1]}` : `${year + 1}-${LIMITS[level][0][1]}`;
}

/** Every day that does not fit, by name. */
export function dayFaults(level: 'province' | 'nation', days: RoundDays): Fault[] {
  const bad = ROUND_DAYS.filter((name) => !isDay(days[name]));
  if (bad.length > 0) return bad.map((name) => fault(name, 'invalid', 'Không phải ngày.', 'Not a day.'));
  const order: [keyof RoundDays, keyof RoundDays][] = [
    ['filesFrom', 'filesUntil'],
    ['filesUntil', 'reviewUntil'],
    ['councilFrom', 'councilUntil'],
    ['reviewUntil', 'councilUntil'],
  ];
  const faults = order
    .filter(([a, b]) => days[a] > days[b])
    .map(([, b]) => fault(b, 'order', 'Các mốc ngày không theo thứ tự.', 'The days are not in order.'));
  const limit = decidedBefore(level, days.filesUntil);
  if (days.councilUntil >= limit)
    faults.push(
      fault(
        'councilUntil',
        'too_late',
        `Hồ sơ nhận đến ${showDay(days.filesUntil)} phải xong trước ${showDay(limit)} (Điều 7).`,
        `Files handed in until ${showDay(days.filesUntil, 'en')} are decided before ${showDay(limit, 'en')} (Điều 7).`,
      ),
    );
  return faults;
}

type Window = { id: string; files_from: string; files_until: string };

/** The round a file sent on a day belongs to: the one whose window holds it, else the next one to come. */
export function roundFor(rounds: readonly Window[], sentOn: string): string | undefined {
  const open = rounds.filter((r) => r.files_until >= sentOn).sort((a, b) => (a.files_until < b.files_until ? -1 : 1));
  return (open.find((r) => r.files_from <= sentOn) ?? open[0])?.id;
}
