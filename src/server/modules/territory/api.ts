import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';
import { assertJson, refusal } from '#server/platform/openapi.ts';
import { NOT_A_DAY, refuseUnfit, unfit } from '#server/platform/refusal.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { resolvePlace } from './index.ts';
import { knownParent, listUnits } from './list-units.ts';

const Level = z.enum(['province', 'commune', 'district']);
const Day = z.string().refine(isDay, NOT_A_DAY).openapi({ example: '2025-06-01' });
const Unit = z
  .object({
    code: z.string(),
    name: z.string(),
    fullName: z.string(),
    level: Level,
    parent: z.string().nullable(),
    validFrom: z.string().nullable(),
    validUntil: z.string().nullable(),
  })
  .openapi('Unit');
const Units = z.object({ total: z.int(), page: z.int(), pageSize: z.int(), items: z.array(Unit) }).openapi('Units');
/** Written out: 1e1 and 0x10 are no page numbers. */
const whole = (most: number, otherwise: number) => {
  const rule = { message: `Must be a whole number from 1 to ${most}.`, params: { vi: `Phải là số nguyên từ 1 đến ${most}.` } };
  return z
    .string()
    .refine((t) => /^[1-9]\d{0,8}$/u.test(t) && Number(t) <= most, rule)
    .transform(Number)
    .default(otherwise)
    .openapi({ type: 'integer', minimum: 1, maximum: most });
};
const Text = z.string().trim().min(1).max(500);
const Query = z
  .object({
    level: Level.optional(),
    parent: z.string().min(1).max(80).optional(),
    asOf: Day.optional(),
    q: z.string().trim().min(1).max(100).optional(),
    page: whole(999_999_999, 1),
    pageSize: whole(100, 50),
  })
  .strict();
const Blankable = z.string().trim().max(500).optional();
const Ask = z
  .object({ address: Blankable, commune: Blankable, district: Blankable, province: Blankable, asOf: Day.optional() })
  .strict()
  .refine((a) => [a.address, a.commune, a.district, a.province].some((t) => Text.safeParse(t).success), { path: ['address'] })
  .openapi('PlaceQuestion');
const Answer = z
  .object({
    candidates: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        level: Level,
        province: z.string(),
        provinceName: z.string(),
        asOf: z.string(),
        current: z.array(
          z.object({ code: z.string(), name: z.string(), province: z.string(), provinceName: z.string(), share: z.number().optional() }),
        ),
        confidence: z.number(),
      }),
    ),
    ambiguous: z.boolean(),
  })
  .openapi('PlaceAnswer');
const refused = refusal('Refused');

const listRoute = createRoute({
  method: 'get',
  path: '/units',
  summary: 'Administrative units in force on a day',
  request: { query: Query },
  responses: { 200: { description: 'Units', content: { 'application/json': { schema: Units } } }, 422: refused },
});
const resolveRoute = createRoute({
  method: 'post',
  path: '/units/resolve',
  summary: 'Units that a written place may mean',
  request: { body: { required: true, content: { 'application/json': { schema: Ask } } } },
  responses: { 200: { description: 'Candidates', content: { 'application/json': { schema: Answer } } }, 422: refused },
});

const refuse = (path: string[], vi: string, en: string): never => {
  throw unfit([{ code: 'custom', path, message: en, params: { vi }, input: undefined }]);
};

/** GET /units and POST /units/resolve. Both answer from memory. */
export function territoryApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseUnfit });

  api.openapi(listRoute, (c) => {
    const { page, pageSize, ...query } = c.req.valid('query');
    const repeated = Object.entries(c.req.queries()).find(([, values]) => values.length > 1);
    if (repeated) refuse([repeated[0]], 'Tham số chỉ được nêu một lần.', 'The parameter may be given only once.');
    if (query.parent && !knownParent(app.territory, query.parent))
      refuse(['parent'], `Không có tỉnh hay huyện mã “${query.parent}”.`, `There is no province or district “${query.parent}”.`);
    const units = listUnits(app.territory, { ...query, asOf: query.asOf ?? dayOf(app.clock()) });
    const pages = Math.max(1, Math.ceil(units.length / pageSize));
    if (page > pages) refuse(['page'], `Trang cuối là ${pages}.`, `The last page is ${pages}.`);
    const to = (n: number, rel: string) => {
      const search = new URLSearchParams({ ...c.req.query(), page: String(n), pageSize: String(pageSize) });
      return `<${app.origin ?? ''}/api/v1/units?${search}>; rel="${rel}"`;
    };
    const links = [
      to(1, 'first'),
      ...(page > 1 ? [to(page - 1, 'prev')] : []),
      ...(page < pages ? [to(page + 1, 'next')] : []),
      to(pages, 'last'),
    ];
    c.header('Link', links.join(', '));
    c.header('Cache-Control', 'public, max-age=0, must-revalidate'); // an import of lists shows at once
    return c.json({ total: units.length, page, pageSize, items: units.slice((page - 1) * pageSize, page * pageSize) }, 200);
  });

  // Before the validator, which would answer a broken body in its own words.
  api.use('/units/resolve', async (c, next) => {
    if (c.req.method === 'POST') {
      await c.req.json().catch(() => refuse([], 'Nội dung gửi lên không đọc được như JSON.', 'The body cannot be read as JSON.'));
      assertJson(c);
    }
    await next();
  });
  api.openapi(resolveRoute, (c) => {
    const { asOf, ...place } = c.req.valid('json');
    const { candidates, ambiguous } = resolvePlace(app.territory, place, asOf);
    return c.json({ candidates, ambiguous }, 200);
  });
  return api;
}
