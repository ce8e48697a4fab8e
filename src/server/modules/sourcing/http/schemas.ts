// What the routes of sourcing answer. Money in whole đồng, quantities in the unit of their row.
import { z } from '@hono/zod-openapi';
import { solveAnswer } from '../engine/schema.ts';
import { PAPERS, UNITS } from '../tables.ts';

const day = z.string().openapi({ format: 'date', example: '2026-11-22' });
const instant = z.string().openapi({ format: 'date-time' });
const nullable = <T extends z.ZodType>(of: T) => of.nullable();
export const pageOf = (items: z.ZodType, name: string) =>
  z.object({ total: z.number().int(), page: z.number().int(), pageSize: z.number().int(), items: z.array(items) }).openapi(name);

export const demandShape = z
  .object({
    id: z.string(),
    organisation: z.string(),
    buyer: z.string(),
    country: z.string(),
    title: z.string(),
    wanted: z.string(),
    set: nullable(z.number()),
    specification: z.string(),
    unit: z.enum(UNITS),
    quantity: z.number(),
    ceilingPrice: nullable(z.number()),
    minStar: z.number(),
    papers: z.array(z.enum(PAPERS)),
    packing: z.string(),
    checklist: z.array(z.string()),
    maxSuppliers: nullable(z.number()),
    maxShare: nullable(z.number()),
    smallShare: nullable(z.number()),
    allowShort: z.boolean(),
    needsInvoice: z.boolean(),
    visibility: z.enum(['public', 'private']),
    sealed: z.boolean(),
    repeats: nullable(z.enum(['monthly', 'quarterly'])),
    closesAt: instant,
    state: z.enum(['draft', 'open', 'pooling', 'contracted', 'fulfilled', 'lapsed', 'cancelled']),
    offers: z.number().int(),
    language: z.enum(['vi', 'en']),
    sample: z.boolean(),
    deliveries: z.array(
      z.object({
        id: z.string(),
        no: z.number().int(),
        dueOn: day,
        place: z.string(),
        province: nullable(z.string()),
        quantity: z.number(),
      }),
    ),
  })
  .openapi('SourcingDemand');

export const offerShape = z
  .object({
    id: z.string(),
    productId: z.string(),
    producerId: z.string(),
    unitPrice: nullable(z.number()).openapi({ description: 'Null while it is sealed from the reader.' }),
    quantity: z.number(),
    byDelivery: z.record(z.string(), z.number()),
    minLot: z.number(),
    lotStep: nullable(z.number()),
    note: z.string(),
    state: z.enum(['made', 'withdrawn']),
    madeAt: instant,
  })
  .openapi('SourcingOffer');

export const shareShape = z
  .object({
    id: z.string(),
    poolId: z.string(),
    round: z.number().int(),
    deliveryId: z.string(),
    dueOn: day,
    productId: z.string(),
    producerId: z.string(),
    quantity: z.number(),
    unitPrice: z.number(),
    state: z.enum(['proposed', 'offered', 'accepted', 'declined', 'lapsed', 'released', 'delivered']),
    answered: nullable(z.number()),
    reason: nullable(z.string()),
  })
  .openapi('SourcingShare');

export const poolShape = z
  .object({
    id: z.string(),
    demandId: z.string(),
    round: z.number().int(),
    strategy: z.enum(['cheapest', 'nearest', 'fewest', 'widest']),
    state: z.enum(['proposed', 'offered', 'settled', 'contracted', 'dropped']),
    leadProducerId: nullable(z.string()),
    answerBy: nullable(instant),
    solvedAt: instant,
    shares: z.array(shareShape),
    result: nullable(solveAnswer).openapi({ description: 'The engine’s answer; null for everybody but the buyer.' }),
    explained: nullable(
      z.object({
        aside: z.array(z.object({ supplier: z.string(), reason: z.string(), detail: z.string(), change: nullable(z.string()) })),
        conditions: z.array(z.object({ rule: z.string(), value: z.unknown(), cost: nullable(z.number()) })),
        alternatives: z.array(z.looseObject({ kind: z.string(), cost: z.number(), suppliers: z.number() })),
      }),
    ).openapi({ description: 'Who was left aside, what each condition costs, other plans; null for everybody but the buyer.' }),
  })
  .openapi('SourcingPool');

