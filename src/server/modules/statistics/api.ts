// GET /statistics and /statistics.csv: open data, refused with names where the question is wrong.
import { createHash } from 'node:crypto';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';
import { currentChange } from '#server/modules/registry/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { refusal, unchanged } from '#server/platform/openapi.ts';
import { dayOf } from '#shared/dates.ts';
import { langOf } from '#shared/lang.ts';
import { toCsv } from './csv.ts';
import { readStatistics } from './queries/read-statistics.ts';
import { COUNTS, DIMENSIONS, parseStatistics, type Statistics } from './schema.ts';

const text = (description: string, more: object = {}) =>
  z
    .string()
    .optional()
    .openapi({ description, ...more });
const query = z.object({
  asOf: text('Day counted, today when left out; never in the future.', { format: 'date' }),
  map: text('Which provinces, and with them which regions.', { enum: ['34', '63'], default: '34' }),
  by: text('What the rows stand for.', { enum: [...DIMENSIONS], default: 'star' }),
  province: text('Only this province: a code of the chosen map.', { pattern: '^[0-9]{2}$' }),
  count: text('What is counted.', { enum: [...COUNTS], default: 'products' }),
});

const bilingual = z.object({ vi: z.string(), en: z.string() });
const answer = z
  .object({
    asOf: z.string().openapi({ format: 'date' }),
    map: z.union([z.literal(34), z.literal(63)]),
    by: z.enum(DIMENSIONS),
    province: z.string().optional(),
    count: z.enum(COUNTS),
    total: z.number().int(),
    producers: z.number().int().openapi({ description: 'Distinct producers behind the total.' }),
    everRecognised: z.number().int().openapi({ description: 'Recognised at least once up to the day, in force or not.' }),
    sample: z.boolean().openapi({ description: 'True when sample data is among what was counted.' }),
    rows: z.array(z.object({ key: z.string(), label: z.string(), count: z.number().int(), share: z.number() })),
    definitions: z.record(z.string(), bilingual),
  })
  .openapi('Statistics');

const refused = refusal('A parameter or value that does not fit, by name.');
const json = createRoute({
  method: 'get',
  path: '/statistics',
  tags: ['statistics'],
  summary: 'Figures as of any day; the rows always sum to the total.',
  request: { query },
  responses: { 200: { description: 'The figures.', content: { 'application/json': { schema: answer } } }, 304: unchanged, 422: refused },
});
const csv = createRoute({
  method: 'get',
  path: '/statistics.csv',
  tags: ['statistics'],
  summary: 'The rows of the same figures as CSV.',
  request: { query },
  responses: { 200: { description: 'The rows.', content: { 'text/csv': { schema: z.string() } } }, 304: unchanged, 422: refused },
});

const KEPT = 500;

export function statisticsApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono({
    // A parameter given twice arrives as a list.
    defaultHook: (result) => {
      if (result.success) return;
      const faults = result.error.issues.map((i) => ({
        path: i.path.join('.'),
        code: 'invalid',
        message: { vi: 'Tham số chỉ được nêu một lần.', en: 'The parameter may be given only once.' },
      }));
      throw new AppError('invalid', { vi: 'Yêu cầu thống kê chưa đúng.', en: 'The question to the statistics is not valid.' }, faults);
    },
  });

  // Answers of one change number stay true for it: kept until the register or the units change.
  let kept = new Map<string, Promise<Statistics>>();
  let keptFor: { change: number; territory: unknown } = { change: -1, territory: undefined };
  async function figures(url: string): Promise<Statistics> {
    const question = parseStatistics(new URL(url).searchParams, dayOf(app.clock()), app.territory);
    const db = await app.reader();
    const change = await currentChange(db);
    if (keptFor.change !== change || keptFor.territory !== app.territory || kept.size >= KEPT) {
      kept = new Map();
      keptFor = { change, territory: app.territory };
    }
    const here = kept;
    const key = JSON.stringify(question);
    let found = here.get(key);
    if (!found) {
      found = readStatistics(db, app.territory, question);
      found.catch(() => here.delete(key));
      here.set(key, found);
    }
    return found;
  }

  function send(request: Request, body: string, type: string): Response {
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    const headers = {
      etag,
      'cache-control': 'public, max-age=0, must-revalidate',
      vary: 'Accept-Language',
      'content-language': langOf(request.headers.get('accept-language')),
    };
    const asked = (request.headers.get('if-none-match') ?? '').split(',').map((t) => t.trim().replace(/^W\//, ''));
    if (asked.includes(etag) || asked.includes('*')) return new Response(null, { status: 304, headers });
    return new Response(body, { headers: { ...headers, 'content-type': type } });
  }

  // The bodies are ready-made text, so the answers are plain Responses; the declared forms are checked by the tests.
  api.openapi(json, async (c) => {
    const lang = langOf(c.req.header('accept-language'));
    const found = await figures(c.req.url);
    const body = { ...found, rows: found.rows.map((r) => ({ ...r, label: r.label[lang] })) };
    return send(c.req.raw, JSON.stringify(body), 'application/json; charset=utf-8') as never;
  });
  api.openapi(csv, async (c) => {
    const lang = langOf(c.req.header('accept-language'));
    return send(c.req.raw, toCsv(await figures(c.req.url), lang), 'text/csv; charset=utf-8') as never;
  });
  return api;
}

/** The declared form of an answer, for tests. */
export const statisticsAnswer = answer;
