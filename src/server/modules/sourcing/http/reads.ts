// The reading routes. Open demands and figures are for everybody; the rest answers by what the bearer may see.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { stringify } from 'csv-stringify/sync';
import type { Context } from 'hono';
import { etag } from 'hono/etag';
import type { App } from '#server/app-port.ts';
import { type Actor, callerOf, isPerson, may, NATION, producersOf, readerOf } from '#server/modules/identity/index.ts';
import { ok } from '#server/platform/openapi.ts';
import { dayOf } from '#shared/dates.ts';
import { type Lang, langOf } from '#shared/lang.ts';
import {
  countAgreements,
  FIGURE_WORDS,
  getAgreement,
  listAgreements,
  readShownFigures,
  STAGES,
  showReliability,
  totalOf,
} from '../deals/index.ts';
import { countDemands, getDemand, listDemands, listOffers } from '../demands/index.ts';
import { listShares, readRound, readRounds } from '../pools/index.ts';
import { buysFor } from '../rights.ts';
import { listSupply } from '../supply/index.ts';
import { paged, paging, REFUSED, SECURED } from './caller.ts';
import {
  agreementShape,
  contractShape,
  demandShape,
  figuresShape,
  offerShape,
  pageOf,
  poolShape,
  reliabilityShape,
  shareShape,
  supplyShape,
} from './schemas.ts';
import { agreementOf, contractOf, demandOf, poolOf } from './views.ts';

const id = z.object({
  id: z
    .string()
    .max(40)
    .openapi({ param: { name: 'id', in: 'path' } }),
});
const langIn = (c: Context): Lang => langOf(c.req.header('accept-language'));
const PUBLIC_READ = 'public, max-age=60';

/** The producers the bearer acts for on a day, within its scopes. */
function ownProducers({ territory }: App, actor: Actor, day: string): string[] {
  if (!isPerson(actor)) return [];
  return producersOf(territory, actor, day).filter((producer) =>
    may(territory, actor, 'act_for_producer', { unit: NATION, producer }, day),
  );
}

const send = (c: Context, value: unknown) => c.json(value as object, 200) as never;
const todayOf = (app: App) => dayOf(app.clock());

export function addReads(api: OpenAPIHono, app: App): void {
  // one ETag for everything read here: a poll that finds nothing new costs no bytes
  api.use('/sourcing/*', async (c, next) => (c.req.method === 'GET' ? etag()(c, next) : next()));
  addDemandReads(api, app);
  addPoolReads(api, app);
  addOwnReads(api, app);
  addContractReads(api, app);
  addFigures(api, app);
}

function addDemandReads(api: OpenAPIHono, app: App): void {
  const demandQuery = z.strictObject({
    view: z.enum(['open', 'mine', 'invited']).default('open').openapi({
      description:
        'Open public ones (no token needed), those of the bearer’s organisations in any state, or open ones the bearer’s producers may answer.',
    }),
    ...paging,
  });
  api.openapi(
    createRoute({
      ...SECURED,
      method: 'get',
      path: '/sourcing/demands',
      summary: 'Demands: what buyers ask for',
      request: { query: demandQuery },
      responses: {
        200: ok(pageOf(demandShape, 'SourcingDemandPage'), 'A page, with Link to the others.'),
        401: REFUSED[401],
        422: REFUSED[422],
      },
    }),
    async (c) => {
      const query = c.req.valid('query');
      const ctx = query.view === 'open' ? await readerOf(app, c) : await callerOf(app, c);
      const filter =
        query.view === 'mine'
          ? { organisations: buysFor(app.territory, ctx.actor, todayOf(app)).map((o) => o.id) }
          : { open: app.clock(), visibleTo: query.view === 'invited' ? ownProducers(app, ctx.actor, todayOf(app)) : [] };
      const [total, items] = await Promise.all([
        countDemands(ctx.db, filter),
        listDemands(ctx.db, { ...filter, limit: query.pageSize, offset: (query.page - 1) * query.pageSize }),
      ]);
      if (query.view === 'open' && ctx.actor.kind === 'public') c.header('Cache-Control', PUBLIC_READ);
      return send(c, paged(c, query, total, items.map(demandOf)));
    },
  );
  api.openapi(
    createRoute({
      ...SECURED,
      method: 'get',
      path: '/sourcing/demands/{id}',
      summary: 'One demand with its deliveries; a private one for its buyer and whom it invites',
      request: { params: id },
      responses: { 200: ok(demandShape, 'The demand.'), 401: REFUSED[401], 404: REFUSED[404] },
    }),
    async (c) => {
      const ctx = await readerOf(app, c);
      const { mine: _mine, ...demand } = await getDemand(
        ctx,
        c.req.valid('param').id,
        app.territory,
        ownProducers(app, ctx.actor, todayOf(app)),
      );
      return send(c, demandOf(demand));
    },
  );
  api.openapi(
    createRoute({
      ...SECURED,
      method: 'get',
      path: '/sourcing/demands/{id}/offers',
      summary:
        'Offers on a demand: all for its buyer (sealed prices after closing only), their own for producers; who sees a price is written down',
      request: { params: id },
      responses: {
        200: ok(z.object({ items: z.array(offerShape) }).openapi('SourcingOffers'), 'The offers.'),
        401: REFUSED[401],
        404: REFUSED[404],
      },
    }),
    async (c) => {
      const ctx = await callerOf(app, c);
      const offers = await listOffers(ctx, c.req.valid('param').id, app.territory, ownProducers(app, ctx.actor, todayOf(app)));
      return send(c, { items: offers.map(({ demandId: _demand, ...o }) => o) });
    },
  );
}

