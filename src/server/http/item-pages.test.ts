import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { listening } from '../../../tests/support/listening.ts';
import { readAsked } from './asked.ts';
import { capture } from './capture.ts';
import { createItemPages, isItemPage } from './item-pages.ts';

let generation = 1;
let now = 0;
let made = 0;
let looks = 0;
/** What happens while a page is being made. */
let during = () => {};
let names: string[] | undefined;
const items = createItemPages(
  () => generation,
  () => 'e1',
  () => now,
);
const server = createServer((req, res) => {
  const key = req.url ?? '';
  const asked = readAsked(req);
  if (items.serve(key, asked, res, req.method === 'HEAD')) return;
  const madeIn = generation;
  capture(res, asked.encoding, (head, body) => items.keep(key, madeIn, head, body));
  if (key !== '/says-nothing') items.rests(key, items.begin(), { names, shown: () => looks++ });
  during();
  res.writeHead(200, { 'content-type': 'text/plain' });
  res.end(`page ${++made}`);
});
let url = '';
beforeAll(async () => {
  url = await listening(server);
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  items.heard('');
  made = 0;
  looks = 0;
  names = ['7', '8'];
  during = () => {};
});
const get = async (path: string, init: RequestInit = {}) => {
  const r = await fetch(url + path, init);
  return { status: r.status, page: await r.text(), etag: r.headers.get('etag') ?? '' };
};

it('answers from memory until something the page rests on changes', async () => {
  expect((await get('/a')).page).toBe('page 1');
  expect((await get('/a')).page).toBe('page 1');
  items.heard('70 9');
  expect((await get('/a')).page).toBe('page 1');
  items.heard('9 8');
  expect((await get('/a')).page).toBe('page 2');
  items.heard('');
  expect((await get('/a')).page).toBe('page 3');
});

it('forgets everything with a new change number, and what is old', async () => {
  await get('/a');
  generation++;
  expect((await get('/a')).page).toBe('page 2');
  now += 60_001;
  expect((await get('/a')).page).toBe('page 3');
  expect((await get('/a')).page).toBe('page 3');
});

it('keeps nothing that was made while a notice came, that rests on too much, or that does not say on what', async () => {
  during = () => items.heard('8');
  await get('/a');
  during = () => {
    generation++;
  };
  expect((await get('/a')).page).toBe('page 2');
  during = () => {};
  expect((await get('/a')).page).toBe('page 3');
  names = undefined;
  await get('/b');
  expect((await get('/b')).page).toBe('page 5');
  await get('/says-nothing');
  expect((await get('/says-nothing')).page).toBe('page 7');
});

it('names an answer by its content: nobody is told that a changed page of the same length is the same', async () => {
  const { etag } = await get('/a');
  expect((await get('/a', { headers: { 'if-none-match': etag } })).status).toBe(304);
  items.heard('7');
  expect((await get('/a', { headers: { 'if-none-match': etag } })).status).toBe(200);
});

it('tells each look that was served from memory, but none that a browser fetched ahead or asked without a body', async () => {
  await get('/a');
  await get('/a');
  await get('/a');
  await get('/a', { headers: { 'sec-purpose': 'prefetch' } });
  await get('/a', { method: 'HEAD' });
  expect(looks).toBe(2);
});

it('knows pages of lots and items', () => {
  for (const path of ['/quet/0J2PSC77/L1', '/en/quet/0J2PSC77/~/S1', '/quet/0J2PSC77/L1?17=270101'])
    expect(isItemPage(path), path).toBe(true);
  for (const path of ['/quet/0J2PSC77', '/quet/0J2PSC77/', '/quet', '/quet/0J2PSC77?17=27/01', '/san-pham/a/b'])
    expect(isItemPage(path), path).toBe(false);
});
