// What the answers of /epcis look like, for the description of the API.
import { z } from '@hono/zod-openapi';

export const Problem = z
  .object({
    type: z.string().openapi({ example: 'epcisException:ValidationException' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
  })
  .openapi('EpcisProblem');
export const QueryDocument = z
  .looseObject({ type: z.literal('EPCISQueryDocument'), schemaVersion: z.literal('2.0') })
  .openapi('EpcisQueryDocument');
export const Values = z.object({ '@context': z.unknown(), type: z.literal('Collection'), member: z.array(z.string()) }).openapi('EpcisCollection');
export const StoredQuery = z.object({ name: z.string(), query: z.looseObject({}) }).openapi('EpcisNamedQuery');
export const AnyEvent = z.looseObject({ type: z.string(), eventTime: z.string() }).openapi('EpcisEvent');
