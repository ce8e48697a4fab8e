// The resolver's addresses, and the codes of a product. In the running product src/server/http/front.ts asks the same resolver first.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { App } from '#server/app-port.ts';
import { bearerOf } from '#server/modules/identity/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { refusal } from '#server/platform/openapi.ts';
import { refuseUnfit } from '#server/platform/refusal.ts';
import { setGln } from './commands/set-gln.ts';
import { setGtin } from './commands/set-gtin.ts';
import { listGtins } from './queries/list-gtins.ts';
import { type Answer, type Asked, LINKSET_CONTEXT, PRIMARY_KEYS, resolverOf } from './resolver.ts';
import { LINK_TYPES } from './rules/linkset.ts';
import { gtinPath, nativePath } from './rules/native-path.ts';

const Codes = z
  .object({
    productId: z.string(),
    path: z.string().openapi({ description: 'The code that goes on labels today: with the GTIN where there is one' }),
    native: z.string().openapi({ description: 'ISO/IEC 18975 path, works for ever' }),
    gtins: z.array(z.object({ gtin: z.string(), from: z.string(), until: z.string().nullable(), sample: z.boolean() })),
  })
  .openapi('ProductCodes');
const codes = createRoute({
  method: 'get',
  path: '/products/{id}/codes',
  tags: ['codes'],
  summary: 'The codes that lead to a product: its GTINs over time and its own path',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: { description: 'The codes.', content: { 'application/json': { schema: Codes } } }, 404: refusal('No such product.') },
});

const writing = (path: string, summary: string, field: 'gtin' | 'gln', example: string) => {
  const more = field === 'gtin' ? { from: z.string().optional().openapi({ description: 'First day; today when left out' }) } : {};
  const body = z.strictObject({ [field]: z.string().openapi({ example }), ...more }).openapi(field === 'gtin' ? 'NewGtin' : 'NewGln');
  const kept = z.object({ [field]: z.string() }).openapi(field === 'gtin' ? 'KeptGtin' : 'KeptGln');
  const answer = (description: string) => ({ description, content: { 'application/json': { schema: kept } } });
  return createRoute({
    method: 'post',
    path,
    tags: ['codes'],
    summary,
    description: 'Scope `trace`. For the producer’s own people and the OCOP body of the province. Repeating it changes nothing.',
    security: [{ Bearer: [] }],
    request: { params: z.object({ id: z.string() }), body: { required: true, content: { 'application/json': { schema: body } } } },
    responses: {
      201: answer('Kept.'),
      200: answer('It was kept already.'),
      401: refusal('No token that holds.'),
      403: refusal('Not for this producer.'),
      404: refusal('No such product or producer.'),
      409: refusal('It stands for something else.'),
      422: refusal('Not such a number, or the day does not fit.'),
    },
  });
};
const postGtin = writing('/products/{id}/gtin', 'Gives a product a GTIN that GS1 issued', 'gtin', '8938505974194');
const postGln = writing('/producers/{id}/gln', 'Gives a producer’s place a GLN that GS1 issued', 'gln', '8938505974002');

/** Under /api/v1. */
export function codesApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseUnfit });
  api.openapi(codes, async (c) => {
    const { id } = c.req.valid('param');
    const product = app.catalogue.product(id);
    if (!product) throw notFound('id', { vi: 'sản phẩm', en: 'product' });
    const gtins = await listGtins(await app.reader(), id);
    const today = app.catalogue.day;
    const current = gtins.find((g) => g.from <= today && (g.until === null || today <= g.until));
    const native = nativePath(id);
    return c.json({ productId: id, path: current ? gtinPath(current.gtin) : native, native, gtins }, 200, { 'Cache-Control': 'no-cache' });
  });
  const actor = (c: Context) => bearerOf(app, c);
  api.openapi(postGtin, async (c) => {
    const by = await actor(c);
    const { gtin = '', from } = c.req.valid('json') as { gtin?: string; from?: string };
    const done = await setGtin(app.ctx(by), { productId: c.req.valid('param').id, gtin, from }, app.territory);
    return c.json({ gtin: done.gtin }, done.created ? 201 : 200);
  });
  api.openapi(postGln, async (c) => {
    const by = await actor(c);
    const { gln = '' } = c.req.valid('json') as { gln?: string };
    const done = await setGln(app.ctx(by), { producerId: c.req.valid('param').id, gln }, app.territory);
    return c.json({ gln: done.gln }, done.created ? 201 : 200);
  });
  return api;
}

