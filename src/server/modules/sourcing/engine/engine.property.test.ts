// Properties over random orders. SANVAT_CASES sets how many (default 300; the bench runs 10,000).
import loadHighs, { type Highs } from 'highs';
import { beforeAll, describe, expect, it } from 'vitest';
import { asPlainModel, byTryingAll, middleCase, seeded, smallCase } from './cases.ts';
import { breach } from './check.ts';
import { applyRelaxations } from './relax.ts';
import { solveNow } from './solve.ts';
import type { Answer, Instance, Refused } from './types.ts';

const CASES = Number(process.env.SANVAT_CASES ?? 300);
const TIME = 60_000 + CASES * 100;

let highs: Highs;
beforeAll(async () => {
  highs = await loadHighs();
});
const solve = (i: Instance): Promise<Answer> => solveNow({ ...i, limits: { seconds: 10 } }, { highs: async () => highs });

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
        const answer = await solve(i);
        const best = byTryingAll(i);
        if (best === undefined) return expect(answer.status).toBe('infeasible');
        expect(answer.status).toBe('optimal');
        expect(answer.objective).toBeCloseTo(best, 6);
        expect(breach(i, answer.allocations, answer.short)).toBeUndefined();
        const served = new Set(answer.allocations.map((a) => a.supplier));
        expect([...served, ...answer.refused.map((r) => r.supplier)].sort()).toEqual(i.suppliers.map((s) => s.id).sort());
      });
    },
    TIME,
  );

  it(
    'keeps the share of small producers at the cost of a plain model solved as a whole',
    async () => {
      await each(2, CASES, async (i, n) => {
        const share = { ...i, rules: { ...i.rules, smallProducerShare: [0.3, 0.5, 0.75, 1][n % 4] ?? 0.5 } };
        const answer = await solve(share);
        const plain = highs.solve(asPlainModel(share), { output_flag: false, mip_rel_gap: 1e-9, mip_abs_gap: 1e-9 });
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
      await each(3, CASES, async (plain, n) => {
        const i = n % 3 ? plain : { ...plain, rules: { ...plain.rules, smallProducerShare: 0.5 } };
        const answer = await solve(i);
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
      expect(tried).toBeGreaterThan(CASES / 10);
    },
    TIME,
  );

  it(
    'names changes that do make an impossible order possible, none of them for nothing',
    async () => {
      await each(4, CASES, async (i) => {
        const answer = await solve(i);
        if (answer.status !== 'infeasible') return;
        expect(answer.relax?.length).toBeGreaterThan(0);
        const relax = answer.relax ?? [];
        expect((await solve(applyRelaxations(i, relax))).status).not.toBe('infeasible');
        for (const r of relax.length > 1 ? relax : []) {
          const fewer = applyRelaxations(
            i,
            relax.filter((other) => other !== r),
          );
          expect((await solve(fewer)).status, `${JSON.stringify(relax)} without ${r.rule} ${r.at}`).toBe('infeasible');
        }
      });
    },
    TIME,
  );

  it(
    'agrees with a plain model on orders large enough to be priced, fixed and repaired first',
    async () => {
      for (let n = 0; n < Math.max(4, CASES / 60); n++) {
        const i = middleCase(seeded(900 + n), n);
        const answer = await solve(i);
        const plain = highs.solve(asPlainModel(i), { output_flag: false, mip_rel_gap: 1e-9, mip_abs_gap: 1e-9, time_limit: 20 });
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
