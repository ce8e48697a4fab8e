// What people tell of a lot, one screen each.
import { z } from 'zod';
import { NOT_A_DAY } from '#server/platform/refusal.ts';
import { isDay } from '#shared/dates.ts';
import { isId } from '#shared/ids.ts';
import { LOT_CODE } from '../events/rules/lot-key.ts';
import { FORM_UNITS } from '../events/rules/units.ts';

const id = z.string().refine(isId);
const producer = z.string().min(1).max(20);
const line = z.string().trim().normalize().min(1).max(200);
const day = z.string().refine(isDay, NOT_A_DAY);
const code = z.string().trim().toUpperCase().regex(LOT_CODE);
const quantity = z.coerce.number().positive().max(1e9);
const unit = z.enum(FORM_UNITS);
/** A lot that exists: its number in the register. */
const lot = z.coerce.number().int().positive();
const base = { producer, day, requestId: z.uuid() };
/** What is made: a lot of a registered product, or a material with a name of its own. */
const output = { code, productId: id.optional(), name: line.optional(), quantity, unit, bestBefore: day.optional() };

export const STEPS = ['harvest', 'buy', 'process', 'pack', 'ship', 'receive', 'inspect'] as const;
export type Step = (typeof STEPS)[number];

export const StepInput = z.discriminatedUnion('step', [
  z.object({ step: z.literal('harvest'), ...base, ...output }),
  z.object({
    step: z.literal('buy'),
    ...base,
    ...output,
    quantity: z.undefined().optional(),
    from: z
      .array(z.object({ name: line, quantity }))
      .min(1)
      .max(300),
  }),
  z.object({ step: z.enum(['process', 'pack']), ...base, ...output, inputs: z.array(z.object({ lot, quantity })).min(1).max(100) }),
  z.object({ step: z.literal('ship'), ...base, lot, quantity, toProducer: producer.optional(), toName: line.optional() }),
  z.object({ step: z.literal('receive'), ...base, lot, quantity }),
  z.object({ step: z.literal('inspect'), ...base, lot, what: line, lab: line.optional(), passed: z.boolean() }),
]);
export type StepInput = z.output<typeof StepInput>;
