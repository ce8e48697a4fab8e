import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';
import { AppError } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { actorOf } from './authenticate.ts';
import { isPerson } from './person.ts';
import { inEffect, verbsOf } from './policy.ts';
import { ROLES, SCOPE_VERBS, SCOPES, VERBS } from './rules/roles.ts';

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
const Refusal = z
  .object({ type: z.string(), title: z.string(), status: z.int(), code: z.string(), errors: z.array(z.unknown()) })
  .openapi('Refusal');

const meRoute = createRoute({
  method: 'get',
  path: '/me',
  summary: 'Who the token speaks for, and with which roles',
  security: [{ Bearer: [] }],
  responses: {
    200: { description: 'The person and the roles', content: { 'application/json': { schema: Me } } },
    401: { description: 'No token, or one that does not hold', content: { 'application/problem+json': { schema: Refusal } } },
  },
});

/** GET /me. The API knows people by Bearer token only; the cookie of the pages is not looked at. */
export function identityApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono();
  api.openAPIRegistry.registerComponent('securitySchemes', 'Bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'The secret of an API client (/my), or of a sample person (sanvat sample token).',
  });
  api.openapi(meRoute, async (c) => {
    c.header('Cache-Control', 'no-store');
    const authorization = c.req.header('authorization');
    const actor = await actorOf(app, { headers: new Headers(authorization === undefined ? {} : { authorization }) });
    if (!isPerson(actor)) {
      c.header('WWW-Authenticate', 'Bearer');
      throw new AppError('unauthorized', { vi: 'Cần mã truy cập (Bearer).', en: 'A Bearer token is needed.' });
    }
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
  return api;
}
