import { OpenAPIHono } from '@hono/zod-openapi';
import { expect, it } from 'vitest';
import type { App } from '#server/app-port.ts';
import { AppError, STATUS_OF, toProblem } from '#server/platform/errors.ts';
import { assessmentApi } from './api.ts';
import { planAnswer, rulesetsAnswer, scoreAnswer, setAnswer } from './schema.ts';

// The calculators use nothing of the running product.
const api = new OpenAPIHono();
api.onError((e, c) => {
  if (!(e instanceof AppError)) throw e;
  return c.json(toProblem(e, 'en'), STATUS_OF[e.code] as 500, { 'content-type': 'application/problem+json' });
});
api.route('/api/v1', assessmentApi({} as App));

const post = (path: string, body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  api.request(`/api/v1${path}`, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
const refused = async (r: Response | Promise<Response>) => {
  const answer = await r;
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const { code, errors } = (await answer.json()) as { code: string; errors: { path: string; code: string }[] };
  return [answer.status, code, ...errors.map((e) => e.path)];
};
const good = { ruleset: 'QD26-2026', set: 1, answers: { '1.1': '1.1-3', '2.2': '2.2-3' } };

it('answers in the declared form', async () => {
  const rulesets = await api.request('/api/v1/rulesets');
  expect(rulesetsAnswer.parse(await rulesets.json())).toHaveLength(4);
  const set = await api.request('/api/v1/rulesets/QD26-2026/sets/26');
  const json = await set.json();
  expect(setAnswer.parse(json)).toEqual(json);
  const etag = set.headers.get('etag') ?? '';
  expect((await api.request('/api/v1/rulesets/QD26-2026/sets/26', { headers: { 'if-none-match': etag } })).status).toBe(304);
  const scored = await (await post('/score', good)).json();
  expect(scoreAnswer.parse(scored)).toEqual(scored);
  expect(scored).toMatchObject({ total: 5, parts: { A: 5, B: 0, C: 0 }, band: 1, star: 1 });
  const plan = await (await post('/score/plan', { ...good, targetStar: 3 })).json();
  expect(planAnswer.parse(plan)).toEqual(plan);
  expect(plan).toMatchObject({ reachable: true });
});

it('knows no other set', async () => {
  for (const path of ['QD26-2026/sets/27', 'QD26-2026/sets/0', 'QD26-2026/sets/1e0', 'QD148-2023/sets/1', 'constructor/sets/1'])
    expect(await refused(api.request(`/api/v1/rulesets/${path}`))).toEqual([404, 'not_found', 'no']);
});

it('refuses forged and unknown fields, by name', async () => {
  expect(await refused(post('/score', { ...good, total: 100 }))).toEqual([422, 'invalid', 'total']);
  expect(await refused(post('/score', { ...good, set: '1' }))).toEqual([422, 'invalid', 'set']);
  expect(await refused(post('/score', { ...good, answers: { '1.1': 3 } }))).toEqual([422, 'invalid', 'answers.1.1']);
  expect(await refused(post('/score', { ...good, answers: { '6.1': '6.1-9' } }))).toEqual([422, 'invalid', 'answers.6.1']);
  expect(await refused(post('/score', '{"ruleset":"QD26-2026","set":1,"answers":{"__proto__":"x"}}'))).toEqual([
    422,
    'invalid',
    '__proto__',
  ]);
  expect(await refused(post('/score/plan', { ...good, targetStar: 6 }))).toEqual([422, 'invalid', 'targetStar']);
  expect(await refused(post('/score/plan', good))).toEqual([422, 'invalid', 'targetStar']);
});

it('refuses what is not JSON, and what is too long', async () => {
  expect(await refused(post('/score', '{'))).toEqual([422, 'invalid', '']);
  expect(await refused(post('/score', '[]'))).toEqual([422, 'invalid', '']);
  expect(await refused(post('/score', 'null'))).toEqual([422, 'invalid', '']);
  expect(await refused(post('/score', JSON.stringify(good), { 'content-type': 'text/plain' }))).toEqual([415, 'unsupported_media_type']);
  const long = { ...good, answers: { '1.1': 'x'.repeat(70_000) } };
  expect(await refused(post('/score', long))).toEqual([413, 'too_large']);
});
