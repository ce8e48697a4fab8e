import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { afterEach, expect, it } from 'vitest';
import { listening } from '../../../tests/support/listening.ts';
import { readOut } from './read-out.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

it('refuses large bodies over and over: every client reads its answer, whether nothing or a part was read', async () => {
  const listener = getRequestListener(
    async (request) => {
      if (request.url.endsWith('/part')) await request.body?.getReader().read();
      return new Response('too large', { status: 413 });
    },
    { overrideGlobalObjects: false, autoCleanupIncoming: false },
  );
  const server = createServer((req, res) => {
    readOut(req, res);
    return listener(req, res);
  });
  servers.push(server);
  const at = await listening(server);
  const body = 'A'.repeat(3_000_000);
  for (let i = 0; i < 16; i++) {
    const answer = await fetch(`${at}/${i % 2 === 0 ? 'none' : 'part'}`, { method: 'POST', body });
    expect([answer.status, await answer.text()]).toEqual([413, 'too large']);
  }
});
