// The rulesets the product knows, shipped and imported. A ruleset never changes: a new text of the law is a new id.

import older from '../../../../../reference/rulesets/older.json' with { type: 'json' };
import labels from '../../../../../reference/rulesets/qd26-2026/labels.json' with { type: 'json' };
import live from '../../../../../reference/rulesets/qd26-2026/ruleset.json' with { type: 'json' };
import sets1 from '../../../../../reference/rulesets/qd26-2026/sets-01-09.json' with { type: 'json' };
import sets10 from '../../../../../reference/rulesets/qd26-2026/sets-10-18.json' with { type: 'json' };
import sets19 from '../../../../../reference/rulesets/qd26-2026/sets-19-26.json' with { type: 'json' };
import { compileSheet, type Sheet } from '../rules/sheet.ts';
import { type LabelData, labelData, type RulesetData, rulesetData, type SetData, setData } from './data.ts';

/** A ruleset without sheets is known by its dates and levels only. */
export type Ruleset = RulesetData & {
  sets: ReadonlyMap<number, SetData>;
  sheets: ReadonlyMap<number, Sheet>;
  labels: LabelData | undefined;
};

/** Reads a ruleset from its files: wrong sums, unknown labels and unknown codes are refused at once. */
export function readRuleset(ruleset: unknown, sets: readonly unknown[] = [], words?: unknown): Ruleset {
  const data = rulesetData.parse(ruleset);
  const parsed = sets.map((s) => setData.parse(s));
  const labelled = words === undefined ? undefined : labelData.parse(words);
  if (labelled) for (const set of parsed) assertLabelled(set, labelled);
  return {
    ...data,
    sets: new Map(parsed.map((s) => [s.no, s])),
    sheets: new Map(parsed.map((s) => [s.no, compileSheet(data, s)])),
    labels: labelled,
  };
}

function assertLabelled(set: SetData, labels: LabelData): void {
  const missing = (table: keyof LabelData, key: string | undefined) => {
    if (key !== undefined && !Object.hasOwn(labels[table], key)) throw new Error(`set ${set.no}: no label ${table}.${key}`);
  };
  missing('disqualified', set.disqualified);
  for (const k of set.knockouts) missing('knockouts', k.why);
  for (const section of set.parts.flatMap((p) => p.sections)) {
    missing('titles', section.title);
    for (const c of section.criteria) {
      missing('titles', c.title);
      missing('titles', c.within?.title);
      for (const h of c.hints ?? []) missing('hints', h);
      for (const [, label, , kase] of c.options) {
        missing('options', label);
        missing('cases', kase);
      }
    }
  }
}

/** What the product ships, oldest first. */
const SHIPPED: readonly Ruleset[] = [
  ...older.rulesets.map((r) => readRuleset(r)),
  readRuleset(live, [...sets1.sets, ...sets10.sets, ...sets19.sets], labels),
];

let all = SHIPPED;

/** Shipped and imported, oldest first; of two with the same first day the imported one comes later and so governs. */
export const knownRulesets = (): readonly Ruleset[] => all;

/** Puts the imported ones beside the shipped; called when the house opens and when one is imported. */
export function keepImported(imported: readonly Ruleset[]): void {
  all = [...SHIPPED, ...imported].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

export const findRuleset = (id: string): Ruleset | undefined => all.find((r) => r.id === id);