function addPoolReads(api: OpenAPIHono, app: App): void {
  api.openapi(
    createRoute({
      ...SECURED,
      method: 'get',
      path: '/sourcing/demands/{id}/pools',
      summary: 'Every round of a demand with its result, for its buyer',
      request: { params: id },
      responses: {
        200: ok(z.object({ items: z.array(poolShape) }).openapi('SourcingPools'), 'The newest first.'),
        401: REFUSED[401],
        403: REFUSED[403],
        404: REFUSED[404],
      },
    }),
    async (c) => {
      const rounds = await readRounds(await callerOf(app, c), c.req.valid('param').id, app.territory);
      return send(c, { items: rounds.map((r) => poolOf(r, true, langIn(c))) });
    },
  );
  api.openapi(
    createRoute({
      ...SECURED,
      method: 'get',
      path: '/sourcing/pools/{id}',
      summary: 'One round: whole for the buyer, their own shares for producers',
      request: { params: id },
      responses: { 200: ok(poolShape, 'The round.'), 401: REFUSED[401], 404: REFUSED[404] },
    }),
    async (c) => {
      const { round, whole } = await readRound(await callerOf(app, c), c.req.valid('param').id, app.territory);
      return send(c, poolOf(round, whole, langIn(c)));
    },
  );
}

function addOwnReads(api: OpenAPIHono, app: App): void {
  api.openapi(
    createRoute({
      ...SECURED,
      method: 'get',
      path: '/sourcing/shares',
      summary: 'What the bearer’s producers were asked to deliver, and what they answered',
      responses: { 200: ok(z.object({ items: z.array(shareShape) }).openapi('SourcingShares'), 'By day of delivery.'), 401: REFUSED[401] },
    }),
    async (c) => {
      const ctx = await callerOf(app, c);
      return send(c, { items: await listShares(ctx.db, { producerIds: ownProducers(app, ctx.actor, todayOf(app)) }) });
    },
  );
  api.openapi(
    createRoute({
      ...SECURED,
      method: 'get',
      path: '/sourcing/supply',
      summary: 'What the bearer’s producers stated they can deliver, and what is held of it',
      responses: { 200: ok(z.object({ items: z.array(supplyShape) }).openapi('SourcingSupplies'), 'By product.'), 401: REFUSED[401] },
    }),
    async (c) => {
      const ctx = await callerOf(app, c);
      const producerIds = ownProducers(app, ctx.actor, todayOf(app));
      return send(c, { items: producerIds.length > 0 ? await listSupply(ctx.db, { producerIds, from: todayOf(app) }) : [] });
    },
  );
}

