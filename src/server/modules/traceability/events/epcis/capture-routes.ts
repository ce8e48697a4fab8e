// POST /epcis/capture and /epcis/events; GET /epcis/capture and /epcis/capture/{id}.
import type { OpenAPIHono } from '@hono/zod-openapi';
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { sql } from 'kysely';
import type { App } from '#server/app-port.ts';
import { type Actor, isPerson, producersOf } from '#server/modules/identity/index.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { captureEvents, MOST_EVENTS } from '../commands/capture-events.ts';
import { isObject, isTime, type Json } from '../rules/checks.ts';
import '../tables.ts';
import { pageToken, pagingOf } from './parameters.ts';
import { badParameter, CAPTURE_HEADERS } from './problem.ts';
import { Problem } from './shapes.ts';

/** 2,000 events with their master data fit easily. */
export const MOST_BYTES = 10_000_000;
const JSON_TYPES = /^application\/(json|ld\+json)\s*(;|$)/i;

/** The JSON of a request; 415, 413 and 400 as the standard says. */
export async function readBody(c: Context): Promise<Json> {
  if (!JSON_TYPES.test(c.req.header('content-type') ?? '') || (c.req.header('content-encoding') ?? 'identity') !== 'identity')
    throw new AppError('unsupported_media_type', {
      vi: 'Chỉ nhận application/json hoặc application/ld+json, không nén.',
      en: 'Send application/json or application/ld+json, not packed.',
    });
  const tooLarge = () =>
    new AppError('too_large', { vi: `Tài liệu tối đa ${MOST_BYTES} byte.`, en: `A document has at most ${MOST_BYTES} bytes.` });
  if (Number(c.req.header('content-length') ?? 0) > MOST_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    const why = { vi: 'Nội dung không phải JSON (UTF-8).', en: 'The body is not JSON in UTF-8.' };
    throw new AppError('invalid', why, [{ path: '', code: 'malformed', message: why }]);
  }
}

const Job = z
  .object({
    captureID: z.string(),
    createdAt: z.string(),
    finishedAt: z.string(),
    running: z.boolean(),
    success: z.boolean(),
    captureErrorBehaviour: z.literal('rollback'),
    errors: z.array(z.unknown()),
    events: z.int(),
    stored: z.int().openapi({ description: 'Events that were not known before' }),
    warnings: z.array(z.unknown()).openapi({ description: 'What cannot be: yields, more sent than there was, units' }),
  })
  .openapi('EpcisCaptureJob');
const refused = {
  description: 'Refused as a whole; every fault in `errors`.',
  content: { 'application/problem+json': { schema: Problem } },
};
const document = {
  required: true,
  content: {
    'application/json': { schema: z.looseObject({}).openapi('EpcisDocument') },
    'application/ld+json': { schema: z.looseObject({}) },
  },
};
const security = [{ Bearer: [] }];

export const captureRoute = createRoute({
  method: 'post',
  path: '/epcis/capture',
  tags: ['epcis'],
  security,
  summary: 'Capture an EPCIS 2.0 document: all of its events or none. Scope `trace`.',
  description:
    'Header `Sanvat-Producer` names the producer when the client acts for several. Events are stored when the answer arrives; repeating a document changes nothing.',
  request: { body: document },
  responses: {
    202: { description: 'Stored; Location names the capture.' },
    400: refused,
    401: refused,
    403: refused,
    413: refused,
    415: refused,
  },
});
export const eventRoute = createRoute({
  method: 'post',
  path: '/epcis/events',
  tags: ['epcis'],
  security,
  summary: 'Capture one event with its context',
  request: { body: document },
  responses: {
    201: { description: 'Stored; Location names the event.' },
    400: refused,
    401: refused,
    403: refused,
    409: refused,
    415: refused,
  },
});
export const jobRoute = createRoute({
  method: 'get',
  path: '/epcis/capture/{captureID}',
  tags: ['epcis'],
  security,
  summary: 'One capture',
  request: { params: z.object({ captureID: z.string() }) },
  responses: { 200: { description: 'How it ended.', content: { 'application/json': { schema: Job } } }, 401: refused, 404: refused },
});
export const jobsRoute = createRoute({
  method: 'get',
  path: '/epcis/capture',
  tags: ['epcis'],
  security,
  summary: 'One’s own captures, the newest first',
  responses: { 200: { description: 'A page.', content: { 'application/json': { schema: z.array(Job) } } }, 401: refused },
});

type JobRow = { id: string; events: number; stored: number; warnings: unknown[]; at: Date };
const jobView = (j: JobRow) => ({
  captureID: j.id,
  createdAt: j.at.toISOString(),
  finishedAt: j.at.toISOString(),
  running: false,
  success: true,
  captureErrorBehaviour: 'rollback' as const,
  errors: [] as unknown[],
  events: j.events,
  stored: j.stored,
  warnings: j.warnings,
});

