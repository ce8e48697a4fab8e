import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayOf, daysBetween, isDay, showDay, showDays, untilMidnight } from './dates.ts';

const day = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1980-01-01', n));

describe('days', () => {
  it('turns at midnight in Việt Nam, not in London', () => {
    expect(dayOf(new Date('2026-11-20T16:59:59Z'))).toBe('2026-11-20');
    expect(dayOf(new Date('2026-11-20T17:00:00Z'))).toBe('2026-11-21');
    expect(untilMidnight(new Date('2026-11-20T16:59:59Z'))).toBe(1000);
  });

  it('keeps the day number over months, else takes the last day', () => {
    expect(addMonths('2023-03-12', 36)).toBe('2026-03-12');
    expect(addMonths('2024-02-29', 36)).toBe('2027-02-28');
    expect(addMonths('2023-11-30', 3)).toBe('2024-02-29');
    expect(addMonths('2023-01-31', -2)).toBe('2022-11-30');
  });

  it('knows which days exist', () => {
    expect(['2024-02-29', '2023-02-29', '2023-13-01', '2023-1-1', '', '2023-00-10'].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('adds and counts alike', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -5000, max: 5000 }), (d, n) => daysBetween(d, addDays(d, n)) === n && isDay(addDays(d, n))),
    );
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 100 }), (d, n) => addMonths(d, n).slice(8) <= d.slice(8) && isDay(addMonths(d, n))),
    );
  });

  it('shows dd/mm/yyyy, and a month by name in English', () => {
    expect(showDay('2026-11-05')).toBe('05/11/2026');
    expect(showDay('2026-11-05', 'en')).toBe('5\u00a0Nov\u00a02026');
    expect(showDays('2026-12-30', '2027-01-02', 'en')).toBe('30\u00a0Dec\u00a02026–2\u00a0Jan\u00a02027');
    expect(showDays('2026-12-30', '2026-12-30')).toBe('30/12/2026');
  });
});
