// What enters the route of a dossier over the API, and what its answers hold.
import { z } from '@hono/zod-openapi';
import { STATES } from './dossiers/rules/states.ts';
import { KINDS } from './rules/ruleset-on.ts';

const line = z.string().max(200);
const text = z.string().max(20_000);
const day = z.string().max(10).openapi({ format: 'date' });
const answers = z
  .record(z.string().max(40), z.string().max(40))
  .openapi({ description: 'Option id by criterion code.', example: { '1.1': '1.1-3' } });
const sheet = {
  answers,
  notApplicable: z.record(z.string().max(40), z.string().max(500)).optional(),
  knockouts: z.array(z.string().max(40)).max(100).optional(),
};
const rowVersion = z
  .number()
  .int()
  .optional()
  .openapi({ description: 'As last read; refused when somebody changed the dossier meanwhile.' });

export const newDossier = z
  .strictObject({
    kind: z.enum(KINDS),
    producerId: line,
    productId: line.optional(),
    productName: line.optional(),
    set: z.number().int().min(1).max(999).optional(),
    communeCode: line.optional(),
  })
  .openapi('NewDossier');
export const filledSheet = z
  .strictObject({ ...sheet, details: z.record(z.string().max(40), z.string().max(5_000)).optional(), rowVersion })
  .openapi('FilledSheet');
export const memberSheet = z
  .strictObject({ round: z.number().int().min(1).max(99), ...sheet, note: z.string().max(5_000).optional() })
  .openapi('MemberSheet', { description: 'A total, an average or another member’s name is refused: points are computed here.' });

/** The moves of the route and what each asks for. */
export const MOVE_BODIES = {
  submit: z.strictObject({ lateReason: text.optional(), rowVersion }),
  withdraw: z.strictObject({ rowVersion }),
  receive: z.strictObject({ rowVersion }),
  return: z.strictObject({ reason: text, rowVersion }),
  'report-local': z.strictObject({ materials: text, labour: text, idea: text, identity: text, metOn: day.optional(), rowVersion }),
  'send-to-province': z.strictObject({ letterNo: line, rowVersion }),
  accept: z.strictObject({ rowVersion }),
  'pass-to-advisers': z.strictObject({ rowVersion }),
  'report-advisory': z.strictObject({
    summary: text,
    surveyedOn: day.optional(),
    survey: text.optional(),
    extraTests: text.optional(),
    rowVersion,
  }),
  'open-council': z.strictObject({
    council: line,
    meetsOn: day.optional(),
    mode: z.enum(['meeting', 'written']).optional(),
    reason: text.optional(),
    rowVersion,
  }),
  'propose-centre': z.strictObject({ letterNo: line, rowVersion }),
  decide: z.strictObject({ decisionNo: line.optional(), decidedOn: day, validFrom: day.optional(), rowVersion }),
};
export type MoveName = keyof typeof MOVE_BODIES;

const words = { id: z.string(), name: z.string() };
export const dossierPage = z
  .object({
    total: z.int(),
    counts: z.array(z.object({ state: z.enum(STATES), count: z.int() })),
    items: z.array(
      z.object({
        id: z.string(),
        kind: z.enum(KINDS),
        state: z.enum(STATES),
        product: z.string(),
        producer: z.string(),
        set: z.int(),
        commune: z.string(),
        province: z.string(),
        since: day,
        due: day.nullable(),
        light: z.enum(['none', 'green', 'amber', 'red']),
        total: z.number().nullable(),
        star: z.number().nullable(),
        outcome: z.string().nullable(),
        version: z.int(),
      }),
    ),
  })
  .openapi('DossierPage');
export const dossierRecord = z
  .looseObject({
    id: z.string(),
    kind: z.enum(KINDS),
    state: z.enum(STATES),
    rowVersion: z.int(),
    producer: z.object(words),
    product: z.object({ id: z.string().nullable(), name: z.string() }),
    moves: z.array(z.object({ move: z.string(), article: z.string() })).openapi({ description: 'What the bearer may do now.' }),
  })
  .openapi('DossierRecord');
export const moved = z
  .object({
    state: z.enum(STATES),
    rowVersion: z.int(),
    result: z.unknown().openapi({ description: 'What the move brought: a hearing, an outcome and certificate number, a version.' }),
  })
  .openapi('DossierMoved');
export const hearingRecord = z
  .looseObject({ id: z.string(), dossier: z.string(), state: z.enum(['scoring', 'discussion', 'closed', 'waived']), round: z.int() })
  .openapi('Hearing');