/** A page begins after the last capture of the page before: its instant and, for those of one instant, its id. */
const atOf = (after: string | undefined): string => {
  const [at = ''] = (after ?? '').split('~');
  if (!isTime(at)) throw badParameter('nextPageToken', 'Mã trang không đúng hoặc đã cũ.', 'The page token does not hold.');
  return at;
};
const idOf = (after: string | undefined): string => after?.split('~')[1] ?? '';

export function addCaptureRoutes(api: OpenAPIHono, app: App, actorOf: (c: Context) => Promise<Actor>): void {
  const owners = async (c: Context) => {
    const actor = await actorOf(c);
    return isPerson(actor) ? producersOf(app.territory, actor, dayOf(app.clock())) : [];
  };
  const capture = async (c: Context, document: Json, actor: Actor) =>
    captureEvents(app.ctx(actor), { document, producer: c.req.header('sanvat-producer') }, app.territory, app.origin);

  // registered by hand: the bodies are read and checked here, with the standard's answers
  api.openAPIRegistry.registerPath(captureRoute);
  api.post('/epcis/capture', async (c) => {
    const actor = await actorOf(c);
    const behaviour = c.req.header('gs1-capture-error-behaviour');
    if (behaviour !== undefined && behaviour !== 'rollback') {
      const why = { vi: 'Chỉ hỗ trợ rollback.', en: 'Only rollback is supported.' };
      throw new AppError('invalid', why, [{ path: 'GS1-Capture-Error-Behaviour', code: 'unsupported', message: why }]);
    }
    const document = await readBody(c);
    if (!isObject(document) || (document.type !== 'EPCISDocument' && document.type !== 'EPCISQueryDocument')) {
      const why = { vi: 'Cần EPCISDocument.', en: 'An EPCISDocument is needed.' };
      throw new AppError('invalid', why, [{ path: 'type', code: 'required', message: why }]);
    }
    const { captureId } = await capture(c, document, actor);
    return c.body(null, 202, { Location: `/epcis/capture/${captureId}`, ...CAPTURE_HEADERS(MOST_EVENTS, MOST_BYTES) });
  });
  api.openAPIRegistry.registerPath(eventRoute);
  api.post('/epcis/events', async (c) => {
    const actor = await actorOf(c);
    const event = await readBody(c);
    if (isObject(event) && (event.type === 'EPCISDocument' || event.type === 'EPCISQueryDocument')) {
      const why = { vi: 'Tài liệu gửi tới /epcis/capture.', en: 'Documents go to /epcis/capture.' };
      throw new AppError('invalid', why, [{ path: 'type', code: 'required', message: why }]);
    }
    const { eventIds, stored } = await capture(c, event, actor).catch((error: unknown) => {
      const taken = error instanceof AppError && error.faults.length > 0 && error.faults.every((f) => f.code === 'conflict');
      throw taken ? new AppError('conflict', error.faults[0]?.message ?? error.detail, error.faults) : error;
    });
    if (stored === 0) throw new AppError('conflict', { vi: 'Sự kiện này đã có.', en: 'This event is already stored.' });
    return c.body(null, 201, { Location: `/epcis/events/${encodeURIComponent(eventIds[0] ?? '')}` });
  });
  api.openapi(jobsRoute, async (c) => {
    const paging = pagingOf(new URL(c.req.url));
    const rows = await app.db
      .selectFrom('traceability.capture')
      .select(['id', 'events', 'stored', 'warnings', 'at'])
      .where('owner', 'in', [...(await owners(c)), ''])
      .$if(paging.after !== undefined, (qb) =>
        qb.where(sql<boolean>`(at, id) < (${atOf(paging.after)}::timestamptz, ${idOf(paging.after)})`),
      )
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(paging.perPage + 1)
      .execute();
    const shown = (rows as JobRow[]).slice(0, paging.perPage);
    if (rows.length > paging.perPage)
      c.header(
        'Link',
        `</epcis/capture?perPage=${paging.perPage}&nextPageToken=${pageToken(`${shown.at(-1)?.at.toISOString()}~${shown.at(-1)?.id}`)}>; rel="next"`,
      );
    return c.json(shown.map(jobView), 200);
  });
  api.openapi(jobRoute, async (c) => {
    const mine = await owners(c);
    const row = await app.db
      .selectFrom('traceability.capture')
      .select(['id', 'events', 'stored', 'warnings', 'at'])
      .where('id', '=', c.req.valid('param').captureID)
      .where('owner', 'in', [...mine, ''])
      .executeTakeFirst();
    if (!row) throw notFound('captureID', { vi: 'lần gửi', en: 'capture' });
    return c.json(jobView(row as JobRow), 200);
  });
}
