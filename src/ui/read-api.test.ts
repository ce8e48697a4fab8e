import { expect, it } from 'vitest';
import { readApi } from './read-api.ts';

const schema = { type: 'integer', minimum: 1, maximum: 100 };
const file = {
  paths: {
    '/api/v1/products': {
      get: {
        tags: ['catalogue'],
        summary: 'Search',
        parameters: [
          { name: 'pageSize', in: 'query', schema },
          { name: 'sort', in: 'query', required: true, schema: { enum: ['star', 'name'], description: 'order' } },
        ],
        responses: { 200: { description: 'a list' } },
      },
    },
    '/api/v1/statistics.csv': { get: {}, post: 'not a route' },
  },
};

it('groups routes by tag or by their first word', () => {
  expect(readApi(file).map((g) => [g.name, g.routes.map((r) => `${r.method} ${r.path}`)])).toEqual([
    ['catalogue', ['GET /api/v1/products']],
    ['statistics', ['GET /api/v1/statistics.csv']],
  ]);
});

it('says what a route takes and answers', () => {
  const search = readApi(file)[0]?.routes[0];
  expect(search?.parameters).toEqual([
    { name: 'pageSize', where: 'query', kind: 'integer ≥ 1 ≤ 100', required: false, meaning: '' },
    { name: 'sort', where: 'query', kind: 'star | name', required: true, meaning: 'order' },
  ]);
  expect(search?.answers).toEqual([{ status: '200', meaning: 'a list' }]);
});

it('bears a file without routes', () => {
  expect(readApi({})).toEqual([]);
});
