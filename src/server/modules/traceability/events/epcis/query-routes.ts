// GET /epcis/events and its kin, the collections of values, named queries.
import type { OpenAPIHono } from '@hono/zod-openapi';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { App } from '#server/app-port.ts';
import { type Actor, isPerson, producersOf } from '#server/modules/identity/index.ts';
import { AppError, type Fault, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { type Collection, findEvent, findEvents, listValues, type Reader } from '../queries/find-events.ts';
import { isObject, type Obj } from '../rules/checks.ts';
import { lotKey, uriOf } from '../rules/lot-key.ts';
import { EVENT_TYPES } from '../rules/vocabulary.ts';
import '../tables.ts';
import { readBody } from './capture-routes.ts';
import { bare, type EventQuery, pageToken, pagingOf, placeKey, queryOf, readPaging, readParameters } from './parameters.ts';
import { badParameters, EpcisError } from './problem.ts';
import { AnyEvent, Problem, QueryDocument, StoredQuery, Values } from './shapes.ts';

const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'];
const refused = { description: 'A problem.', content: { 'application/problem+json': { schema: Problem } } };
const security = [{ Bearer: [] }];
const tags = ['epcis'];
const found = { description: 'A page of events; Link rel=next goes on.', content: { 'application/json': { schema: QueryDocument } } };
const listed = { description: 'A page of values.', content: { 'application/json': { schema: Values } } };
const QUERY_NAME = /^[\p{L}\p{N}._-]{1,100}$/u;

type Kind = { path: string; key: string; narrow: (value: string, q: EventQuery, origin: string | undefined) => void };
const set = (q: EventQuery, more: Partial<EventQuery>): void => {
  Object.assign(q, more);
};
const KINDS: Kind[] = [
  { path: 'eventTypes', key: 'eventType', narrow: (v, q) => set(q, { type: [v] }) },
  {
    path: 'epcs',
    key: 'epc',
    narrow: (v, q, origin) => set(q, { epcs: [...q.epcs, { keys: [lotKey(v, origin).key], roles: undefined }] }),
  },
  { path: 'bizSteps', key: 'bizStep', narrow: (v, q) => set(q, { bizStep: [bare(v)] }) },
  { path: 'bizLocations', key: 'bizLocation', narrow: (v, q) => set(q, { bizLocation: [placeKey(v)] }) },
  { path: 'readPoints', key: 'readPoint', narrow: (v, q) => set(q, { readPoint: [placeKey(v)] }) },
  { path: 'dispositions', key: 'disposition', narrow: (v, q) => set(q, { disposition: [bare(v)] }) },
];

export function addQueryRoutes(api: OpenAPIHono, app: App, actorOf: (c: Context) => Promise<Actor>): void {
  const readerOf = async (c: Context): Promise<Reader & { id: string }> => {
    const actor = await actorOf(c);
    const day = dayOf(app.clock());
    return { owners: isPerson(actor) ? producersOf(app.territory, actor, day) : [], day, id: actor.id };
  };
  const next = (c: Context, after: string | undefined) => {
    if (after === undefined) return;
    const url = new URL(c.req.url);
    url.searchParams.set('nextPageToken', pageToken(after));
    c.header('Link', `<${url.pathname}?${url.searchParams}>; rel="next"`);
  };
  const answer = async (c: Context, narrow: (q: EventQuery) => void = () => {}, name = 'SimpleEventQuery', stored?: Obj) => {
    const reader = await readerOf(c);
    const faults: Fault[] = [];
    const { paging, rest } = readPaging(new URL(c.req.url), faults);
    const query = readParameters(stored ? [...parametersOf(stored), ...rest] : rest, app.origin, faults);
    if (faults.length > 0) throw badParameters(faults);
    narrow(query);
    const { events, next: after } = await findEvents(app.db, query, reader, paging);
    next(c, after);
    return {
      '@context': CONTEXT,
      type: 'EPCISQueryDocument' as const,
      schemaVersion: '2.0' as const,
      creationDate: app.clock().toISOString(),
      epcisBody: { queryResults: { queryName: name, resultsBody: { eventList: events } } },
    };
  };

  const get = (path: string, summary: string, response: typeof found | typeof listed, param?: string) =>
    createRoute({
      method: 'get',
      path,
      tags,
      security,
      summary,
      ...(param ? { request: { params: z.object({ [param]: z.string() }) } } : {}),
      responses: { 200: response, 400: refused, 401: refused, 404: refused },
    });

  api.openapi(
    get('/epcis/events', 'Events, by the parameters of the SimpleEventQuery', found),
    async (c) => c.json(await answer(c), 200) as never,
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/epcis/events/{eventID}',
      tags,
      security,
      summary: 'One event',
      request: { params: z.object({ eventID: z.string() }) },
      responses: { 200: { description: 'The event.', content: { 'application/json': { schema: AnyEvent } } }, 401: refused, 404: refused },
    }),
    async (c) => {
      const event = await findEvent(app.db, c.req.valid('param').eventID, await readerOf(c));
      if (!event) throw notFound('eventID', { vi: 'sự kiện', en: 'event' });
      const own = event['@context'];
      return c.json({ ...event, '@context': own === undefined ? CONTEXT : [...CONTEXT, own] } as never, 200);
    },
  );
  for (const { path, key, narrow } of KINDS) {
    const name = `/epcis/${path}`;
    api.openapi(get(name, `Values of ${key} in the events one may see`, listed), async (c) => {
      const reader = await readerOf(c);
      const paging = pagingOf(new URL(c.req.url));
      if (path === 'eventTypes') return c.json({ '@context': CONTEXT, type: 'Collection', member: [...EVENT_TYPES] }, 200) as never;
      const { values, next: after } = await listValues(app.db, path as Collection, reader, paging);
      next(c, after);
      return c.json({ '@context': CONTEXT, type: 'Collection', member: values.map((v) => uriOf(v, app.origin)) }, 200) as never;
    });
    const assertThere = (value: string) => {
      if (path === 'eventTypes' && !EVENT_TYPES.has(value) && !value.includes(':'))
        throw notFound(key, { vi: 'loại sự kiện', en: 'type of event' });
    };
    api.openapi(get(`${name}/{${key}}`, 'What can be asked here', listed, key), async (c) => {
      await readerOf(c);
      assertThere((c.req.param() as Record<string, string>)[key] ?? '');
      return c.json({ '@context': CONTEXT, type: 'Collection', member: ['events'] }, 200) as never;
    });
    api.openapi(get(`${name}/{${key}}/events`, `Events with this ${key}`, found, key), async (c) => {
      const value = (c.req.param() as Record<string, string>)[key] ?? '';
      assertThere(value);
      return c.json(await answer(c, (q) => narrow(value, q, app.origin)), 200) as never;
    });
  }
  addNamedQueries(api, app, readerOf, answer);
}