export const agreementShape = z
  .object({
    id: z.string(),
    kind: z.enum(['memorandum', 'contract']),
    number: z.string(),
    demandId: nullable(z.string()),
    memorandumId: nullable(z.string()).openapi({ description: 'The memorandum a contract comes from.' }),
    organisation: z.string(),
    buyer: z.string(),
    title: z.string(),
    leadProducerId: nullable(z.string()),
    amount: z.number(),
    state: z.enum(['drawn', 'signed', 'fulfilled', 'lapsed', 'ended']),
    drawnOn: day,
    signedOn: nullable(day),
    endsOn: nullable(day),
    endedReason: nullable(z.string()),
    sample: z.boolean(),
  })
  .openapi('SourcingAgreement');

export const contractShape = agreementShape
  .extend({
    signatures: z.array(z.object({ party: z.string(), at: instant })),
    deliveries: z.array(
      z.object({
        ...{ id: z.string(), productId: z.string(), producerId: z.string(), planned: z.number(), unitPrice: z.number(), dueOn: day },
        state: z.enum(['planned', 'shipped', 'received', 'checked', 'cancelled']),
        ...{ lot: nullable(z.string()), shipped: nullable(z.number()), shippedOn: nullable(day) },
        ...{ received: nullable(z.number()), receivedOn: nullable(day), cancelledReason: nullable(z.string()) },
        check: nullable(z.object({ accepted: z.number(), on: day, note: nullable(z.string()), amount: z.number() })),
      }),
    ),
    payments: z.array(
      z.object({
        id: z.string(),
        producerId: nullable(z.string()).openapi({ description: 'Null: the buyer to the lead.' }),
        amount: z.number(),
        paidOn: day,
        reference: z.string(),
      }),
    ),
    due: z.number().openapi({ description: 'What was accepted, in money.' }),
    paid: z.number().openapi({ description: 'What the buyer has paid.' }),
    payouts: z.array(z.object({ producerId: z.string(), due: z.number(), paid: z.number() })),
  })
  .openapi('SourcingContract');

const part = z.object({ n: z.number(), of: z.number() }).openapi({ description: 'n of `of`; 0 of 0 = no facts yet.' });
export const reliabilityShape = z
  .object({
    producerId: z.string(),
    answered: part,
    taken: part,
    onTime: part,
    quality: part,
    facts: z
      .array(
        z.object({
          kind: z.string(),
          day,
          demand: nullable(z.string()),
          accepted: nullable(z.number()),
          received: nullable(z.number()),
          struck: z.boolean(),
        }),
      )
      .openapi({ description: 'What the numbers rest on; names of demands only for the producer itself and for the demand’s own buyer.' }),
  })
  .openapi('SourcingReliability');

export const supplyShape = z
  .object({
    ...{ productId: z.string(), producerId: z.string(), unit: z.enum(UNITS), stock: z.number(), unitPrice: z.number(), minLot: z.number() },
    ...{ lotStep: nullable(z.number()), leadDays: z.number(), published: z.boolean(), sample: z.boolean(), statedAt: instant },
    packs: z.array(z.object({ quantity: z.number(), label: z.string() })),
    months: z.record(z.string(), z.number()),
    held: z.record(z.string(), z.number()),
    tiers: z.array(z.object({ from: z.number(), unitPrice: z.number() })),
  })
  .openapi('SourcingSupply');

export const figuresShape = z
  .object({
    by: z.enum(['month', 'province']),
    from: nullable(z.string()),
    sample: z.boolean().openapi({ description: 'These are figures of sample agreements: there are no others yet.' }),
    rows: z.array(z.object({ key: z.string(), label: z.string(), stage: z.string(), count: z.number().int(), amount: z.number() })),
    definitions: z.record(z.string(), z.string()),
  })
  .openapi('SourcingFigures');
export const done = z.looseObject({}).openapi('SourcingDone');
export const made = z.object({ id: z.string() }).openapi('SourcingMade');
