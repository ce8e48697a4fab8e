// The form of the files under reference/rulesets; an official file is imported in the same form.
import { z } from 'zod';

const bilingual = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
const day = z.iso.date();
const STAR = z.union([z.literal(3), z.literal(4), z.literal(5)]);
const PART = z.enum(['A', 'B', 'C']);
const code = z.string().regex(/^\d+(\.\d+)*$/);

/** [points, label, gate of star N or 0, case] as printed, top to bottom. */
const option = z
  .tuple([z.number().int().min(0), z.string()])
  .or(z.tuple([z.number().int().min(0), z.string(), z.union([z.literal(0), STAR])]))
  .or(z.tuple([z.number().int().min(0), z.string(), z.union([z.literal(0), STAR]), z.string()]));

const criterion = z.strictObject({
  code,
  title: z.string(),
  max: z.number().int().positive(),
  within: z.strictObject({ code, title: z.string() }).optional(),
  hints: z.array(z.string()).optional(),
  appliesIf: z.strictObject({ criterion: code, minPoints: z.number().int().positive() }).optional(),
  notApplicable: z.literal(true).optional(),
  options: z.array(option).min(1),
});
const section = z.strictObject({ code, title: z.string(), max: z.number().int(), criteria: z.array(criterion).min(1) });

export const setData = z.strictObject({
  no: z.number().int().min(1),
  code: z.string(),
  group: z.enum(['I', 'II', 'III', 'IV', 'V', 'VI']),
  samples: z.number().int().min(0),
  name: bilingual,
  disqualified: z.string().optional(),
  knockouts: z.array(z.strictObject({ criterion: code, why: z.string(), zeroAt: z.array(code).optional() })),
  corrections: z.array(z.strictObject({ at: z.string(), printed: z.string(), used: z.string(), note: bilingual })).optional(),
  parts: z.array(z.strictObject({ code: PART, max: z.number().int(), sections: z.array(section).min(1) })).length(3),
});
export type SetData = z.infer<typeof setData>;

const words = z.record(z.string(), bilingual);
export const labelData = z.strictObject({
  options: words,
  titles: words,
  hints: words,
  knockouts: words,
  disqualified: words,
  cases: words,
  evidence: words,
  evidenceOf: z.record(z.string(), z.array(z.string())),
});
export type LabelData = z.infer<typeof labelData>;

export const rulesetData = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]+$/),
  instrument: z.string(),
  title: bilingual,
  decidedOn: day,
  from: day,
  /** Last day in force. */
  until: day.nullable(),
  parts: z.strictObject({ A: z.number(), B: z.number(), C: z.number() }),
  /** From the highest star down; `from` is included, the next star's `from` is not. Null: not known for certain. */
  bands: z.array(z.strictObject({ star: z.number().int(), from: z.number() })).nullable(),
  levels: z.array(z.strictObject({ star: STAR, level: z.enum(['centre', 'province', 'district']) })),
  /** Days a dossier filed under the ruleset before may still take, by kind. */
  transition: z
    .strictObject({ article: z.string(), first: z.number().int(), upgrade: z.number().int(), reassessment: z.number().int() })
    .optional(),
  articles: z.strictObject({ stars: z.string(), levels: z.string(), sheets: z.string(), gates: z.string() }).optional(),
  partNames: z.strictObject({ A: bilingual, B: bilingual, C: bilingual }).optional(),
  /** How we know: the official text, a transcript of it, or secondary pages only. */
  source: z.enum(['official', 'transcript', 'secondary']),
  /** What is not known for certain, and why. */
  note: bilingual.optional(),
});
export type RulesetData = z.infer<typeof rulesetData>;
