import { expect, it } from 'vitest';
import live from '../../../../../reference/rulesets/qd26-2026/ruleset.json' with { type: 'json' };
import sets from '../../../../../reference/rulesets/qd26-2026/sets-01-09.json' with { type: 'json' };
import { findRuleset, knownRulesets, readRuleset } from './known.ts';
import { findSet, listRulesets } from './view.ts';

const copy = () => structuredClone(sets.sets[0]) as NonNullable<(typeof sets.sets)[0]>;

it('knows four rulesets, of which the last has its 26 sheets', () => {
  expect(listRulesets().map((r) => [r.id, r.sets.length])).toEqual([
    ['QD1048-2019', 0],
    ['QD148-2023', 0],
    ['QD1489-2025', 0],
    ['QD26-2026', 26],
  ]);
  expect(knownRulesets().every((r) => r.parts.A + r.parts.B + r.parts.C === 100)).toBe(true);
});

it('uses every label it holds, in NFC, in both languages', () => {
  const ruleset = findRuleset('QD26-2026');
  const shown = JSON.stringify([...(ruleset?.sets.keys() ?? [])].map((no) => findSet('QD26-2026', no)));
  const { evidenceOf: _, ...tables } = ruleset?.labels ?? { evidenceOf: {} };
  for (const [name, table] of Object.entries(tables))
    for (const [key, words] of Object.entries(table)) {
      expect(words.vi.normalize('NFC'), `${name}.${key}`).toBe(words.vi);
      expect(shown.includes(JSON.stringify(words)), `${name}.${key} is used`).toBe(true);
    }
});

it('names what it asks evidence for', () => {
  for (const no of [1, 16, 21, 26]) {
    const criteria = findSet('QD26-2026', no)?.parts.flatMap((p) => p.sections.flatMap((s) => s.criteria)) ?? [];
    expect(criteria.length, `${no}`).toBeGreaterThan(0);
    for (const c of criteria) expect(c.evidence.length, `${no}:${c.code}`).toBeGreaterThan(0);
  }
});

it('refuses a set whose sums are wrong, whose codes repeat or whose labels are missing', () => {
  const wrongSum = copy();
  (wrongSum.parts[0]?.sections[0] as { max: number }).max = 17;
  expect(() => readRuleset(live, [wrongSum])).toThrow(/section 1: criteria sum to 18, not 17/);
  const wrongBest = copy();
  (wrongBest.parts[0]?.sections[0]?.criteria[0] as { max: number }).max = 4;
  expect(() => readRuleset(live, [wrongBest])).toThrow(/criterion 1.1: best option 3, maximum 4/);
  const twice = copy();
  (twice.parts[0]?.sections[0]?.criteria[1] as { code: string }).code = '1.1';
  expect(() => readRuleset(live, [twice])).toThrow(/1.1 stands twice/);
  const empty = { options: {}, titles: {}, hints: {}, knockouts: {}, disqualified: {}, cases: {}, evidence: {}, evidenceOf: {} };
  expect(() => readRuleset(live, [copy()], empty)).toThrow(/no label/);
});
