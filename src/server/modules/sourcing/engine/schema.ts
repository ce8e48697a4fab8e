// What POST /sourcing/solve accepts: the contract's fields, nothing else.
import { z } from '@hono/zod-openapi';
import { isDay } from '#shared/dates.ts';
import { PRODUCER_TYPES } from '#shared/vocabulary.ts';

export const MAX_BODY = 16 * 1024 * 1024;
export const MAX_DEMANDS = 2_000;
export const MAX_SUPPLIERS = 20_000;
/** Demands × suppliers. */
export const MAX_PAIRS = 500_000;
const MOST = 1e12;

const amount = z.number().min(0).max(MOST);
const fraction = z.number().min(0).max(1);
const id = z.string().min(1).max(200);
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const isPeriod = (text: string) => MONTH.test(text) || isDay(text);
const period = z.string().refine(isPeriod, 'YYYY-MM or YYYY-MM-DD');

const demand = z.strictObject({ id, quantity: amount, period: period.optional() });

const supplier = z.strictObject({
  id,
  type: z.enum(PRODUCER_TYPES).optional(),
  capacity: amount,
  capacityByPeriod: z.record(period, amount).optional(),
  unitPrice: amount,
  fixedCost: amount.optional(),
  minLot: amount.optional(),
  lotStep: amount.optional(),
  validUntil: z.string().refine(isDay, 'YYYY-MM-DD').optional(),
  star: z.number().int().min(0).max(5).optional(),
});

const rules = z.strictObject({
  maxSuppliers: z.number().int().min(0).max(MOST).optional(),
  maxShare: fraction.optional(),
  smallProducerShare: fraction.optional(),
  minStar: z.number().int().min(0).max(5).optional(),
  allowShort: z.boolean().optional(),
  shortPenalty: amount.optional(),
});

const limits = z.strictObject({ seconds: z.number().gt(0).max(60).optional(), gap: fraction.optional() });

export const solveQuestion = z
  .strictObject({
    demands: z.array(demand).min(1).max(MAX_DEMANDS),
    suppliers: z.array(supplier).max(MAX_SUPPLIERS),
    unitTransport: z.record(z.string(), z.record(z.string(), amount)).optional(),
    rules: rules.optional(),
    limits: limits.optional(),
  })
  .openapi('SourcingQuestion');

const wouldNeed = z
  .strictObject({
    unitPrice: z.number().optional(),
    fixedCost: z.number().optional(),
    minLot: z.number().optional(),
    lotStep: z.number().optional(),
    capacity: z.number().optional(),
    validUntil: z.string().optional(),
    star: z.number().optional(),
    papers: z.array(z.string()).optional(),
  })
  .nullable()
  .openapi({ description: 'What this supplier would have to offer to get something, all else unchanged; null = not in its hands.' });

export const solveAnswer = z
  .strictObject({
    status: z.enum(['optimal', 'feasible', 'infeasible']),
    objective: z.number().nullable().openapi({ description: 'VND; null when infeasible.' }),
    bound: z.number().nullable().openapi({ description: 'No allocation can cost less.' }),
    gap: z.number().nullable().openapi({ description: '(objective − bound) / objective.' }),
    allocations: z.array(z.strictObject({ supplier: z.string(), demand: z.string(), quantity: z.number(), unitCost: z.number() })),
    refused: z.array(z.strictObject({ supplier: z.string(), reason: z.string(), detail: z.string(), wouldNeed })),
    short: z.array(z.strictObject({ demand: z.string(), quantity: z.number() })),
    seconds: z.number(),
    relax: z
      .array(
        z.strictObject({
          rule: z.string(),
          at: z.union([z.string(), z.number()]).openapi({
            description: 'The demand or supplier the condition belongs to, or the present value of a condition of the whole order.',
          }),
          from: z.union([z.string(), z.number()]),
          to: z.union([z.string(), z.number()]),
        }),
      )
      .optional()
      .openapi({ description: 'Only when infeasible: the smallest set of changes that makes the order possible.' }),
    relaxProved: z
      .boolean()
      .optional()
      .openapi({ description: 'Only when infeasible: true = proved that no fewer changes suffice; false = the fewest found in time.' }),
    relaxSummary: z.string().optional().openapi({ description: 'Only when infeasible: the changes in a sentence or two.' }),
  })
  .openapi('SourcingAnswer');
