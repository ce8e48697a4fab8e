// GET /products, /products/{id}, /suggest: open reads, described for OpenAPI; the answers come ready from the index.
import { createHash } from 'node:crypto';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { ok, refusal, unchanged } from '#server/platform/openapi.ts';
import { langOf } from '#shared/lang.ts';
import { GROUPS, PRODUCER_TYPES, STATUSES } from '#shared/vocabulary.ts';
import { type Answer, answerSearch, answerSuggest, type Reader, readProduct } from './answers.ts';
import { MAX_PAGE_SIZE, MAX_Q, PAGE_SIZE, SORTS, STATUS_FILTERS } from './parse-search.ts';

const text = (description: string, more: object = {}) =>
  z
    .string()
    .optional()
    .openapi({ description, ...more });
const query = z.object({
  q: text('Words in any order, with or without marks.', { maxLength: MAX_Q }),
  star: text('Comma list of 3, 4, 5p, 5.', { example: '5p,5' }),
  province: text("Comma list of today's two-digit codes.", { example: '24' }),
  oldProvince: text('Comma list of codes of the 63 provinces.'),
  region: text('Comma list of region keys.'),
  group: text(`Comma list of ${GROUPS.join(', ')}.`),
  set: text('Comma list of 1…26.'),
  producerType: text(`Comma list of ${PRODUCER_TYPES.join(', ')}.`),
  status: text('In force today unless said otherwise.', { enum: [...STATUS_FILTERS], default: 'valid' }),
  sort: text('', { enum: [...SORTS], default: 'relevance' }),
  page: text('', { type: 'integer', minimum: 1, default: 1 }),
  pageSize: text('', { type: 'integer', minimum: 1, maximum: MAX_PAGE_SIZE, default: PAGE_SIZE }),
});

const day = z.string().openapi({ format: 'date' });
const star = z.union([z.literal(3), z.literal(4), z.literal(5)]);
const card = z.object({
  id: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  star,
  potentialFive: z.boolean(),
  status: z.enum(STATUSES),
  validUntil: day,
  producer: z.object({ id: z.string(), name: z.string(), type: z.enum(PRODUCER_TYPES) }),
  place: z.object({ commune: z.string().nullable(), province: z.string(), provinceCode: z.string() }),
  group: z.enum(GROUPS).nullable(),
  set: z.number().int().nullable(),
  sample: z.boolean(),
  url: z.string(),
});
const facet = z.array(z.object({ value: z.string(), label: z.string(), count: z.number().int() }));
const list = z
  .object({
    total: z.number().int(),
    page: z.number().int(),
    pageSize: z.number().int(),
    items: z.array(card.openapi('ProductCard')),
    facets: z
      .object({ star: facet, province: facet, region: facet, group: facet, producerType: facet })
      .openapi({ description: 'Complete; each counted with the other filters applied.' }),
    change: z.number().int(),
    understoodAs: z.string().optional().openapi({ description: 'The reading taken for other words than those typed.' }),
  })
  .openapi('ProductList');
const recognition = z.object({
  star,
  potentialFive: z.boolean(),
  score: z.number().nullable(),
  decisionNo: z.string().nullable(),
  decidedOn: day.nullable(),
  issuer: z.string().nullable(),
  validFrom: day,
  validUntil: day,
  extendedUntil: day.nullable(),
  extendedOn: day.optional().openapi({ description: 'When the extension was granted, where it is recorded.' }),
  endedOn: day.nullable(),
  endedBy: z.enum(['revoked', 'superseded']).nullable(),
  cause: z.string().nullable(),
});
const words = z.string().nullable();
const product = card
  .extend({
    oldCode: words,
    score: z.number().nullable(),
    decisionNo: words,
    decidedOn: day.nullable(),
    issuer: words,
    validFrom: day,
    recognitions: z.array(recognition),
    addresses: z.object({
      written: z.object({ address: words, commune: words, district: words, province: words }),
      mapped: z.object({
        commune: words,
        communeCode: words,
        province: z.string(),
        provinceCode: z.string(),
        oldProvince: words,
        oldProvinceCode: words,
      }),
    }),
    lat: z.number().nullable(),
    lng: z.number().nullable(),
    change: z.number().int(),
  })
  .openapi('Product');
const suggestions = z
  .array(z.object({ text: z.string(), kind: z.enum(['product', 'producer', 'province', 'commune']), id: z.string() }))
  .openapi('Suggestions');

const searchRoute = createRoute({
  method: 'get',
  path: '/products',
  tags: ['catalogue'],
  summary: 'Search the register: words, filters, facets, pages.',
  request: { query },
  responses: {
    200: ok(list, 'One page, with Link to the others.'),
    304: unchanged,
    422: refusal('A parameter that does not fit, by name.'),
  },
});
const productRoute = createRoute({
  method: 'get',
  path: '/products/{id}',
  tags: ['catalogue'],
  summary: 'One product with its recognition history.',
  request: { params: z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) }) },
  responses: { 200: ok(product, 'The product as known today.'), 304: unchanged, 404: refusal('No such product.') },
});
const suggestRoute = createRoute({
  method: 'get',
  path: '/suggest',
  tags: ['catalogue'],
  summary: 'Completions while typing.',
  request: { query: z.object({ q: text('What has been typed.', { maxLength: MAX_Q }) }) },
  responses: { 200: ok(suggestions, 'At most ten.'), 304: unchanged, 422: refusal('A parameter that does not fit, by name.') },
});

export function catalogueApi(app: Reader): OpenAPIHono {
  // Parameters are parsed by the answers themselves: one strict reading for every way in.
  const api = new OpenAPIHono();
  const asked = (url: string) => {
    const mark = url.indexOf('?');
    return mark < 0 ? '' : url.slice(mark + 1);
  };
  const send = ({ head, bytes }: Answer, change: number, before: string | undefined): Response => {
    const headers = new Headers();
    for (let i = 0; i + 1 < head.length; i += 2) headers.set(head[i] as string, head[i + 1] as string);
    const body = Buffer.from(bytes, 'latin1');
    const etag = `"${createHash('sha1').update(String(change)).update(body).digest('base64url')}"`;
    headers.set('etag', etag);
    if (before?.split(/\s*,\s*/).some((tag) => tag.replace(/^W\//, '') === etag || tag === '*')) {
      return new Response(null, { status: 304, headers });
    }
    return new Response(body as BodyInit, { headers });
  };
  const routes: [
    Parameters<typeof api.openAPIRegistry.registerPath>[0],
    string,
    (url: string, id: string, accept: string | undefined) => Answer | Promise<Answer>,
  ][] = [
    [searchRoute, '/products', (url, _, accept) => answerSearch(app, asked(url), langOf(accept))],
    [productRoute, '/products/:id', (_, id, accept) => readProduct(app, id, langOf(accept))],
    [suggestRoute, '/suggest', (url, _, accept) => answerSuggest(app, asked(url), langOf(accept))],
  ];
  for (const [route, path, answer] of routes) {
    api.openAPIRegistry.registerPath(route);
    api.get(path, async (c) => {
      const made = await answer(c.req.url, c.req.param('id') ?? '', c.req.header('accept-language'));
      return send(made, app.catalogue.change, c.req.header('if-none-match'));
    });
  }
  return api;
}
