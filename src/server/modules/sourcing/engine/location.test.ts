// Facility location: the same optimum as one plain model, and bounds that hold whatever is decided.
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { asPlainModel, locationCase, seeded } from './cases.ts';
import { breach } from './check.ts';
import { CLOSED, isLocation, LocationPricer, OPEN } from './location-bound.ts';
import { buildModel } from './model.ts';
import { solveNow } from './solve.ts';

const SHAPES = [
  { places: 16, customers: 50, slack: 1.4, spread: 0 },
  { places: 25, customers: 50, slack: 4, spread: 0 },
  { places: 25, customers: 60, slack: 40, spread: 0 },
  { places: 20, customers: 50, slack: 1.1, spread: 1 },
  { places: 20, customers: 60, slack: 3, spread: 0.6 },
  { places: 30, customers: 150, slack: 5, spread: 0.4 },
] as const;

describe('facility location', () => {
  it('ends proved at the optimum of one plain model', { timeout: 120_000 }, async () => {
    const highs = await loadHighs();
    for (const [n, shape] of SHAPES.entries()) {
      const i = locationCase(seeded(100 + n), shape.places, shape.customers, shape.slack, shape.spread);
      expect(isLocation(buildModel(i))).toBe(true);
      const answer = await solveNow({ ...i, limits: { seconds: 60 } }, { highs: async () => highs, brief: true });
      const plain = highs.solve(asPlainModel(i), { output_flag: false, mip_rel_gap: 1e-9 });
      expect(plain.Status).toBe('Optimal');
      expect(answer.status, JSON.stringify(shape)).toBe('optimal');
      expect(Math.abs((answer.objective ?? 0) - plain.ObjectiveValue) / plain.ObjectiveValue, JSON.stringify(shape)).toBeLessThan(1e-9);
      expect(answer.bound ?? Infinity).toBeLessThanOrEqual(plain.ObjectiveValue * (1 + 1e-9));
      expect(breach(i, answer.allocations, answer.short)).toBeUndefined();
    }
  });

  it('knows what opening or closing a place costs the bound, under every count of places', () => {
    const r = seeded(7);
    for (const spread of [0, 0.8]) {
      const m = buildModel(locationCase(r, 18, 40, 3, spread));
      const N = m.nodes.length;
      const pricer = new LocationPricer(m);
      for (const [least, most] of [
        [0, N],
        [9, N],
        [0, 8],
        [7, 7],
      ] as const)
        for (let turn = 0; turn < 5; turn++) {
          const mu = Float64Array.from(m.q, () => r() * 900);
          const value = pricer.pass(mu, { fix: new Int8Array(N), least, most });
          const change = pricer.change.slice();
          const y = pricer.y.slice();
          for (let n = 0; n < N; n++) {
            if (y[n] !== 0 && y[n] !== 1) continue;
            const fix = new Int8Array(N);
            fix[n] = y[n] === 1 ? CLOSED : OPEN;
            const other = pricer.pass(mu, { fix, least, most });
            // Never more than it costs; exactly that where all places carry the same.
            const error = 1e-9 * Math.abs(value);
            expect(value + (change[n] ?? 0)).toBeLessThanOrEqual(other + error);
            if (spread === 0) expect(value + (change[n] ?? 0)).toBeGreaterThanOrEqual(other - error);
          }
        }
    }
  });
});
