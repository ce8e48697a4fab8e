// Properties over random orders. SANVAT_CASES sets how many (default 300; the bench runs 10,000, a release 100,000). What solves an order
// many times over grows more slowly beyond a thousand.
import loadHighs, { type Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import { asPlainModel, byTryingAll, middleCase, seeded, smallCase } from './cases.ts';
import { applyRelaxations } from './changes.ts';
import { breach } from './check.ts';
import { asFreedModel, changeable, setsOf, strictCase } from './relax-cases.ts';
import { solveNow } from './solve.ts';
import type { Answer, Instance, Refused } from './types.ts';

const CASES = Number(process.env.SANVAT_CASES ?? 300);
const TIME = 60_000 + CASES * 100;
/** Cases of a property that solves each order many times over. */
const SOME = Math.min(CASES, 1_000 + Math.floor(CASES / 5));
const IMPOSSIBLE = Math.min(CASES / 5, 200 + CASES / 20);
const MIDDLE = Math.min(100, Math.max(4, CASES / 60));

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});
const timed = (i: Instance): Instance => ({ ...i, limits: { seconds: 10 } });
const solve = (i: Instance): Promise<Answer> => solveNow(timed(i), { highs: async () => highs });
/** A plain model in LP text. Without presolving, which calls some possible models infeasible. */
const plainly = (text: string, more: object = {}) =>
  highs.solve(text, { output_flag: false, mip_rel_gap: 1e-9, mip_abs_gap: 1e-9, presolve: 'off', ...more });
/** Without the reasons. */
const allocate = (i: Instance): Promise<Answer> => solveNow(timed(i), { highs: async () => highs, brief: true });

const each = async (seed: number, count: number, of: (i: Instance, n: number) => Promise<void>) => {
  for (let n = 0; n < count; n++) {
    const i = smallCase(seeded(seed + n * 7919));
    try {
      await of(i, n);
    } catch (e) {
      throw new Error(`case ${n}: ${JSON.stringify(i)}\n${e instanceof Error ? e.message : e}`);
    }
  }
};

/** An instance after a supplier did what its refusal says. */
const changed = (i: Instance, r: Refused): Instance => ({
  ...i,
  suppliers: i.suppliers.map((s) => (s.id === r.supplier ? { ...s, ...(r.wouldNeed as object) } : s)),
});

describe('the engine', () => {
  it(
    'finds the optimum that trying everything finds, and says impossible exactly when it is',
    async () => {
      await each(1, CASES, async (i) => {
        const answer = await allocate(i);
        const best = byTryingAll(i);
        if (best === undefined) return expect(answer.status).toBe('infeasible');
        expect(answer.status).toBe('optimal');
        expect(answer.objective).toBeCloseTo(best, 6);
        expect(breach(i, answer.allocations, answer.short)).toBeUndefined();
      });
    },
    TIME,
  );

  it(
    'keeps the share of small producers at the cost of a plain model solved as a whole',
    async () => {
      await each(2, CASES, async (i, n) => {
        const share = { ...i, rules: { ...i.rules, smallProducerShare: [0.3, 0.5, 0.75, 1][n % 4] ?? 0.5 } };
        const answer = await allocate(share);
        const plain = plainly(asPlainModel(share));
        if (answer.status === 'infeasible') return expect(plain.Status).toBe('Infeasible');
        expect(answer.status).toBe('optimal');
        expect(breach(share, answer.allocations, answer.short)).toBeUndefined();
        expect(plain.Status).toBe('Optimal');
        expect(answer.objective).toBeCloseTo(plain.ObjectiveValue, 4);
      });
    },
    TIME,
  );

  it(
    'brings a refused supplier in when it does what its refusal says',
    async () => {
      let tried = 0;
      await each(3, SOME, async (plain, n) => {
        const i = n % 3 ? plain : { ...plain, rules: { ...plain.rules, smallProducerShare: 0.5 } };
        const answer = await solve(i);
        const served = new Set(answer.allocations.map((a) => a.supplier));
        expect([...served, ...answer.refused.map((r) => r.supplier)].sort()).toEqual(i.suppliers.map((s) => s.id).sort());
        for (const r of answer.refused) {
          if (!r.wouldNeed) {
            if (r.reason !== 'price' && r.reason !== 'transport') continue;
            const free = await solve(changed(i, { ...r, wouldNeed: { unitPrice: 0 } }));
            expect(free.objective ?? 0, `${r.supplier} is said to be out even free of charge`).toBeGreaterThanOrEqual(
              (answer.objective ?? 0) * (1 - 1e-5) - 1e-9,
            );
            continue;
          }
          const after = await solve(changed(i, r));
          expect(
            after.allocations.map((a) => a.supplier),
            `${r.supplier} ${r.reason} ${JSON.stringify(r.wouldNeed)}`,
          ).toContain(r.supplier);
          tried++;
        }
      });
      expect(tried).toBeGreaterThan(SOME / 10);
    },
    TIME,
  );

  it(
    'names the fewest changes that make an impossible order possible: no smaller set of conditions would do',
    async () => {
      let impossible = 0;
      const possible = (i: Instance, free: readonly string[]) => plainly(asFreedModel(i, new Set(free))).Status === 'Optimal';
      for (let n = 0; impossible < IMPOSSIBLE; n++) {
        const i = strictCase(seeded(4 + n * 7919));
        const answer = await solve(i);
        const text = `case ${n}: ${JSON.stringify(i)}`;
        expect(possible(i, []), text).toBe(answer.status !== 'infeasible');
        if (answer.status !== 'infeasible') continue;
        impossible++;
        const relax = answer.relax ?? [];
        expect(relax.length, text).toBeGreaterThan(0);
        expect(answer.relaxProved, text).toBe(true);
        expect((await solve(applyRelaxations(i, relax))).status, `${text} ${JSON.stringify(relax)}`).not.toBe('infeasible');
        for (let size = 1; size < relax.length; size++)
          for (const set of setsOf(changeable(i), size)) expect(possible(i, set), `${text} ${JSON.stringify(relax)} or ${set}`).toBe(false);
      }
    },
    TIME,
  );

  it(
    'agrees with a plain model on orders large enough to be priced, fixed and repaired first',
    async () => {
      for (let n = 0; n < MIDDLE; n++) {
        const i = middleCase(seeded(900 + n), n);
        const answer = await solve(i);
        const quick = plainly(asPlainModel(i), { time_limit: 20, presolve: 'choose' });
        const plain = quick.Status === 'Infeasible' ? plainly(asPlainModel(i), { time_limit: 20 }) : quick;
        const text = `case ${n}`;
        if (plain.Status === 'Infeasible') {
          expect(answer.status, text).toBe('infeasible');
          continue;
        }
        if (plain.Status !== 'Optimal') continue;
        expect(breach(i, answer.allocations, answer.short), text).toBeUndefined();
        expect(answer.bound ?? Infinity, text).toBeLessThanOrEqual(plain.ObjectiveValue * (1 + 2e-6));
        expect(answer.objective ?? 0, text).toBeGreaterThanOrEqual(plain.ObjectiveValue * (1 - 2e-6));
        if (answer.status === 'optimal') expect(answer.objective ?? 0, text).toBeLessThanOrEqual(plain.ObjectiveValue * (1 + 2e-6));
      }
    },
    TIME,
  );
});
