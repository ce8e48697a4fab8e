// Deadlines of the route: 15 working days at the commune, 45 days for a re-assessment, the window 180–120 days before the last day.
import { addDays } from '#shared/dates.ts';
import { CLOCKS, type State } from './states.ts';

export type Holidays = { off: ReadonlySet<string>; working: ReadonlySet<string> };
export const LOCAL_WORKING_DAYS = 15;
export const WRITTEN_DAYS = 45;
const OPENS = 180;
const CLOSES = 120;

/** Monday to Friday without public holidays, and the Saturdays worked in exchange. */
export function isWorkingDay(day: string, holidays: Holidays): boolean {
  if (holidays.working.has(day)) return true;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.off.has(day);
}

/** The n-th working day after a day; that day itself does not count. */
export function addWorkingDays(day: string, n: number, holidays: Holidays): string {
  let at = day;
  for (let left = n; left > 0; ) {
    at = addDays(at, 1);
    if (isWorkingDay(at, holidays)) left--;
  }
  return at;
}

type Timed = { kind: string; fullOn: string | null };

/** The last day for what a state asks, entered on `day`; null where no limit is printed. */
export function dueOn(state: State, day: string, dossier: Timed, holidays: Holidays): string | null {
  const clock = CLOCKS[state];
  if (clock === 'local') return addWorkingDays(day, LOCAL_WORKING_DAYS, holidays);
  if (clock === 'written' && dossier.kind === 'reassessment') return addDays(dossier.fullOn ?? day, WRITTEN_DAYS);
  return null;
}

/** The days on which a re-assessment is filed in time (Điều 5). */
export const reassessmentWindow = (validUntil: string) => ({ opens: addDays(validUntil, -OPENS), closes: addDays(validUntil, -CLOSES) });

/** Green with time to spare, amber in the last three days, red when late; none without a deadline. */
export function lightOf(due: string | null, today: string): 'none' | 'green' | 'amber' | 'red' {
  if (due === null) return 'none';
  if (today > due) return 'red';
  return addDays(today, 3) >= due ? 'amber' : 'green';
}