/** The parameters of a stored query. */
const parametersOf = (query: Obj): [string, string | string[]][] =>
  Object.entries(query)
    .filter(([k]) => k !== '@context')
    .map(([k, v]) => [k, Array.isArray(v) ? v.map(String) : String(v)]);

type Answer = (c: Context, narrow: undefined, name: string, stored: Obj) => Promise<object>;

function addNamedQueries(api: OpenAPIHono, app: App, readerOf: (c: Context) => Promise<Reader & { id: string }>, answer: unknown): void {
  const unknownName = () =>
    new EpcisError({ status: 404, type: 'NoSuchNameException' }, notFound('queryName', { vi: 'truy vấn', en: 'query' }));
  const params = z.object({ queryName: z.string() });
  const read = async (owner: string, name: string) => {
    const row = await app.db
      .selectFrom('traceability.named_query')
      .select(['name', 'query'])
      .where('owner', '=', owner)
      .where('name', '=', name)
      .executeTakeFirst();
    if (!row) throw unknownName();
    return { name: row.name, query: row.query as Obj };
  };
  const one = { description: 'The query.', content: { 'application/json': { schema: StoredQuery } } };

  api.openAPIRegistry.registerPath(
    createRoute({
      method: 'post',
      path: '/epcis/queries',
      tags,
      security,
      summary: 'Keep a query under a name',
      request: { body: { content: { 'application/json': { schema: StoredQuery } } } },
      responses: { 201: { description: 'Kept.' }, 400: refused, 401: refused, 409: refused, 415: refused },
    }),
  );
  api.post('/epcis/queries', async (c) => {
    const { id } = await readerOf(c);
    const body = await readBody(c);
    if (!isObject(body) || typeof body.name !== 'string' || !QUERY_NAME.test(body.name) || !isObject(body.query)) {
      const why = { vi: 'Cần name và query.', en: 'A name and a query are needed.' };
      throw new EpcisError(
        { status: 400, type: 'QueryValidationException' },
        new AppError('invalid', why, [{ path: 'name', code: 'required', message: why }]),
      );
    }
    queryOf(parametersOf(body.query), app.origin);
    const done = await app.db
      .insertInto('traceability.named_query')
      .values({ owner: id, name: body.name, query: JSON.stringify(body.query), created_at: app.clock() })
      .onConflict((x) => x.columns(['owner', 'name']).doNothing())
      .returning('name')
      .executeTakeFirst();
    if (!done) throw new AppError('conflict', { vi: 'Tên này đã dùng.', en: 'This name is taken.' });
    return c.body(null, 201, { Location: `/epcis/queries/${encodeURIComponent(body.name)}` });
  });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/epcis/queries',
      tags,
      security,
      summary: 'One’s named queries',
      responses: { 200: { description: 'All of them.', content: { 'application/json': { schema: z.array(StoredQuery) } } }, 401: refused },
    }),
    async (c) => {
      const { id } = await readerOf(c);
      const rows = await app.db
        .selectFrom('traceability.named_query')
        .select(['name', 'query'])
        .where('owner', '=', id)
        .orderBy('name')
        .execute();
      return c.json(rows as { name: string; query: Obj }[], 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/epcis/queries/{queryName}',
      tags,
      security,
      summary: 'One query',
      request: { params },
      responses: { 200: one, 401: refused, 404: refused },
    }),
    async (c) => c.json(await read((await readerOf(c)).id, c.req.valid('param').queryName), 200),
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/epcis/queries/{queryName}/events',
      tags,
      security,
      summary: 'What the query finds now',
      request: { params },
      responses: { 200: found, 400: refused, 401: refused, 404: refused },
    }),
    async (c) => {
      const { name, query } = await read((await readerOf(c)).id, c.req.valid('param').queryName);
      return c.json((await (answer as Answer)(c, undefined, name, query)) as never, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/epcis/queries/{queryName}',
      tags,
      security,
      summary: 'Forget the query',
      request: { params },
      responses: { 204: { description: 'Gone.' }, 401: refused, 404: refused },
    }),
    async (c) => {
      const { id } = await readerOf(c);
      const gone = await app.db
        .deleteFrom('traceability.named_query')
        .where('owner', '=', id)
        .where('name', '=', c.req.valid('param').queryName)
        .returning('name')
        .executeTakeFirst();
      if (!gone) throw unknownName();
      return c.body(null, 204);
    },
  );
}
