// Rulesets and sets as others see them: structure, points, gates, knock-outs, our labels in both languages, the article.
import type { Bilingual } from '#server/platform/errors.ts';
import type { LabelData } from './data.ts';
import { findRuleset, knownRulesets, type Ruleset } from './known.ts';

export type RulesetView = {
  id: string;
  instrument: string;
  title: Bilingual;
  decidedOn: string;
  from: string;
  until: string | null;
  parts: { A: number; B: number; C: number };
  bands: { star: number; from: number; below: number | null }[] | null;
  levels: { star: number; level: string }[];
  /** Numbers of the sets whose sheets are known. */
  sets: { no: number; code: string; group: string; name: Bilingual }[];
  articles: { stars: string; levels: string; sheets: string; gates: string } | null;
  source: string;
  /** What is not known for certain, and why. */
  note: Bilingual | null;
};

function viewRuleset(r: Ruleset): RulesetView {
  return {
    id: r.id,
    instrument: r.instrument,
    title: r.title,
    decidedOn: r.decidedOn,
    from: r.from,
    until: r.until,
    parts: r.parts,
    bands: r.bands?.map((b, i) => ({ ...b, below: r.bands?.[i - 1]?.from ?? null })) ?? null,
    levels: r.levels,
    sets: [...r.sets.values()].map(({ no, code, group, name }) => ({ no, code, group, name })),
    articles: r.articles ?? null,
    source: r.source,
    note: r.note ?? null,
  };
}

/** Oldest first. */
export const listRulesets = (): RulesetView[] => knownRulesets().map(viewRuleset);

const word = (labels: LabelData, table: Exclude<keyof LabelData, 'evidenceOf'>, key: string): Bilingual =>
  labels[table][key] ?? { vi: key, en: key };

function buildSet(ruleset: Ruleset, no: number) {
  const set = ruleset.sets.get(no);
  const sheet = ruleset.sheets.get(no);
  const labels = ruleset.labels;
  if (!set || !sheet || !labels) return undefined;
  const gates = (star: number) =>
    sheet.gates.filter((g) => g.star === star).map((g) => ({ criterion: g.criterion, minPoints: g.needPoints }));
  return {
    ruleset: ruleset.id,
    no,
    code: set.code,
    group: set.group,
    name: set.name,
    article: `${ruleset.instrument}, ${ruleset.articles?.sheets ?? ''}`,
    samples: set.samples,
    parts: set.parts.map((p) => ({
      code: p.code,
      name: ruleset.partNames?.[p.code] ?? { vi: p.code, en: p.code },
      max: p.max,
      sections: p.sections.map((s) => ({
        code: s.code,
        title: word(labels, 'titles', s.title),
        max: s.max,
        criteria: s.criteria.map((c) => ({
          code: c.code,
          title: word(labels, 'titles', c.title),
          max: c.max,
          within: c.within ? { code: c.within.code, title: word(labels, 'titles', c.within.title) } : null,
          hints: (c.hints ?? []).map((h) => word(labels, 'hints', h)),
          evidence: (labels.evidenceOf[c.title] ?? []).map((e) => word(labels, 'evidence', e)),
          appliesIf: c.appliesIf ?? null,
          mayBeNotApplicable: c.notApplicable === true,
          /** The options stand in two cases, of which one is chosen. */
          chooseOneCase: c.options.some((o) => o[3] !== undefined),
          options: c.options.map(([points, label, gate, kase], n) => ({
            id: `${c.code}-${n + 1}`,
            points,
            gateStar: gate || null,
            case: kase === undefined ? null : word(labels, 'cases', kase),
            label: word(labels, 'options', label),
          })),
        })),
      })),
    })),
    gates: { '3': gates(3), '4': gates(4), '5': gates(5) },
    knockouts: [...sheet.knockouts.values()].map((k) => ({
      id: k.id,
      criterion: k.criterion ?? null,
      label: word(labels, k.criterion === undefined ? 'disqualified' : 'knockouts', k.why),
      article: k.article,
      zeroAt: sheet.criteria.filter((c) => c.zeroStops === k.id).map((c) => c.code),
    })),
    corrections: set.corrections ?? [],
  };
}
export type SetView = NonNullable<ReturnType<typeof buildSet>>;

const views = new Map<string, SetView>();

/** Undefined where the ruleset or its sheet is not known. Made once: a ruleset never changes. */
export function findSet(rulesetId: string, no: number): SetView | undefined {
  const key = `${rulesetId}/${no}`;
  const ready = views.get(key);
  if (ready) return ready;
  const ruleset = findRuleset(rulesetId);
  const built = ruleset && buildSet(ruleset, no);
  if (built) views.set(key, built);
  return built;
}
