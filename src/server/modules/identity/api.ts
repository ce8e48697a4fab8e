import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';
import { AppError } from '#server/platform/errors.ts';
import { refusal } from '#server/platform/openapi.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { bearerOf } from './bearer.ts';
import { inEffect, levelOf, may, verbsOf } from './policy.ts';
import { ROLES, SCOPE_VERBS, SCOPES, VERBS } from './rules/roles.ts';
import { tokenRoute } from './token-api.ts';

const RoleHeld = z
  .object({
    id: z.string(),
    role: z.enum(ROLES),
    unit: z.string().openapi({ description: 'VN, a province of today or a commune of today' }),
    organisation: z.object({ id: z.string(), name: z.string() }).nullable(),
    producers: z.array(z.string()).openapi({ description: 'Producers it may act for today' }),
    validFrom: z.string(),
    validUntil: z.string().nullable(),
    lent: z.boolean(),
    inEffect: z.boolean(),
    verbs: z.array(z.enum(VERBS)),
  })
  .openapi('RoleHeld');
const Me = z
  .object({
    account: z.string(),
    name: z.string(),
    sample: z.boolean(),
    scopes: z.array(z.enum(SCOPES)).nullable(),
    roles: z.array(RoleHeld),
  })
  .openapi('Me');

const meRoute = createRoute({
  method: 'get',
  path: '/me',
  summary: 'Who the token speaks for, and with which roles',
  security: [{ Bearer: [] }],
  responses: {
    200: { description: 'The person and the roles', content: { 'application/json': { schema: Me } } },
    401: refusal('No token, or one that does not hold.'),
  },
});

const Question = z
  .object({
    verb: z.enum(VERBS),
    unit: z.string().openapi({ description: 'VN, a province of today or a commune of today', example: '01' }),
    producer: z.string().min(1).max(20).optional(),
    day: z.string().refine(isDay).optional().openapi({ description: 'Default: today', example: '2026-11-22' }),
  })
  .strict();
const mayRoute = createRoute({
  method: 'get',
  path: '/me/may',
  summary: 'May the bearer do this, there, on that day?',
  security: [{ Bearer: [] }],
  request: { query: Question },
  responses: {
    200: { description: 'The answer', content: { 'application/json': { schema: z.object({ may: z.boolean() }).openapi('Right') } } },
    401: refusal('No token, or one that does not hold.'),
    422: refusal('A value that does not fit.'),
  },
});

/** GET /me and /me/may. The API knows people by Bearer token only; the cookie of the pages is not looked at. */
export function identityApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) refuse(result.error.issues.flatMap((i) => (i.code === 'unrecognized_keys' ? i.keys : [i.path.join('.')])));
    },
  });
  api.openAPIRegistry.registerComponent('securitySchemes', 'Bearer', {
    type: 'http',
    scheme: 'bearer',
    description:
      'A short-lived token of POST /token, the secret of an API client (/my/tai-khoan), or of a sample person (sanvat sample token).',
  });
  api.openapi(meRoute, async (c) => {
    const actor = await bearerOf(app, c);
    const today = dayOf(app.clock());
    const allowed = actor.scopes?.flatMap((s) => SCOPE_VERBS[s]);
    const roles = actor.assignments.map((a) => ({
      id: a.id,
      role: a.role,
      unit: a.unit,
      organisation: a.organisation,
      producers: a.producers.filter((p) => p.from <= today && (p.until === null || today <= p.until)).map((p) => p.id),
      validFrom: a.from,
      validUntil: a.until,
      lent: a.source !== null,
      inEffect: inEffect(app.territory, a, today),
      verbs: verbsOf(a).filter((v) => !allowed || allowed.includes(v)),
    }));
    return c.json({ account: actor.account, name: actor.name, sample: actor.sample, scopes: actor.scopes ?? null, roles }, 200);
  });
  api.openapi(mayRoute, async (c) => {
    const { verb, unit, producer, day } = c.req.valid('query');
    const actor = await bearerOf(app, c);
    if (!levelOf(app.territory, unit)) refuse(['unit']);
    const place = { unit, ...(producer ? { producer } : {}) };
    return c.json({ may: may(app.territory, actor, verb, place, day ?? dayOf(app.clock())) }, 200);
  });
  tokenRoute(api, app);
  return api;
}

function refuse(paths: string[]): never {
  const faults = paths.map((path) => ({
    path,
    code: 'invalid',
    message: { vi: `Giá trị của ${path} không hợp lệ.`, en: `The value of ${path} is not valid.` },
  }));
  throw new AppError('invalid', { vi: 'Yêu cầu có giá trị không hợp lệ.', en: 'The request has values that do not fit.' }, faults);
}
