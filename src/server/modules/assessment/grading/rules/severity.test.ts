// Simulated councils with planted leniency: the model finds it within the error that it states itself.
import { describe, expect, it } from 'vitest';
import { connected } from './connected.ts';
import { gaussian, seeded } from './random.ts';
import { type Rating, severity } from './severity.ts';

type World = { councils: { lean: number; members: number[] }[]; dossiers: number; noise: number; linked?: number };

/** Councils score their own dossiers; `linked` of each council's are scored by the next council too. */
function simulate({ councils, dossiers, noise, linked = 0 }: World, seed: number): Rating[] {
  const next = seeded(seed);
  const normal = gaussian(next);
  const ratings: Rating[] = [];
  councils.forEach((_, c) => {
    for (let d = 0; d < dossiers; d++) {
      const quality = 65 + 12 * normal();
      for (const k of d < linked ? [c, (c + 1) % councils.length] : [c]) {
        const council = councils[k] ?? { lean: 0, members: [] };
        council.members.forEach((lean, m) => {
          ratings.push({
            dossier: `${c}.${d}`,
            council: `c${k}`,
            member: `m${k}.${m}`,
            score: quality + council.lean + lean + noise * normal(),
          });
        });
      }
    }
  });
  return ratings;
}
const centred = (xs: number[]) => xs.map((x) => x - xs.reduce((a, b) => a + b, 0) / xs.length);

describe('members of one council', () => {
  const planted = [4, -3, 0, 1, -1, 0, -1];
  it('finds a lenient and a strict one, with the noise and the sign right', () => {
    const found = severity(simulate({ councils: [{ lean: 0, members: planted }], dossiers: 60, noise: 3 }, 1));
    const of = (i: number) => found?.members.find((m) => m.id === `m0.${i}`);
    expect(of(0)?.lean).toBeGreaterThan(3);
    expect(of(1)?.lean).toBeLessThan(-2);
    expect(found?.spread.noise).toBeGreaterThan(2.7);
    expect(found?.spread.noise).toBeLessThan(3.3);
    expect(found?.councils).toEqual([]);
    expect(of(0)?.sheets).toBe(60);
  });

  it('is right within the stated 95 % about 95 times of a hundred', () => {
    let within = 0;
    let all = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const normal = gaussian(seeded(seed * 977));
      const truth = centred(Array.from({ length: 7 }, () => 2 * normal()));
      const found = severity(simulate({ councils: [{ lean: 0, members: truth }], dossiers: 15, noise: 4 }, seed));
      for (const m of found?.members ?? []) {
        all++;
        if (Math.abs(m.lean - (truth[Number(m.id.slice(3))] ?? 0)) <= 1.96 * m.error) within++;
      }
    }
    expect(all).toBe(420);
    expect(within / all).toBeGreaterThan(0.92);
    expect(within / all).toBeLessThan(0.985);
  });

  it('sees nobody where nobody leans: what noise alone makes stays inside the error', () => {
    let out = 0;
    for (let seed = 1; seed <= 30; seed++)
      for (const m of severity(simulate({ councils: [{ lean: 0, members: [0, 0, 0, 0, 0, 0, 0] }], dossiers: 20, noise: 4 }, seed))
        ?.members ?? [])
        if (Math.abs(m.lean) > 1.96 * m.error) out++;
    expect(out / 210).toBeLessThan(0.05);
  });

  it('says less with less: a single dossier is drawn to zero and its error stays wide', () => {
    const few = severity(simulate({ councils: [{ lean: 0, members: [3, -3, 0, 0, 0] }], dossiers: 3, noise: 4 }, 5));
    const many = severity(simulate({ councils: [{ lean: 0, members: [3, -3, 0, 0, 0] }], dossiers: 200, noise: 4 }, 5));
    expect(many?.members[0]?.error).toBeLessThan(0.5);
    expect(few?.members[0]?.error ?? 9).toBeGreaterThan(many?.members[0]?.error ?? 9);
  });
});

describe('councils', () => {
  const members = [1, -1, 0.5, -0.5, 0];
  const leans = [5, 0, -2, 0, -3, 0, 0, 0];
  it('recovers planted leniency of councils that share dossiers, within its stated error', () => {
    let within = 0;
    let all = 0;
    for (let seed = 1; seed <= 15; seed++) {
      const truth = centred(leans);
      const world = { councils: leans.map((lean) => ({ lean, members })), dossiers: 40, noise: 3, linked: 8 };
      const found = severity(simulate(world, seed));
      expect(found?.groups).toBe(1);
      for (const c of found?.councils ?? []) {
        all++;
        if (Math.abs(c.lean - (truth[Number(c.id.slice(1))] ?? 0)) <= 1.96 * c.error) within++;
      }
      expect(found?.councils.find((c) => c.id === 'c0')?.lean).toBeGreaterThan(3);
    }
    expect(all).toBe(120);
    expect(within / all).toBeGreaterThan(0.9);
  });

  it('compares no councils without a common dossier: a lenient one stays unnamed', () => {
    const found = severity(
      simulate(
        {
          councils: [
            { lean: 9, members },
            { lean: 0, members },
          ],
          dossiers: 40,
          noise: 3,
        },
        3,
      ),
    );
    expect(found?.councils).toEqual([]);
    expect(found?.groups).toBe(0);
    expect(found?.members).toHaveLength(10);
  });

  it('tells a member from the council: the lean of a council is nobody’s own', () => {
    const world = {
      councils: [
        { lean: 6, members: [0, 0, 0, 0] },
        { lean: 0, members: [0, 0, 0, 0] },
      ],
      dossiers: 60,
      noise: 2,
      linked: 15,
    };
    const found = severity(simulate(world, 9));
    for (const m of found?.members ?? []) expect(Math.abs(m.lean)).toBeLessThan(1);
    expect(found?.councils.find((c) => c.id === 'c0')?.lean).toBeGreaterThan(2);
  });
});

it('says nothing of dossiers that one member scored, of nothing, and of one sheet each', () => {
  expect(severity([])).toBeUndefined();
  expect(severity([{ dossier: 'a', council: 'c', member: 'm', score: 50 }])).toBeUndefined();
  expect(severity([1, 2].map((m) => ({ dossier: 'a', council: 'c', member: `m${m}`, score: 50 + m })))).toBeUndefined();
});

it('finds the connected sets', () => {
  const sets = connected([
    { left: 'd1', right: 'a' },
    { left: 'd1', right: 'b' },
    { left: 'd2', right: 'c' },
    { left: 'd3', right: 'b' },
    { left: 'd3', right: 'd' },
  ]);
  expect(sets.get('a')).toBe(sets.get('d'));
  expect(sets.get('c')).not.toBe(sets.get('a'));
});

it('takes a nation of councils in one go', () => {
  const councils = Array.from({ length: 34 }, (_, i) => ({ lean: (i % 5) - 2, members: [1, -1, 0, 2, -2, 0, 0, 0, 0] }));
  const found = severity(simulate({ councils, dossiers: 60, noise: 3, linked: 3 }, 4));
  expect(found?.members).toHaveLength(306);
  expect(found?.councils).toHaveLength(34);
});
