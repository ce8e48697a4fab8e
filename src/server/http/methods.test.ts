import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { methodsAt } from './methods.ts';

test('an address knows its own methods, whatever middleware stands before it', () => {
  const api = new Hono();
  api.use('*', (_, next) => next());
  api.get('/a/:id', (c) => c.text(''));
  api.post('/a/:id', (c) => c.text(''));
  api.post('/b', (c) => c.text(''));
  expect(methodsAt(api, '/a/7')).toEqual(['GET', 'POST', 'HEAD', 'OPTIONS']);
  expect(methodsAt(api, '/b')).toEqual(['POST', 'OPTIONS']);
  expect(methodsAt(api, '/c')).toEqual([]);
});
