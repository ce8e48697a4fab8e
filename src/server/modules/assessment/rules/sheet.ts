// A criteria set made ready for scoring: every code resolved to a number once, so that a sheet costs microseconds.
import type { RulesetData, SetData } from '../rulesets/data.ts';

export type SheetOption = { id: string; points: number; label: string; gate: 0 | 3 | 4 | 5; case: string | undefined };
export type SheetCriterion = {
  code: string;
  title: string;
  part: 0 | 1 | 2;
  max: number;
  options: SheetOption[];
  /** Counts only when that criterion has at least so many points. */
  appliesIf: { at: number; minPoints: number } | undefined;
  mayBeNotApplicable: boolean;
  /** The knock-out that an answer of 0 points sets off. */
  zeroStops: string | undefined;
};
export type Gate = { at: number; criterion: string; star: 3 | 4 | 5; needPoints: number };
export type Knockout = { id: string; criterion: string | undefined; why: string; article: string };

export type Sheet = {
  ruleset: string;
  instrument: string;
  no: number;
  criteria: SheetCriterion[];
  at: Map<string, number>;
  /** Ordered by star, then as printed. */
  gates: Gate[];
  knockouts: Map<string, Knockout>;
  bands: { star: number; from: number }[];
  articles: string[];
};

/** Checks the sums of a set and resolves its codes; throws on a set that contradicts itself. */
export function compileSheet(ruleset: RulesetData, set: SetData): Sheet {
  const fail = (what: string): never => {
    throw new Error(`${ruleset.id} set ${set.no}: ${what}`);
  };
  const sheets = ruleset.articles?.sheets ?? '';
  const article = `${ruleset.instrument}, ${sheets}`;
  const criteria: SheetCriterion[] = [];
  const at = new Map<string, number>();
  set.parts.forEach((part, p) => {
    if (part.max !== ruleset.parts[part.code]) fail(`part ${part.code} has ${part.max} points`);
    let sections = 0;
    for (const section of part.sections) {
      let sum = 0;
      for (const c of section.criteria) {
        if (at.has(c.code)) fail(`criterion ${c.code} stands twice`);
        const best = Math.max(...c.options.map((o) => o[0]));
        if (best !== c.max) fail(`criterion ${c.code}: best option ${best}, maximum ${c.max}`);
        sum += c.max;
        const parent = c.appliesIf && (at.get(c.appliesIf.criterion) ?? fail(`criterion ${c.code} depends on a later one`));
        at.set(c.code, criteria.length);
        criteria.push({
          code: c.code,
          title: c.title,
          part: p as 0 | 1 | 2,
          max: c.max,
          options: c.options.map((o, n) => ({ id: `${c.code}-${n + 1}`, points: o[0], label: o[1], gate: o[2] ?? 0, case: o[3] })),
          appliesIf: c.appliesIf && { at: parent as number, minPoints: c.appliesIf.minPoints },
          mayBeNotApplicable: c.notApplicable === true,
          zeroStops: undefined,
        });
      }
      if (sum !== section.max) fail(`section ${section.code}: criteria sum to ${sum}, not ${section.max}`);
      sections += section.max;
    }
    if (sections !== part.max) fail(`part ${part.code}: sections sum to ${sections}, not ${part.max}`);
  });

  const gates = criteria.flatMap((c, i) =>
    c.options.flatMap((o) => (o.gate === 0 ? [] : [{ at: i, criterion: c.code, star: o.gate, needPoints: o.points }])),
  );
  gates.sort((a, b) => a.star - b.star || a.at - b.at);

  const knockouts = new Map<string, Knockout>();
  for (const k of set.knockouts) {
    const id = `K${k.criterion}`;
    if (!at.has(k.criterion)) fail(`knock-out at ${k.criterion}`);
    knockouts.set(id, { id, criterion: k.criterion, why: k.why, article });
    for (const code of k.zeroAt ?? []) {
      const c = criteria[at.get(code) ?? fail(`knock-out at ${code}`)];
      if (c) c.zeroStops = id;
    }
  }
  if (set.disqualified !== undefined) knockouts.set('D1', { id: 'D1', criterion: undefined, why: set.disqualified, article });

  const bands = [...(ruleset.bands ?? fail('no bands'))].sort((a, b) => b.star - a.star);
  return {
    ruleset: ruleset.id,
    instrument: ruleset.instrument,
    no: set.no,
    criteria,
    at,
    gates,
    knockouts,
    bands,
    articles: ruleset.articles ? [...new Set([ruleset.articles.stars, ruleset.articles.levels, sheets])] : [],
  };
}
