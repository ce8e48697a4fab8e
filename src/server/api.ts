// Assembles the API from the modules' api.ts; shapes every error as problem+json; describes itself.
import { OpenAPIHono } from '@hono/zod-openapi';
import { HTTPException } from 'hono/http-exception';
import type { App } from '#server/app-port.ts';
import { methodsAt } from '#server/http/methods.ts';
import { assessmentApi } from '#server/modules/assessment/api.ts';
import { catalogueApi } from '#server/modules/catalogue/api.ts';
import { identityApi } from '#server/modules/identity/api.ts';
import { sourcingApi } from '#server/modules/sourcing/api.ts';
import { statisticsApi } from '#server/modules/statistics/api.ts';
import { supervisionApi } from '#server/modules/supervision/api.ts';
import { territoryApi } from '#server/modules/territory/api.ts';
import { traceabilityApi, traceabilityRoots } from '#server/modules/traceability/api.ts';
import { API_HEADERS } from '#server/platform/api-headers.ts';
import { AppError, comesBack, leftEarly, notFound, RETRY_AFTER, STATUS_OF, toProblem } from '#server/platform/errors.ts';
import { withoutSecrets } from '#server/platform/log.ts';
import { VERSION } from '#server/version.ts';
import { langOf } from '#shared/lang.ts';

/** What Hono itself refuses: a body that is no JSON, a wrong content type. */
function malformed(error: HTTPException): AppError {
  const code = error.status === 415 ? 'unsupported_media_type' : error.status === 413 ? 'too_large' : 'invalid';
  const why = { vi: 'Nội dung gửi lên không đọc được như JSON.', en: 'The body cannot be read as JSON.' };
  return new AppError(code, why, [{ path: 'body', code: 'malformed', message: why }]);
}

/** Public reads whose question is too long for an address: open to pages of other sites like every public read. They write nothing. */
const QUESTIONS = new Set(['/api/v1/verify']);

const wrongMethod = (method: string, allowed: readonly string[]): AppError =>
  new AppError('method_not_allowed', {
    vi: `Địa chỉ này không nhận ${method}; dùng ${allowed.join(', ')}.`,
    en: `This address does not take ${method}; use ${allowed.join(', ')}.`,
  });

export function createApi(app: App) {
  const api = new OpenAPIHono();
  api.use('*', async (c, next) => {
    await next();
    for (let i = 0; i < API_HEADERS.length; i += 2) {
      const name = API_HEADERS[i] ?? '';
      // EPCIS names more headers that a browser may read
      if (name !== 'access-control-expose-headers' || !c.res.headers.has(name)) c.res.headers.set(name, API_HEADERS[i + 1] ?? '');
    }
  });
  api.options('/api/*', (c) => {
    const allowed = methodsAt(api, c.req.path);
    if (allowed.length === 0) return c.notFound();
    const asks = QUESTIONS.has(c.req.path);
    const reads = allowed.filter((m) => m === 'GET' || m === 'HEAD' || m === 'OPTIONS' || asks);
    return c.body(null, 204, {
      allow: allowed.join(', '),
      'access-control-allow-methods': reads.join(', '),
      'access-control-allow-headers': `Accept, Accept-Language, If-None-Match${asks ? ', Content-Type' : ''}`,
      'access-control-max-age': '86400',
    });
  });
  api.onError((error, c) => {
    const lang = langOf(c.req.header('accept-language'));
    const known = error instanceof AppError ? error : error instanceof HTTPException ? malformed(error) : undefined;
    if (!known || known.cause)
      app.log[leftEarly(error) ? 'debug' : 'error']({ err: error, path: withoutSecrets(c.req.path) }, 'api failed');
    const problem = known ?? new AppError('internal', { vi: 'Hệ thống gặp trục trặc.', en: 'Something went wrong on our side.' });
    return c.json(toProblem(problem, lang), STATUS_OF[problem.code] as 500, {
      'content-type': 'application/problem+json',
      'content-language': lang,
      ...(comesBack(problem.code) ? { 'retry-after': RETRY_AFTER } : {}),
    });
  });
  api.notFound((c) => {
    const lang = langOf(c.req.header('accept-language'));
    const allowed = methodsAt(api, c.req.path);
    const problem = allowed.length > 0 ? wrongMethod(c.req.method, allowed) : notFound('', { vi: 'địa chỉ', en: 'address' });
    return c.json(toProblem(problem, lang), STATUS_OF[problem.code] as 404, {
      'content-type': 'application/problem+json',
      'content-language': lang,
      ...(allowed.length > 0 ? { allow: allowed.join(', ') } : {}),
    });
  });
  api.route('/api/v1', catalogueApi(app));
  api.route('/api/v1', territoryApi(app));
  api.route('/api/v1', statisticsApi(app));
  api.route('/api/v1', identityApi(app));
  api.route('/api/v1', assessmentApi(app));
  api.route('/api/v1', supervisionApi(app));
  api.route('/api/v1', traceabilityApi(app));
  api.route('/api/v1', sourcingApi(app));
  api.route('/', traceabilityRoots(app));
  let document: object | undefined;
  const openapi = (): object => {
    document ??= api.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Sản Vật', version: VERSION, license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' } },
      servers: [{ url: app.origin ?? '/' }],
    });
    return document;
  };
  api.get('/api/v1/openapi.json', (c) => c.json(openapi(), 200, { 'cache-control': 'public, max-age=300' }));
  return { api, openapi };
}
