// EPCIS 2.0 for machines, under /epcis.
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { App } from '#server/app-port.ts';
import { bearerOf } from '#server/modules/identity/index.ts';
import { AppError, leftEarly, notFound } from '#server/platform/errors.ts';
import { langOf } from '#shared/lang.ts';
import { MOST_EVENTS } from './commands/capture-events.ts';
import { addCaptureRoutes, MOST_BYTES } from './epcis/capture-routes.ts';
import { allowAt, assertAnswerable, LEFT_OUT, leftOut, nameForm, TOP } from './epcis/negotiate.ts';
import { CAPTURE_HEADERS, problem, VERSIONS } from './epcis/problem.ts';
import { addQueryRoutes } from './epcis/query-routes.ts';

/** Under /api/v1: nothing; machines speak EPCIS. */
export function eventsApi(_app: App): OpenAPIHono {
  return new OpenAPIHono();
}

/** Under /, at the addresses the standards give. */
export function eventsRoots(app: App): OpenAPIHono {
  const api = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw new AppError('invalid', { vi: 'Tham số không đúng.', en: 'A parameter does not fit.' });
    },
  });
  api.onError((error, c) => {
    const lang = langOf(c.req.header('accept-language'));
    if (!(error instanceof AppError) || error.cause)
      app.log[leftEarly(error) ? 'debug' : 'error']({ err: error, path: c.req.path }, 'epcis failed');
    const known =
      error instanceof AppError
        ? error
        : new AppError('internal', { vi: 'Hệ thống gặp trục trặc.', en: 'Something went wrong on our side.' });
    const limits = known.code === 'too_large' && c.req.path === '/epcis/capture' ? CAPTURE_HEADERS(MOST_EVENTS, MOST_BYTES) : {};
    for (const [k, v] of Object.entries({ ...VERSIONS, ...limits })) c.header(k, v);
    return problem(c, known, lang);
  });
  api.use('/epcis/*', async (c, next) => {
    for (const [k, v] of Object.entries(VERSIONS)) c.header(k, v);
    c.header('Access-Control-Expose-Headers', [...Object.keys(VERSIONS), 'Link', 'Location', 'GS1-EPCIS-Capture-Limit'].join(', '));
    assertAnswerable(c);
    await next();
    nameForm(c);
  });
  const options = (c: Context) => {
    const allow = allowAt(c.req.path) ?? 'OPTIONS';
    return c.body(null, 204, {
      ...VERSIONS,
      ...(c.req.path === '/epcis/capture' ? CAPTURE_HEADERS(MOST_EVENTS, MOST_BYTES) : {}),
      Allow: allow,
      'Access-Control-Allow-Methods': allow,
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, Accept, Accept-Language, Sanvat-Producer, GS1-Capture-Error-Behaviour',
    });
  };
  for (const path of LEFT_OUT)
    api.all(path, () => {
      throw leftOut();
    });
  api.options('/epcis', options);
  for (const top of TOP) {
    api.options(`/epcis/${top}`, options);
    api.options(`/epcis/${top}/*`, options);
  }
  api.get('/epcis', (c) =>
    c.json(
      { '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'], type: 'Collection', member: TOP },
      200,
      VERSIONS,
    ),
  );
  const actor = (c: Context) => bearerOf(app, c);
  addCaptureRoutes(api, app, actor);
  addQueryRoutes(api, app, actor);
  // whatever is left: also these answers are the standard's
  api.all('/epcis/*', (c) => {
    const allow = allowAt(c.req.path);
    if (allow === undefined || allow.includes(c.req.method)) throw notFound('', { vi: 'địa chỉ', en: 'address' });
    c.header('Allow', allow);
    throw new AppError('method_not_allowed', { vi: `Địa chỉ này chỉ nhận ${allow}.`, en: `This address takes ${allow} only.` });
  });
  return api;
}
