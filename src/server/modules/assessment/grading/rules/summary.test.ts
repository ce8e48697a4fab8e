import { describe, expect, it } from 'vitest';
import type { Scorings, SheetRow } from '../queries/read-scorings.ts';
import { gaussian, seeded } from './random.ts';
import { summarise } from './summary.ts';

/** One council of five; the first member gives four points more, in part C. */
function scorings(dossiers: number, rounds = 1): Scorings {
  const normal = gaussian(seeded(7));
  const sheets: SheetRow[] = [];
  for (let d = 0; d < dossiers; d++) {
    const quality = 60 + 8 * normal();
    for (let m = 0; m < 5; m++)
      for (let round = 1; round <= rounds; round++) {
        const noise = [normal(), normal(), normal()].map((x) => x / round);
        const [a = 0, b = 0, c = 0] = [quality * 0.4, quality * 0.25, quality * 0.35 + (m === 0 ? 4 : 0)].map(
          (x, k) => x + (noise[k] ?? 0),
        );
        const total = a + b + c;
        sheets.push({
          hearing: `h${d}`,
          dossier: `d${d}`,
          council: 'c',
          councilName: 'Hội đồng',
          unit: '01',
          second: false,
          account: `a${m}`,
          name: `Ủy viên ${m}`,
          round,
          total,
          star: total >= 70 ? 4 : 3,
          parts: { A: a, B: b, C: c },
        });
      }
  }
  const results = Array.from({ length: dossiers }, (_, d) => ({
    hearing: `h${d}`,
    unit: '01',
    total: 50 + (d % 40),
    star: 3,
    rounds,
    drawn: d % 10 === 0,
    ordered: false,
  }));
  return { sheets, results, seconds: [] };
}

describe('the summary', () => {
  it('names the lenient member with numbers, in the part where it is', () => {
    const { severity, agreement, counts } = summarise(scorings(40));
    expect(counts).toEqual({ hearings: 40, sheets: 200, members: 5, councils: 1 });
    const [top, ...rest] = severity?.members ?? [];
    expect(top).toMatchObject({ name: 'Ủy viên 0', sheets: 40, differs: true });
    expect(top?.lean).toBeGreaterThan(2.5);
    expect(top?.parts[2]?.lean).toBeGreaterThan(2.5);
    expect(Math.abs(top?.parts[0]?.lean ?? 9)).toBeLessThan(0.6);
    expect(rest.every((m) => m.lean < 0)).toBe(true);
    expect(severity?.councils).toEqual([]);
    expect(severity?.apart).toBe(1);
    expect(agreement.map((a) => a.of)).toEqual(['total', 'A', 'B', 'C', 'star']);
    expect(agreement[0]?.found.alpha).toBeGreaterThan(0.5);
  });

  it('names nobody on fewer than ten sheets', () => {
    const { severity } = summarise(scorings(9));
    expect(severity?.members).toEqual([]);
    expect(severity?.unnamed).toBe(5);
  });

  it('says nothing of nothing', () => {
    const none = summarise({ sheets: [], results: [], seconds: [] });
    expect(none).toMatchObject({ severity: undefined, rescoring: undefined, counts: { hearings: 0 }, second: { compared: 0 } });
    expect(none.bunching.every((b) => b.p === undefined && !b.piles)).toBe(true);
    expect(none.agreement.every((a) => a.found.alpha === undefined)).toBe(true);
  });

  it('shows what discussions did and what the second scoring found', () => {
    const twice = scorings(20, 2);
    const found = summarise({
      ...twice,
      seconds: [-3, -1, 2, -6].map((d) => ({
        state: 'closed',
        firstTotal: 71,
        secondTotal: 71 + d,
        firstStar: 4,
        secondStar: 71 + d >= 70 ? 4 : 3,
      })),
    });
    expect(found.rescoring).toMatchObject({ hearings: 20 });
    expect(found.rescoring?.spreadAfter).toBeLessThan(found.rescoring?.spreadBefore ?? 0);
    expect(found.second).toMatchObject({ drawn: 2, compared: 4, otherStar: 2, difference: { n: 4, mean: -2 }, absolute: 3 });
    expect(found.second.difference.low).toBeLessThan(-2);
  });
});
