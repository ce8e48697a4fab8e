// What enters and leaves the calculators.
import { z } from '@hono/zod-openapi';

const reason = z.string().max(500);
const criterionCode = z.string().max(40);
const question = {
  ruleset: z.string().max(60).openapi({ example: 'QD26-2026' }),
  set: z.number().int().min(1).max(999).openapi({ example: 1 }),
  answers: z
    .record(z.string(), z.string())
    .openapi({ description: 'Option id by criterion code; what is left out scores 0.', example: { '1.1': '1.1-3', '2.2': '2.2-2' } }),
  notApplicable: z
    .record(z.string(), reason)
    .optional()
    .openapi({ description: 'Reason by criterion code, only where the set allows it.' }),
  knockouts: z
    .array(criterionCode)
    .max(100)
    .optional()
    .openapi({ description: 'Ids as the set lists them.', example: ['K6.1'] }),
};
export const scoreQuestion = z.strictObject(question).openapi('ScoreQuestion');
export const planQuestion = z
  .strictObject({
    ...question,
    targetStar: z.number().int().min(1).max(5),
    keep: z.array(criterionCode).max(200).optional().openapi({ description: 'Criteria that cannot change.' }),
  })
  .openapi('PlanQuestion');
export type ScoreQuestion = z.infer<typeof scoreQuestion>;
export type PlanQuestion = z.infer<typeof planQuestion>;

const star = z.union([z.literal(3), z.literal(4), z.literal(5)]);
export const scoreAnswer = z
  .object({
    total: z.number(),
    parts: z.object({ A: z.number(), B: z.number(), C: z.number() }),
    band: z.number().int().openapi({ description: 'Star by points alone.' }),
    star: z.number().int().openapi({ description: '1…5 by points and gates; 0 when stopped.' }),
    gates: z.array(z.object({ criterion: z.string(), star, needPoints: z.number(), havePoints: z.number(), met: z.boolean() })),
    stoppedBy: z.array(z.object({ id: z.string(), criterion: z.string().optional(), article: z.string() })),
    rulesApplied: z.object({ ruleset: z.string(), instrument: z.string(), set: z.number().int(), articles: z.array(z.string()) }),
  })
  .openapi('Score');
export const planAnswer = z
  .object({
    reachable: z.boolean(),
    changes: z.array(z.object({ criterion: z.string(), from: z.string().nullable(), to: z.string(), points: z.number() })),
    totalAfter: z.number(),
  })
  .openapi('ScorePlan');

const words = z.object({ vi: z.string(), en: z.string() }).openapi('Words');
const day = z.string().openapi({ format: 'date' });
export const rulesetsAnswer = z
  .array(
    z.object({
      id: z.string(),
      instrument: z.string(),
      title: words,
      decidedOn: day,
      from: day,
      until: day.nullable(),
      parts: z.object({ A: z.number(), B: z.number(), C: z.number() }),
      bands: z.array(z.object({ star: z.number().int(), from: z.number(), below: z.number().nullable() })).nullable(),
      levels: z.array(z.object({ star: z.number().int(), level: z.string() })),
      sets: z.array(z.object({ no: z.number().int(), code: z.string(), group: z.string(), name: words })),
      articles: z.object({ stars: z.string(), levels: z.string(), sheets: z.string(), gates: z.string() }).nullable(),
      source: z.string(),
      note: words.nullable(),
    }),
  )
  .openapi('Rulesets');

const gate = z.array(z.object({ criterion: z.string(), minPoints: z.number() }));
const criterion = z.object({
  code: z.string(),
  title: words,
  max: z.number(),
  within: z.object({ code: z.string(), title: words }).nullable(),
  hints: z.array(words),
  evidence: z.array(words),
  appliesIf: z.object({ criterion: z.string(), minPoints: z.number() }).nullable(),
  mayBeNotApplicable: z.boolean(),
  chooseOneCase: z.boolean(),
  options: z.array(z.object({ id: z.string(), points: z.number(), gateStar: star.nullable(), case: words.nullable(), label: words })),
});
export const setAnswer = z
  .object({
    ruleset: z.string(),
    no: z.number().int(),
    code: z.string(),
    group: z.string(),
    name: words,
    article: z.string(),
    samples: z.number().int(),
    parts: z.array(
      z.object({
        code: z.string(),
        name: words,
        max: z.number(),
        sections: z.array(z.object({ code: z.string(), title: words, max: z.number(), criteria: z.array(criterion) })),
      }),
    ),
    gates: z.object({ '3': gate, '4': gate, '5': gate }),
    knockouts: z.array(
      z.object({ id: z.string(), criterion: z.string().nullable(), label: words, article: z.string(), zeroAt: z.array(z.string()) }),
    ),
    corrections: z.array(z.object({ at: z.string(), printed: z.string(), used: z.string(), note: words })),
  })
  .openapi('CriteriaSet');
