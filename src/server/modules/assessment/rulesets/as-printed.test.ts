// Every point, gate, condition and knock-out of the 26 sets against an independent reading of the decision; none of its sentences.
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fold } from '#shared/text/fold.ts';
import { findRuleset } from './known.ts';
import { findSet } from './view.ts';

const READING = '../shared/rules/criteria.json';

type Leaf = {
  code: string;
  max: number;
  titleVi: string;
  options?: { id: string; points: number; labelVi: string; gateStar?: number; caseVi?: string }[];
  appliesIf?: { criterion: string; minPoints: number };
  criteria?: Leaf[];
};
type PrintedSet = {
  no: number;
  code: string;
  samplesRequired: number;
  group: { code: string };
  disqualifiersVi: string[];
  knockouts: { criterion: string }[];
  starGates: Record<'3' | '4' | '5', { criterion: string; minPoints: number }[]>;
  corrections: { where: string }[];
  parts: { code: string; max: number; sections: (Leaf & { chooseOneCase?: boolean })[] }[];
};
const leaves = (x: Leaf): Leaf[] => (x.options ? [x] : (x.criteria ?? []).flatMap(leaves));
const byCode = (gates: { criterion: string; minPoints: number }[]) => gates.map((g) => `${g.criterion}≥${g.minPoints}`).sort();
const read = (): { sets: PrintedSet[] } => JSON.parse(readFileSync(READING, 'utf8'));

it.skipIf(!existsSync(READING))('has the printed structure, points, gates, conditions and knock-outs of all 26 sets', () => {
  const { sets } = read();
  expect(sets).toHaveLength(26);
  let options = 0;
  for (const printed of sets) {
    const ours = findSet('QD26-2026', printed.no);
    expect(ours?.code).toBe(printed.code);
    expect(ours?.group).toBe(printed.group.code);
    expect(ours?.samples).toBe(printed.samplesRequired);
    expect(ours?.parts.map((p) => [p.code, p.max, p.sections.map((s) => [s.code, s.max])])).toEqual(
      printed.parts.map((p) => [p.code, p.max, p.sections.map((s) => [s.code, s.max])]),
    );
    const criteria = ours?.parts.flatMap((p) => p.sections.flatMap((s) => s.criteria)) ?? [];
    const printedLeaves = printed.parts.flatMap((p) => p.sections.flatMap(leaves));
    expect(criteria.map((c) => [c.code, c.max, c.appliesIf, c.options.map((o) => [o.id, o.points, o.gateStar])])).toEqual(
      printedLeaves.map((c) => [c.code, c.max, c.appliesIf ?? null, c.options?.map((o) => [o.id, o.points, o.gateStar ?? null])]),
    );
    options += criteria.reduce((n, c) => n + c.options.length, 0);
    const cases = printed.parts.flatMap((p) => p.sections.filter((s) => s.chooseOneCase).map((s) => s.code));
    expect(criteria.filter((c) => c.chooseOneCase).map((c) => c.code)).toEqual(cases);
    for (const star of ['3', '4', '5'] as const) expect(byCode(ours?.gates[star] ?? [])).toEqual(byCode(printed.starGates[star]));
    expect(ours?.knockouts.map((k) => k.id)).toEqual([
      ...printed.knockouts.map((k) => `K${k.criterion}`),
      ...(printed.disqualifiersVi.length > 0 ? ['D1'] : []),
    ]);
    expect(ours?.corrections.map((c) => c.at)).toEqual(printed.corrections.map((c) => c.where));
  }
  expect(options).toBe(2579);
});

it.skipIf(!existsSync(READING))('says everything in its own words', () => {
  const printed = new Set<string>();
  const gather = (x: unknown): void => {
    if (typeof x === 'string') printed.add(fold(x));
    else if (x && typeof x === 'object') Object.values(x).forEach(gather);
  };
  gather(read().sets);
  const labels = findRuleset('QD26-2026')?.labels;
  const { evidenceOf: _, ...tables } = labels ?? { evidenceOf: {} };
  const said = Object.values(tables).flatMap((table) => Object.values(table as Record<string, { vi: string; en: string }>));
  expect(said.length).toBeGreaterThan(500);
  const copied = said.filter((l) => fold(l.vi).split(' ').length > 6 && printed.has(fold(l.vi)));
  expect(copied).toEqual([]);
});
