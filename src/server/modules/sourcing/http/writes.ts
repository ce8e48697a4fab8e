// The writing routes: the same commands as the pages, under the same rights, each harmless to repeat under its Idempotency-Key.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { App } from '#server/app-port.ts';
import { callerOf, keyHeader } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { ok } from '#server/platform/openapi.ts';
import * as deals from '../deals/index.ts';
import * as demands from '../demands/index.ts';
import { demandInput, offerInput } from '../demands/schema.ts';
import * as pools from '../pools/index.ts';
import { stateSupply } from '../supply/index.ts';
import { supplyInput } from '../supply/schema.ts';
import { GUARDS, once, REFUSED, SECURED } from './caller.ts';
import { done, made } from './schemas.ts';

type Asked<B> = { ctx: Ctx; id: string; body: B; key: string | undefined };
type Write = {
  method?: 'put';
  path: string;
  summary: string;
  body: z.ZodType;
  answers: z.ZodType;
  run: (app: App, asked: Asked<never>) => Promise<unknown>;
};
/** Ties the body's schema to what runs with it. */
const write = <S extends z.ZodType>(
  path: string,
  summary: string,
  body: S,
  run: (app: App, asked: Asked<z.infer<S>>) => Promise<unknown>,
  more: { method?: 'put'; answers?: z.ZodType } = {},
): Write => ({ path, summary, body, answers: done, ...more, run: run as Write['run'] });

const nothing = z.strictObject({});
const day = z.string().openapi({ format: 'date' });
const reason = z.strictObject({ reason: z.string().min(1).max(500) });
const number = z.number().openapi({ description: 'Three decimals at most.' });
const STRATEGIES = ['cheapest', 'nearest', 'fewest', 'widest'] as const;
const told = { answers: made };