const Linkset = z.object({ linkset: z.array(z.record(z.string(), z.unknown())) }).openapi('Linkset');
const answers = {
  200: {
    description: 'The linkset (RFC 9264), by Accept or linkType=linkset.',
    content: { 'application/linkset+json': { schema: Linkset } },
  },
  300: { description: 'Several links suit equally well.', content: { 'application/linkset+json': { schema: Linkset } } },
  307: { description: 'To the default link, or to the link type asked for. The query is passed on.' },
  400: refusal('Not a code: wrong check digit, order or character; linkType twice.'),
  404: refusal('No such item, or no link of this type.'),
};
const asking = z.object({ linkType: z.string().optional().openapi({ example: 'gs1:certificationInfo' }) });
const documented = (path: string, summary: string, params: Record<string, z.ZodString>) =>
  createRoute({ method: 'get', path, tags: ['codes'], summary, request: { params: z.object(params), query: asking }, responses: answers });
const ROUTES = [
  documented('/01/{gtin}', 'GS1 Digital Link of a product; lots and items under /10/{lot} and /21/{serial}', { gtin: z.string() }),
  documented('/P/{id}', 'ISO/IEC 18975 path of a product; lots and items under /L/{lot} and /S/{serial}', { id: z.string() }),
  documented('/cs/{id}', 'A producer’s place', { id: z.string() }),
  documented('/414/{gln}', 'A producer’s place by its GLN', { gln: z.string() }),
];
/** The last one: compressed codes. */
const PATHS = ['/P/*', '/cs/*', ...PRIMARY_KEYS.map((key) => `/${key}/*`), '/:code{[A-Zno][A-Za-z0-9_-]{9,399}}'];

function askedOf(app: App, c: Context): Asked {
  const m = /^(https?:\/\/[^/]+)(.*)$/.exec(c.req.url);
  const language = c.req.header('accept-language');
  return { target: m?.[2] ?? '/', origin: app.origin ?? m?.[1] ?? '', accept: c.req.header('accept'), language };
}
function send(c: Context, { status, head, body }: Answer): Response {
  const headers = new Headers();
  for (let i = 0; i < head.length; i += 2) if (head[i] !== 'content-length') headers.set(head[i] ?? '', head[i + 1] ?? '');
  return new Response(c.req.method === 'HEAD' || body === '' ? null : body, { status, headers });
}

/** Under /, at the addresses the standards give. */
export function codesRoots(app: App): OpenAPIHono {
  const api = new OpenAPIHono();
  for (const route of ROUTES) api.openAPIRegistry.registerPath(route);
  const resolver = resolverOf(app);
  for (const path of PATHS) {
    api.on(['GET', 'HEAD'], path, async (c) => send(c, await resolver.resolve(askedOf(app, c))));
    api.options(path, (c) => send(c, resolver.options(askedOf(app, c))));
  }
  const describe = (c: Context) =>
    c.json(
      {
        name: 'Sản Vật',
        resolverRoot: askedOf(app, c).origin,
        supportedPrimaryKeys: ['01', '414'],
        supportedLinkType: [
          {
            namespace: 'https://gs1.org/voc/',
            prefix: 'gs1:',
            profile: 'https://www.gs1.org/voc/?show=linktypes',
            linkTypes: LINK_TYPES.map((t) => `gs1:${t}`),
          },
        ],
        linkTypeDefaultCanBeLinkset: false,
        supportedContextValuesEnumerated: [],
        jsonLdContextLocation: LINKSET_CONTEXT,
        contact: { fn: 'Sản Vật' },
      },
      200,
      { 'cache-control': 'public, max-age=3600' },
    );
  for (const path of ['/.well-known/gs1resolver', '/.well-known/resolver']) {
    api.get(path, describe);
    api.options(path, (c) => c.body(null, 204, { allow: 'GET, HEAD, OPTIONS', 'access-control-allow-methods': 'GET, HEAD, OPTIONS' }));
  }
  return api;
}
