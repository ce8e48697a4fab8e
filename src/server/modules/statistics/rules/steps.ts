import { addDays, addMonths } from '#shared/dates.ts';

/** The last day of each month or year from `from` on, and `to` itself at the end. */
export function steps(from: string, to: string, step: 'month' | 'year'): string[] {
  const days: string[] = [];
  const [months, start] = step === 'month' ? [1, `${from.slice(0, 7)}-01`] : [12, `${from.slice(0, 4)}-01-01`];
  for (let next = addMonths(start, months); addDays(next, -1) < to; next = addMonths(next, months)) days.push(addDays(next, -1));
  if (from <= to) days.push(to);
  return days;
}
