// Public holidays of Vietnam as dated data, each with its source.
import data from '../../../../../reference/holidays/vietnam.json' with { type: 'json' };
import type { Holidays } from './rules/clocks.ts';

export const HOLIDAYS: Holidays = {
  off: new Set(data.years.flatMap((y) => y.off.map((d) => d.day))),
  working: new Set(data.years.flatMap((y) => y.working.map((d) => d.day))),
};
