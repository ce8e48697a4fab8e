// POST /sourcing/solve: open, stateless. The body is read and checked in the solver's thread, so the server never waits for it.
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';
import { AppError } from '#server/platform/errors.ts';
import { assertJson, refusal } from '#server/platform/openapi.ts';
import { dayOf } from '#shared/dates.ts';
import { langOf } from '#shared/lang.ts';
import { readWithin } from './body.ts';
import { MAX_BODY, MAX_DEMANDS, MAX_PAIRS, MAX_SUPPLIERS, solveAnswer, solveQuestion } from './schema.ts';
import { solvers } from './solvers.ts';
import type { Answer } from './types.ts';

const route = createRoute({
  method: 'post',
  path: '/sourcing/solve',
  tags: ['sourcing'],
  summary: 'What-if: fill demands from many suppliers at least cost.',
  description:
    `At most ${MAX_DEMANDS} demands, ${MAX_SUPPLIERS} suppliers, ${MAX_PAIRS} pairs of both, ${MAX_BODY / 2 ** 20} MB. ` +
    'Transport that is not listed costs nothing; a period not listed in capacityByPeriod is bound by capacity alone; all periods of a request are months or all are days, none ended more than a year ago; ' +
    'allowShort without shortPenalty makes a unit short dearer than any unit offered.',
  request: { body: { required: true, content: { 'application/json': { schema: solveQuestion } } } },
  responses: {
    200: { description: 'The allocation, or why there is none.', content: { 'application/json': { schema: solveAnswer } } },
    413: refusal(`Over ${MAX_BODY / 2 ** 20} MB.`),
    415: refusal('Not JSON.'),
    422: refusal('Values that do not fit, by name.'),
    429: refusal('Too many requests wait already.'),
    503: refusal('Neither an answer nor a proof within the time.'),
  },
});

const tooLarge = () =>
  new AppError('too_large', {
    vi: `Nội dung gửi lên vượt quá ${MAX_BODY / 2 ** 20} MB.`,
    en: `The request is over ${MAX_BODY / 2 ** 20} MB.`,
  });

/** Under /api/v1: POST /sourcing/solve. */
export function engineApi(app: Pick<App, 'clock'>): OpenAPIHono {
  const api = new OpenAPIHono();
  api.openAPIRegistry.registerPath(route);
  api.post('/sourcing/solve', async (c) => {
    assertJson(c);
    const lang = langOf(c.req.header('accept-language'));
    const { signal } = c.req.raw;
    const text = await readWithin(c.req.raw, MAX_BODY);
    if (text === undefined) throw tooLarge();
    const answer = (await solvers()
      .run({ kind: 'text', text, today: dayOf(app.clock()) }, signal)
      .catch((e) => {
        if (signal.aborted) return undefined;
        throw e;
      })) as Answer | undefined;
    // The caller has gone; nobody reads this.
    if (!answer) return c.body(null, 408);
    const { handicaps: _never, relaxSummary, ...rest } = answer;
    const refused = answer.refused.map((r) => ({ ...r, detail: r.detail[lang] }));
    const summary = relaxSummary ? { relaxSummary: relaxSummary[lang] } : {};
    return c.json({ ...rest, refused, ...summary }, 200, { 'cache-control': 'no-store' });
  });
  return api;
}
