import { expect, it } from 'vitest';
import { dayFaults, decidedBefore, roundFor } from './days.ts';

const days = {
  filesFrom: '2026-08-01',
  filesUntil: '2026-10-29',
  reviewUntil: '2026-11-20',
  councilFrom: '2026-11-25',
  councilUntil: '2026-12-15',
};
const paths = (level: 'province' | 'nation', change: Partial<typeof days>) =>
  dayFaults(level, { ...days, ...change }).map((f) => `${f.path}:${f.code}`);

it('binds the last day of the council to the half-year of the files', () => {
  expect(decidedBefore('province', '2026-04-29')).toBe('2026-06-30');
  expect(decidedBefore('province', '2026-05-01')).toBe('2026-12-30');
  expect(decidedBefore('nation', '2026-07-01')).toBe('2026-09-30');
  expect(decidedBefore('province', '2026-10-30')).toBe('2027-06-30');
  expect(decidedBefore('nation', '2026-11-15')).toBe('2027-03-30');
  expect(paths('province', {})).toEqual([]);
  expect(paths('province', { councilUntil: '2026-12-30' })).toEqual(['councilUntil:too_late']);
});

it('names days out of order and days that are none', () => {
  expect(paths('province', { filesUntil: '2026-07-31' })).toEqual(['filesUntil:order']);
  expect(paths('province', { councilUntil: '2026-11-24' })).toEqual(['councilUntil:order']);
  expect(paths('province', { reviewUntil: '2026-02-30' })).toEqual(['reviewUntil:invalid']);
});

it('finds the round of a file: its window, else the next', () => {
  const rounds = [
    { id: 'b', files_from: '2026-08-01', files_until: '2026-10-29' },
    { id: 'a', files_from: '2026-01-01', files_until: '2026-04-29' },
  ];
  expect(roundFor(rounds, '2026-03-01')).toBe('a');
  expect(roundFor(rounds, '2026-05-15')).toBe('b');
  expect(roundFor(rounds, '2026-11-01')).toBeUndefined();
});
