import { expect, it } from 'vitest';
import { HOLIDAYS } from '../holidays.ts';
import { addWorkingDays, dueOn, isWorkingDay, lightOf, reassessmentWindow } from './clocks.ts';

it('counts fifteen working days round Tết, exchanged days and weekends', () => {
  // 6 February 2026 is a Friday; 16–20 are Tết
  expect(addWorkingDays('2026-02-06', 15, HOLIDAYS)).toBe('2026-03-06');
  expect(isWorkingDay('2026-01-02', HOLIDAYS)).toBe(false);
  expect(isWorkingDay('2026-01-10', HOLIDAYS)).toBe(true);
  expect(addWorkingDays('2026-10-01', 15, HOLIDAYS)).toBe('2026-10-22');
});

it('runs the 45 days of a re-assessment from the day the file was full, and only for re-assessments', () => {
  expect(dueOn('council', '2026-11-20', { kind: 'reassessment', fullOn: '2026-11-01' }, HOLIDAYS)).toBe('2026-12-16');
  expect(dueOn('council', '2026-11-20', { kind: 'first', fullOn: '2026-11-01' }, HOLIDAYS)).toBeNull();
});

it('opens 180 and closes 120 days before the last day; the light turns with the deadline', () => {
  expect(reassessmentWindow('2026-12-31')).toEqual({ opens: '2026-07-04', closes: '2026-09-02' });
  expect(['2026-11-01', '2026-11-07', '2026-11-10', '2026-11-11'].map((d) => lightOf('2026-11-10', d))).toEqual([
    'green',
    'amber',
    'amber',
    'red',
  ]);
  expect(lightOf(null, '2026-11-01')).toBe('none');
});
