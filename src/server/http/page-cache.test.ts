import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listening } from '../../../tests/support/listening.ts';
import { readAsked } from './asked.ts';
import { capture } from './capture.ts';
import { createPageCache } from './page-cache.ts';

let generation = 1;
let made = 0;
let during = () => {};
const cache = createPageCache(
  () => generation,
  () => 'e1',
);
const server = createServer((req, res) => {
  const key = req.url ?? '';
  const asked = readAsked(req);
  if (cache.serve(key, asked, res, false)) return;
  const madeIn = cache.generation();
  capture(res, asked.encoding, (head, body) => cache.keep(key, madeIn, head, body));
  const text = `page ${++made} ${'long text '.repeat(300)}`;
  during();
  res.writeHead(200, { 'content-type': 'text/plain' });
  res.write(text.slice(0, 100));
  res.end(text.slice(100));
});
let url = '';
beforeAll(async () => {
  url = await listening(server);
});
afterAll(() => {
  server.close();
});
const get = async (path: string, headers: Record<string, string> = {}) => {
  const r = await fetch(url + path, { headers });
  return { status: r.status, etag: r.headers.get('etag'), page: (await r.text()).slice(0, 6), encoding: r.headers.get('content-encoding') };
};

it('answers the second request from memory, whole, small, and 304 to who has it', async () => {
  expect(await get('/a')).toMatchObject({ page: 'page 1', encoding: 'gzip' });
  const second = await get('/a', { 'accept-encoding': 'identity' });
  expect(second).toMatchObject({ page: 'page 1', encoding: null, status: 200 });
  await expect.poll(async () => (await get('/a', { 'accept-encoding': 'br' })).encoding).toBe('br');
  expect((await get('/a', { 'accept-encoding': 'gzip' })).encoding).toBe('gzip');
  for (const known of [`${second.etag}`, `W/${second.etag}`, `"x", ${second.etag}`, '*'])
    expect((await get('/a', { 'if-none-match': known })).status).toBe(304);
  expect((await get('/a', { 'if-none-match': '"other"' })).status).toBe(200);
  expect(made).toBe(1);
});

it('forgets everything when the register or the day changes', async () => {
  generation = 2;
  expect((await get('/a')).page).toBe('page 2');
  generation = 3;
  expect((await get('/a')).page).toBe('page 3');
});

it('does not keep a page that was made while the register changed', async () => {
  during = () => {
    generation = 4;
  };
  expect((await get('/b')).page).toBe('page 4');
  during = () => {};
  expect((await get('/b')).page).toBe('page 5');
  expect((await get('/b')).page).toBe('page 5');
});
