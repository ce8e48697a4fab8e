import { describe, expect, it } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { toCsv } from './csv.ts';
import { steps } from './rules/steps.ts';
import { parseStatistics, type Statistics } from './schema.ts';

const territory = { province: (code: string, map: 34 | 63) => (map === 63 || code !== '27' ? ({ code } as never) : undefined) };
const parse = (text: string) => parseStatistics(new URLSearchParams(text), '2026-11-21', territory);
const faults = (text: string) => {
  try {
    parse(text);
  } catch (e) {
    if (e instanceof AppError) return [e.code, ...e.faults.map((f) => `${f.path} ${f.code}`)];
    throw e;
  }
  return [];
};

describe('the question', () => {
  it('counts today on the map of 34 by star when nothing is said', () => {
    expect(parse('')).toEqual({ asOf: '2026-11-21', map: 34, by: 'star', count: 'products' });
  });

  it('takes a province of the chosen map only', () => {
    expect(parse('map=63&province=27').province).toBe('27');
    expect(faults('map=34&province=27')).toEqual(['invalid', 'province invalid']);
  });

  it.each([
    ['asOf=2026-11-22', 'asOf invalid'],
    ['asOf=0000-01-01', 'asOf invalid'],
    ['asOf=2026-02-30', 'asOf invalid'],
    ['asOf=', 'asOf invalid'],
    ['map=35', 'map invalid'],
    ['by=colour', 'by invalid'],
    ['count=both', 'count invalid'],
    ['by=star&by=set', 'by invalid'],
  ])('refuses %s by name', (text, fault) => {
    expect(faults(text)).toEqual(['invalid', fault]);
  });

  it('refuses an unknown parameter and names every fault at once', () => {
    expect(faults('asof=2026-01-01')).toEqual(['unknown_parameter', 'asof unknown_parameter']);
    expect(faults('colour=red&map=1&by=x')).toEqual(['invalid', 'colour unknown_parameter', 'map invalid', 'by invalid']);
  });
});

describe('the days of a series', () => {
  it('are the ends of months or years and the last day', () => {
    expect(steps('2024-01-15', '2024-04-10', 'month')).toEqual(['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-10']);
    expect(steps('2023-05-01', '2025-12-31', 'year')).toEqual(['2023-12-31', '2024-12-31', '2025-12-31']);
    expect(steps('2025-01-01', '2024-01-01', 'year')).toEqual([]);
  });
});

describe('the CSV', () => {
  it('has a BOM and headings, quotes what must be quoted and disarms formulas', () => {
    const figures: Statistics = {
      asOf: '2026-11-21',
      map: 34,
      by: 'set',
      count: 'products',
      total: 3,
      producers: 2,
      everRecognised: 3,
      sample: false,
      definitions: {},
      rows: [
        { key: '1', label: { vi: 'Rau, "quả"', en: '=1+1' }, count: 2, share: 0.666667 },
        { key: 'unknown', label: { vi: 'Chưa rõ', en: 'Not known' }, count: 1, share: 0.333333 },
      ],
    };
    expect(toCsv(figures, 'vi')).toBe(
      '\uFEFFkey,label,count,share,asOf,map,by,province,counted,sample\r\n1,"Rau, ""quả""",2,0.666667,2026-11-21,34,set,,products,false\r\nunknown,Chưa rõ,1,0.333333,2026-11-21,34,set,,products,false\r\n',
    );
    expect(toCsv(figures, 'en')).toContain("1,'=1+1,2");
  });
});
