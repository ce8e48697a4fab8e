import { expect, it } from 'vitest';
import { bunching } from './bunching.ts';
import { binomialAtLeast, holm, meanOf, normalBelow, tPoint, twoSided } from './normal.ts';
import { gaussian, seeded } from './random.ts';

/** Results of honest councils; `lifted`: the share of those within two points below a threshold that is pushed over it. */
function results(n: number, seed: number, lifted = 0): number[] {
  const next = seeded(seed);
  const normal = gaussian(next);
  return Array.from({ length: n }, () => {
    const t = Math.max(0, Math.min(99.9, Math.round((66 + 11 * normal()) * 5) / 5));
    for (const at of [50, 70, 90]) if (t >= at - 2 && t < at && next() < lifted) return at + next();
    return t;
  });
}

it('cries wolf about as often as it says', () => {
  let cried = 0;
  for (let seed = 1; seed <= 300; seed++) for (const at of [50, 70]) if ((bunching(results(900, seed), at).p ?? 1) < 0.05) cried++;
  expect(cried / 600).toBeLessThan(0.075);
});

it('finds a push over the threshold', () => {
  let found = 0;
  for (let seed = 1; seed <= 50; seed++) if ((bunching(results(900, seed, 0.5), 70).p ?? 1) < 0.01) found++;
  expect(found).toBeGreaterThan(45);
});

it('says nothing when there is too little near the threshold', () => {
  expect(bunching(results(60, 1), 90)).toMatchObject({ threshold: 90, p: undefined });
  expect(bunching([], 50)).toEqual({ threshold: 50, below: 0, above: 0, expected: 0.5, p: undefined });
});

it('counts half-open: the threshold itself is above', () => {
  const { below, above } = bunching([70, 69.99, 71.99, 72, 68, 67.99], 70);
  expect([below, above]).toEqual([2, 2]);
});

it('has its distributions right', () => {
  expect(normalBelow(1.959964)).toBeCloseTo(0.975, 5);
  expect(normalBelow(-1)).toBeCloseTo(0.158655, 5);
  expect(twoSided(2, 1)).toBeCloseTo(0.0455, 4);
  expect(binomialAtLeast(8, 10, 0.5)).toBeCloseTo(56 / 1024, 10);
  expect(binomialAtLeast(0, 10, 0.5)).toBe(1);
  expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
  expect(meanOf([1, 2, 3])).toEqual({ n: 3, mean: 2, error: Math.sqrt(1 / 3) });
  expect(tPoint(10)).toBeCloseTo(2.228, 3);
  expect(tPoint(30)).toBeCloseTo(2.042, 2);
});