function addContractReads(api: OpenAPIHono, app: App): void {
  api.openapi(
    createRoute({
      ...SECURED,
      method: 'get',
      path: '/sourcing/contracts',
      summary: 'Memoranda and contracts the bearer buys, leads or delivers for',
      request: { query: z.strictObject(paging) },
      responses: { 200: ok(pageOf(agreementShape, 'SourcingAgreementPage'), 'The newest first.'), 401: REFUSED[401], 422: REFUSED[422] },
    }),
    async (c) => {
      const query = c.req.valid('query');
      const ctx = await callerOf(app, c);
      const filter = {
        organisations: buysFor(app.territory, ctx.actor, todayOf(app)).map((o) => o.id),
        producers: ownProducers(app, ctx.actor, todayOf(app)),
      };
      const [total, items] = await Promise.all([
        countAgreements(ctx.db, filter),
        listAgreements(ctx.db, { ...filter, limit: query.pageSize, offset: (query.page - 1) * query.pageSize }),
      ]);
      // the whole amount only where the whole is theirs to see
      const shown = items.map((a) =>
        filter.organisations.includes(a.organisationId) || filter.producers.includes(a.leadProducerId ?? '')
          ? agreementOf(a)
          : { ...agreementOf(a), amount: totalOf(a.terms.lines.filter((l) => filter.producers.includes(l.producerId))) },
      );
      return send(c, paged(c, query, total, shown));
    },
  );
  api.openapi(
    createRoute({
      ...SECURED,
      method: 'get',
      path: '/sourcing/contracts/{id}',
      summary: 'One agreement with its deliveries, checks and payments; a member of a pool sees its own part',
      request: { params: id },
      responses: { 200: ok(contractShape, 'The agreement.'), 401: REFUSED[401], 404: REFUSED[404] },
    }),
    async (c) => send(c, contractOf(await getAgreement(await callerOf(app, c), c.req.valid('param').id, app.territory))),
  );
  api.openapi(
    createRoute({
      ...SECURED,
      method: 'get',
      path: '/sourcing/producers/{id}/reliability',
      summary: 'How a producer kept its word, from facts alone; for verified buyers, officers and the producer',
      request: { params: id },
      responses: {
        200: ok(reliabilityShape, 'Four parts and the facts under them.'),
        401: REFUSED[401],
        403: REFUSED[403],
        404: REFUSED[404],
      },
    }),
    async (c) => {
      const producerId = c.req.valid('param').id;
      const { numbers, facts } = await showReliability(await callerOf(app, c), producerId, app.territory);
      return send(c, {
        producerId,
        ...numbers,
        facts: facts.map(({ kind, day, demand, accepted, received, struck }) => ({ kind, day, demand, accepted, received, struck })),
      });
    },
  );
}

const figureQuery = z.strictObject({
  by: z.enum(['month', 'province']).default('month'),
  from: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional()
    .openapi({ description: 'The first month, YYYY-MM.' }),
});

async function figuresOf(app: App, query: z.infer<typeof figureQuery>) {
  const { sample, rows } = await readShownFigures(await app.reader(), { by: [query.by], from: query.from });
  return {
    sample,
    rows: rows.map(({ month, province, stage, count, amount }) => {
      const key = query.by === 'month' ? month : province;
      return { key, label: query.by === 'month' ? key : (app.territory.province(key, 34)?.name ?? key), stage, count, amount };
    }),
  };
}

function addFigures(api: OpenAPIHono, app: App): void {
  const about = 'Memoranda, lapsed, contracted, delivered, accepted, paid, paid out: different things, never added to each other';
  api.openapi(
    createRoute({
      method: 'get',
      path: '/sourcing/figures',
      tags: ['sourcing'],
      summary: about,
      request: { query: figureQuery },
      responses: { 200: ok(figuresShape, 'By month or by province.'), 422: REFUSED[422] },
    }),
    async (c) => {
      const query = c.req.valid('query');
      const lang = langIn(c);
      c.header('Cache-Control', PUBLIC_READ);
      const definitions = Object.fromEntries(STAGES.map((s) => [s, FIGURE_WORDS[s][lang]]));
      return c.json({ by: query.by, from: query.from ?? null, ...(await figuresOf(app, query)), definitions }, 200) as never;
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/sourcing/figures.csv',
      tags: ['sourcing'],
      summary: 'The same as a table',
      request: { query: figureQuery },
      responses: { 200: { description: 'CSV, UTF-8.', content: { 'text/csv': { schema: z.string() } } }, 422: REFUSED[422] },
    }),
    async (c) => {
      const query = c.req.valid('query');
      const { sample, rows } = await figuresOf(app, query);
      const head = [query.by, 'label', 'stage', 'count', 'amount', 'sample'];
      const text = stringify([head, ...rows.map((r) => [r.key, r.label, r.stage, r.count, r.amount, sample])], {
        bom: true,
        escape_formulas: true,
      });
      return c.body(text, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="cung-cau-${query.by}.csv"`,
        'cache-control': PUBLIC_READ,
      }) as never;
    },
  );
}
