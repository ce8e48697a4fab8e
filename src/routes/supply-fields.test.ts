import { describe, expect, it } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { monthsIn } from './supply-fields.ts';

const YEAR = ['2026-11', '2026-12', '2027-01', '2027-02'];
const form = (fields: Record<string, string>) => {
  const f = new FormData();
  for (const [name, value] of Object.entries(fields)) f.set(name, value);
  return f;
};

describe('capacity as it is typed', () => {
  it('says one amount for a run of months, before those typed one by one', () => {
    expect(monthsIn(form({ each: '200', first: '2026-12', last: '2027-01', 'm-2026-12': '5', 'm-2027-02': '1,5' }), YEAR)).toEqual({
      '2026-12': 200,
      '2027-01': 200,
      '2027-02': 1.5,
    });
    expect(monthsIn(form({ each: '', first: '2027-02', last: '2026-11', 'm-2026-11': '7' }), YEAR)).toEqual({ '2026-11': 7 });
  });

  it('refuses a run that ends before it begins, instead of forgetting the amount', () => {
    expect(() => monthsIn(form({ each: '200', first: '2027-02', last: '2026-11' }), YEAR)).toThrow(AppError);
  });
});
