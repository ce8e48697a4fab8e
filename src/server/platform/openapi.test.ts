import { createServer, request, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listening } from '../../../tests/support/listening.ts';
import { AppError } from './errors.ts';
import { withinLimit } from './openapi.ts';

let server: Server;
let at: string;
beforeAll(async () => {
  const app = new Hono();
  app.use('/x', withinLimit(1));
  app.all('/x', async (c) => c.text(`${c.req.method} ${(await c.req.text()).length}`));
  app.onError((e, c) => c.text(e instanceof AppError ? e.code : String(e), e instanceof AppError ? 413 : 500));
  // as src/web.ts runs it
  server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false, autoCleanupIncoming: false }));
  at = await listening(server);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** With `length` the body says how long it is, else it comes in chunks. */
const send = (method: string, body: string, length: boolean) =>
  new Promise<[number | undefined, string]>((done, fail) => {
    const headers = length ? { 'content-length': Buffer.byteLength(body) } : body ? { 'transfer-encoding': 'chunked' } : {};
    const asked = request(`${at}/x`, { method, headers }, async (answer) => {
      let text = '';
      for await (const part of answer) text += part;
      done([answer.statusCode, text]);
    });
    asked.on('error', fail);
    for (let i = 0; i < body.length; i += 100) asked.write(body.slice(i, i + 100));
    asked.end();
  });

it('takes bodies up to the limit and no longer ones, of known and of unknown length, and requests without any', async () => {
  for (const length of [true, false]) {
    expect(await send('POST', 'a'.repeat(1024), length)).toEqual([200, 'POST 1024']);
    expect(await send('POST', 'a'.repeat(1025), length)).toEqual([413, 'too_large']);
  }
  for (const method of ['POST', 'PATCH', 'DELETE', 'PUT']) expect(await send(method, '', false)).toEqual([200, `${method} 0`]);
});
