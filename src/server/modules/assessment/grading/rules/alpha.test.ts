// Against the worked examples that Krippendorff publishes ("Computing Krippendorff's Alpha-Reliability", 2011).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreement, type Metric } from './alpha.ts';

/** Coders as printed rows; a dot is a gap. */
const unitsOf = (...coders: string[]) => {
  const rows = coders.map((c) => c.trim().split(/\s+/));
  return (rows[0] ?? []).map((_, unit) => rows.flatMap((r) => (r[unit] === '.' ? [] : [Number(r[unit])])));
};
const alpha = (units: number[][], metric: Metric) => agreement(units, metric).alpha ?? Number.NaN;

describe('published examples', () => {
  it('four observers, twelve units, gaps', () => {
    const units = unitsOf('1 2 3 3 2 1 4 1 2 . . .', '1 2 3 3 2 2 4 1 2 5 . 3', '. 3 3 3 2 3 4 2 2 5 1 .', '1 2 3 3 2 4 4 1 2 5 1 .');
    expect(alpha(units, 'nominal')).toBeCloseTo(0.743, 3);
    expect(alpha(units, 'ordinal')).toBeCloseTo(0.815, 3);
    expect(alpha(units, 'interval')).toBeCloseTo(0.849, 3);
    expect(alpha(units, 'ratio')).toBeCloseTo(0.797, 3);
    expect(agreement(units, 'nominal').units).toBe(11);
  });

  it('two observers, ten units, yes and no', () => {
    expect(alpha(unitsOf('0 1 0 0 0 0 0 0 1 0', '1 1 1 0 0 1 0 0 0 0'), 'nominal')).toBeCloseTo(0.095, 3);
  });

  it('two observers, twelve units, five names', () => {
    expect(alpha(unitsOf('1 1 2 2 4 3 3 3 5 4 4 1', '2 1 2 2 2 3 3 3 5 4 4 4'), 'nominal')).toBeCloseTo(0.692, 3);
  });

  it('three coders, fifteen units, many gaps', () => {
    const units = unitsOf('. . . . . 3 4 1 2 1 1 3 3 . 3', '1 . 2 1 3 3 4 3 . . . . . . .', '. . 2 1 3 4 4 . 2 1 1 3 3 . 4');
    expect(alpha(units, 'nominal')).toBeCloseTo(0.691, 3);
    expect(alpha(units, 'interval')).toBeCloseTo(0.811, 3);
  });
});

const units = fc.array(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 5 }), { minLength: 3, maxLength: 12 });
const metric = fc.constantFrom<Metric>('nominal', 'ordinal', 'interval', 'ratio');

it('is 1 exactly when everybody agrees, never above, and blind to order', () => {
  fc.assert(
    fc.property(units, metric, (data, m) => {
      const a = agreement(data, m).alpha;
      if (a === undefined) return;
      expect(a).toBeLessThanOrEqual(1 + 1e-9);
      expect(agreement([...data].reverse(), m).alpha).toBeCloseTo(a, 9);
      const one = data.map((u) => u.map(() => u[0] ?? 1));
      const same = agreement(one, m).alpha;
      if (same !== undefined) expect(same).toBeCloseTo(1, 9);
    }),
    { numRuns: 200 },
  );
});

it('says nothing where nothing varies or nobody scored twice, and gives no interval for a handful', () => {
  expect(agreement([[3, 3], [3]], 'nominal')).toEqual({ alpha: undefined, units: 1, interval: undefined });
  expect(agreement([[1], [2]], 'interval').alpha).toBeUndefined();
  expect(
    agreement(
      [
        [1, 2],
        [2, 2],
      ],
      'interval',
    ).interval,
  ).toBeUndefined();
});

it('gives an interval around the value, the same each time', () => {
  const many = Array.from({ length: 60 }, (_, i) => [60 + (i % 30), 61 + (i % 30), 59 + ((i * 7) % 31)]);
  const found = agreement(many, 'interval');
  const [low, high] = found.interval ?? [1, 0];
  expect(low).toBeLessThan(found.alpha ?? 0);
  expect(high).toBeGreaterThan(found.alpha ?? 0);
  expect(agreement(many, 'interval')).toEqual(found);
});
