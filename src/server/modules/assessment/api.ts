// GET /rulesets, GET /rulesets/{id}/sets/{no}, POST /score, POST /score/plan: open, stateless, described for OpenAPI.
import { createHash } from 'node:crypto';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { App } from '#server/app-port.ts';
import { AppError, type Fault, notFound } from '#server/platform/errors.ts';
import { assertJson, ok, refusal, unchanged, withinLimit } from '#server/platform/openapi.ts';
import { addRoute } from './route-api.ts';
import { knownRulesets } from './rulesets/known.ts';
import { findSet, listRulesets } from './rulesets/view.ts';
import { planAnswer, planQuestion, rulesetsAnswer, scoreAnswer, scoreQuestion, setAnswer } from './schema.ts';
import { planSheet, scoreSheet } from './score-sheet.ts';

/** Own keys of this name vanish while parsing; nobody sends them in good faith. */
const SHADOW = '__proto__';

const body = (schema: z.ZodType) => ({ required: true, content: { 'application/json': { schema } } });
const REFUSED = { 413: refusal('Over 64 kB.'), 415: refusal('Not JSON.'), 422: refusal('Codes or values that do not fit, by name.') };

const invalid = (faults: Fault[]) =>
  new AppError('invalid', { vi: 'Yêu cầu có giá trị không hợp lệ.', en: 'The request has values that do not fit.' }, faults);

const small = withinLimit(64);
/** JSON without a key that would vanish while parsing. */
const isPlainJson: MiddlewareHandler = async (c, next) => {
  assertJson(c);
  let sent: unknown;
  try {
    sent = JSON.parse(await c.req.text());
  } catch {
    throw invalid([{ path: '', code: 'invalid', message: { vi: 'Nội dung không phải JSON.', en: 'The body is not JSON.' } }]);
  }
  const objects = sent && typeof sent === 'object' ? [sent, ...Object.values(sent)] : [];
  if (objects.some((o) => o && typeof o === 'object' && Object.hasOwn(o, SHADOW)))
    throw invalid([{ path: SHADOW, code: 'unknown', message: { vi: `Không có mã ${SHADOW}.`, en: `There is no code ${SHADOW}.` } }]);
  await next();
};

const rulesetsRoute = createRoute({
  method: 'get',
  path: '/rulesets',
  tags: ['assessment'],
  summary: 'The criteria in force now and before, oldest first.',
  responses: { 200: ok(rulesetsAnswer, 'Rulesets with their days, bands, levels and sets.'), 304: unchanged },
});
const setRoute = createRoute({
  method: 'get',
  path: '/rulesets/{id}/sets/{no}',
  tags: ['assessment'],
  summary: 'One criteria set: structure, points, gates, knock-outs, labels.',
  request: {
    params: z.object({
      id: z.string().openapi({ param: { name: 'id', in: 'path' }, example: 'QD26-2026' }),
      no: z.string().openapi({ param: { name: 'no', in: 'path' }, example: '1' }),
    }),
  },
  responses: { 200: ok(setAnswer, 'The set.'), 304: unchanged, 404: refusal('No such ruleset or set.') },
});
const scoreRoute = createRoute({
  method: 'post',
  path: '/score',
  tags: ['assessment'],
  summary: 'Points, gates and star of one filled sheet.',
  request: { body: body(scoreQuestion) },
  middleware: [small, isPlainJson] as const,
  responses: { 200: ok(scoreAnswer, 'The score.'), ...REFUSED },
});
const planRoute = createRoute({
  method: 'post',
  path: '/score/plan',
  tags: ['assessment'],
  summary: 'The smallest set of changes from a sheet to a star.',
  request: { body: body(planQuestion) },
  middleware: [small, isPlainJson] as const,
  responses: { 200: ok(planAnswer, 'Fewest changes, then fewest points; proved minimal.'), ...REFUSED },
});

/** What the schema found, as faults of ours. */
function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: key,
        code: 'unknown_parameter',
        message: { vi: `Không có trường “${key.slice(0, 40)}”.`, en: `There is no field “${key.slice(0, 40)}”.` },
      }));
    const path = issue.path.join('.');
    const name = path || 'body';
    return [{ path, code: 'invalid', message: { vi: `Giá trị của ${name} không hợp lệ.`, en: `The value of ${name} is not valid.` } }];
  });
}

const unfit = (error: z.ZodError) => invalid(faultsOf(error));

type Ready = { text: string; etag: string };
const ready = (value: unknown): Ready => {
  const text = JSON.stringify(value);
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
};
function send(request: Request, { text, etag }: Ready): Response {
  const headers = { etag, 'cache-control': 'public, max-age=3600' };
  const asked = (request.headers.get('if-none-match') ?? '').split(',').map((t) => t.trim().replace(/^W\//, ''));
  if (asked.includes(etag) || asked.includes('*')) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } });
}

export function assessmentApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw unfit(result.error as unknown as z.ZodError);
    },
  });
  // A ruleset never changes, so its answers are made once; the list anew when one is imported.
  let rulesets: { of: readonly unknown[]; ready: Ready } | undefined;
  const sets = new Map<string, Ready>();

  api.openapi(rulesetsRoute, (c) => {
    if (rulesets?.of !== knownRulesets()) rulesets = { of: knownRulesets(), ready: ready(listRulesets()) };
    return send(c.req.raw, rulesets.ready) as never;
  });
  api.openapi(setRoute, (c) => {
    const { id, no } = c.req.valid('param');
    const found = /^[1-9]\d{0,2}$/.test(no) ? findSet(id, Number(no)) : undefined;
    if (!found) throw notFound('no', { vi: 'bộ tiêu chí', en: 'criteria set' });
    const key = `${id}/${no}`;
    const answer = sets.get(key) ?? ready(found);
    sets.set(key, answer);
    return send(c.req.raw, answer) as never;
  });
  api.openapi(scoreRoute, (c) => c.json(scoreSheet(c.req.valid('json') as z.infer<typeof scoreQuestion>), 200));
  api.openapi(planRoute, (c) => c.json(planSheet(c.req.valid('json') as z.infer<typeof planQuestion>), 200));
  addRoute(api, app, { guards: [small, isPlainJson], unfit });
  return api;
}
