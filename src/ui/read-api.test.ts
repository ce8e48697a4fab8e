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

const en = (text: string) => ({ text, lang: 'en' });

it('groups routes by tag or by their first word', () => {
  expect(readApi(file, 'en').map((g) => [g.name.text, g.routes.map((r) => `${r.method} ${r.path}`)])).toEqual([
    ['catalogue', ['GET /api/v1/products']],
    ['statistics', ['GET /api/v1/statistics.csv']],
  ]);
});

it('says what a route takes and answers', () => {
  const search = readApi(file, 'en')[0]?.routes[0];
  expect(search?.parameters).toEqual([
    { name: 'pageSize', where: 'query', kind: 'integer ≥ 1 ≤ 100', required: false, meaning: en('') },
    { name: 'sort', where: 'query', kind: 'star | name', required: true, meaning: en('order') },
  ]);
  expect(search?.answers).toEqual([{ status: '200', meaning: en('a list') }]);
});

it('speaks Vietnamese where there is a word for it, and says where not', () => {
  const [search] = readApi(file, 'vi');
  expect(search?.name).toEqual({ text: 'Sản phẩm', lang: 'vi' });
  expect(search?.routes[0]?.title).toEqual(en('Search'));
  expect(search?.routes[0]?.answers).toEqual([{ status: '200', meaning: { text: 'được', lang: 'vi' } }]);
});

it('bears a file without routes', () => {
  expect(readApi({}, 'vi')).toEqual([]);
});