const WRITES: readonly Write[] = [
  write(
    '/sourcing/supply/{id}',
    'State what a product’s producer can deliver; months left out stay',
    z.strictObject({ ...supplyInput.shape }).omit({ productId: true }),
    (app, { ctx, id, body }) => stateSupply(ctx, { ...body, productId: id }, app.territory),
    { method: 'put' },
  ),
  write(
    '/sourcing/demands',
    'Post a demand; only a verified buyer',
    demandInput,
    (app, { ctx, body, key }) => demands.postDemand(ctx, body, app.territory, key),
    told,
  ),
  write('/sourcing/demands/{id}/cancel', 'Take a demand off the market', reason, (app, { ctx, id, body }) =>
    demands.cancelDemand(ctx, { id, reason: body.reason }, app.territory),
  ),
  write(
    '/sourcing/demands/{id}/offers',
    'Offer a product on an open demand; a second offer replaces the first',
    z
      .strictObject({
        ...offerInput.shape,
        byDelivery: offerInput.shape.byDelivery.default({}),
        minLot: offerInput.shape.minLot.default(0),
        lotStep: offerInput.shape.lotStep.default(null),
        note: offerInput.shape.note.default(''),
      })
      .omit({ demandId: true }),
    (app, { ctx, id, body }) => demands.makeOffer(ctx, { ...body, demandId: id }, app.territory),
    told,
  ),
  write('/sourcing/offers/{id}/withdraw', 'Take an offer back while the demand is open', nothing, (app, { ctx, id }) =>
    demands.withdrawOffer(ctx, { id }, app.territory),
  ),
  write(
    '/sourcing/demands/{id}/pools',
    'Solve what is still open of a demand and keep the answer as a proposal; nothing is promised yet',
    z.strictObject({ strategy: z.enum(STRATEGIES).default('cheapest') }),
    (app, { ctx, id, body }) => pools.proposePool(ctx, { demandId: id, strategy: body.strategy }, app.territory),
    { answers: z.object({ id: z.string(), status: z.enum(['optimal', 'feasible', 'infeasible']) }).openapi('SourcingProposed') },
  ),
  write(
    '/sourcing/pools/{id}/send',
    'Offer the shares of a proposal to their producers; from now on they hold capacity',
    z.strictObject({ answerBy: z.iso.datetime({ offset: true }) }),
    (app, { ctx, id, body }) => pools.sendPool(ctx, { poolId: id, answerBy: new Date(body.answerBy) }, app.territory),
  ),
  write(
    '/sourcing/pools/{id}/settle',
    'End the waiting of a round; what is missing is proposed anew',
    nothing,
    async (app, { ctx, id }) => {
      const { refill, ...rest } = await pools.settlePool(ctx, { poolId: id }, app.territory);
      return { ...rest, refill: refill ?? null };
    },
  ),
  write(
    '/sourcing/pools/{id}/answers',
    'Answer for a producer: by share the quantity taken, 0 declines',
    z.strictObject({ producerId: z.string(), answers: z.record(z.string(), number), reason: z.string().max(300).default('') }),
    (app, { ctx, id, body }) => pools.answerPool(ctx, { ...body, poolId: id }, app.territory),
  ),
  write(
    '/sourcing/demands/{id}/contract',
    'Draw the contract over what producers have accepted',
    z.strictObject({ short: z.boolean().default(false) }),
    (app, { ctx, id, body }) => deals.drawContract(ctx, { demandId: id, short: body.short }, app.territory),
    told,
  ),
  write(
    '/sourcing/memoranda',
    'Draw a memorandum with a producer; it is no contract',
    z.strictObject({
      organisation: z.string(),
      producerId: z.string(),
      title: z.string(),
      amount: z.number().int(),
      endsOn: day,
      demandId: z.string().optional(),
    }),
    (app, { ctx, body }) => deals.drawMemorandum(ctx, body, app.territory),
    told,
  ),
  write('/sourcing/contracts/{id}/sign', 'Sign for the side the bearer stands on', nothing, (app, { ctx, id }) =>
    deals.signAgreement(ctx, { id }, app.territory),
  ),
  write('/sourcing/contracts/{id}/end', 'End an agreement; what was not shipped is free again', reason, (app, { ctx, id, body }) =>
    deals.endAgreement(ctx, { id, reason: body.reason }, app.territory),
  ),
  write(
    '/sourcing/contracts/{id}/memorandum',
    'Say which signed memorandum a contract comes from',
    z.strictObject({ memorandumId: z.string() }),
    (app, { ctx, id, body }) => deals.linkMemorandum(ctx, { contractId: id, memorandumId: body.memorandumId }, app.territory),
  ),
  write(
    '/sourcing/contracts/{id}/payments',
    'Record a payment: the buyer to the lead, or (with producerId) the lead to a producer',
    z.strictObject({ producerId: z.string().optional(), amount: z.number().int(), day, reference: z.string() }),
    (app, { ctx, id, body }) => deals.recordPayment(ctx, { ...body, agreementId: id }, app.territory),
    told,
  ),
  write(
    '/sourcing/deliveries/{id}/ship',
    'Goods leave the producer',
    z.strictObject({ quantity: number, day, lot: z.string().optional(), beyond: z.boolean().optional() }),
    (app, { ctx, id, body }) => deals.shipDelivery(ctx, { ...body, id }, app.territory),
  ),
  write('/sourcing/deliveries/{id}/receive', 'Goods reach the buyer', z.strictObject({ quantity: number, day }), (app, { ctx, id, body }) =>
    deals.receiveDelivery(ctx, { ...body, id }, app.territory),
  ),
  write(
    '/sourcing/deliveries/{id}/check',
    'The quality check: what is accepted is owed',
    z.strictObject({ accepted: number, day, note: z.string().max(500).default('') }),
    (app, { ctx, id, body }) => deals.checkDelivery(ctx, { ...body, id }, app.territory),
  ),
];

export function addWrites(api: OpenAPIHono, app: App): void {
  for (const w of WRITES) {
    const byId = w.path.includes('{id}');
    const params = z.object({
      id: z
        .string()
        .max(40)
        .openapi({ param: { name: 'id', in: 'path' } }),
    });
    api.openapi(
      createRoute({
        ...SECURED,
        method: w.method ?? 'post',
        path: w.path,
        summary: w.summary,
        middleware: GUARDS,
        request: {
          ...(byId ? { params } : {}),
          headers: keyHeader,
          body: { required: true, content: { 'application/json': { schema: w.body } } },
        },
        responses: { 200: ok(w.answers, 'Done.'), ...REFUSED },
      }),
      async (c: Context) => {
        const ctx = await callerOf(app, c);
        const body = (c.req as unknown as { valid: (of: 'json') => never }).valid('json');
        const id = byId ? (c.req.param('id') ?? '') : '';
        return c.json((await once(c, ctx, (key) => w.run(app, { ctx, id, body, key }))) as object, 200) as never;
      },
    );
  }
}
