// The one HTTP entry: ready answers first, then the API, then pages.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createFront } from '#server/http/front.ts';
import { readOut } from '#server/http/read-out.ts';
import { settleTicks } from '#server/http/settle-ticks.ts';
import { inTurns } from '#server/http/turns.ts';
import { keepWithParent } from '#server/platform/parent.ts';
import type { RunningApp } from '#server/running-app.ts';

// Without it adapter-node takes plain http for https and answers 403 to every form.
if (!process.env.ORIGIN) process.env.PROTOCOL_HEADER ??= 'x-forwarded-proto';

// Evidence may be as large as the vault takes (20 MB); adapter-node's own limit is 512 kB.
process.env.BODY_SIZE_LIMIT ??= '21M';

type Handler = (req: IncomingMessage, res: ServerResponse, next?: () => void) => void;
// A path in a variable: the type checker must not follow it before the first build.
const kit = new URL('../build/handler.js', import.meta.url).href;

try {
  await settleTicks();
  const { handler } = (await import(kit)) as { handler: Handler };
  const app = (globalThis as Record<symbol, unknown>)[Symbol.for('sanvat.app')] as RunningApp;
  const listener = getRequestListener((request) => app.api.fetch(request), { overrideGlobalObjects: false, autoCleanupIncoming: false });
  const api = (req: IncomingMessage, res: ServerResponse) => {
    readOut(req, res);
    return listener(req, res);
  };
  const front = createFront(app, { api, pages: handler });
  // Most requests have no body: their streams need not begin and end.
  const server = createServer({ keepAliveTimeout: 30_000, optimizeEmptyRequests: true }, inTurns(front));

  server.on('error', (e: NodeJS.ErrnoException) => {
    const why = e.code === 'EADDRINUSE' ? `port ${app.config.port} is taken by another program: stop it or set PORT` : e.message;
    console.error(`[sanvat] ${why}`);
    void app.close().then(() => process.exit(1));
  });
  server.listen(app.config.port, app.config.host, () => {
    const at = server.address();
    const host = app.config.host.includes(':') ? `[${app.config.host}]` : app.config.host;
    console.log(`ready http://${host}:${typeof at === 'object' && at ? at.port : app.config.port}`);
  });

  let closing = false;
  const close = () => {
    if (closing) return;
    closing = true;
    setTimeout(() => process.exit(1), 15_000).unref();
    server.close(() => void app.close().then(() => process.exit(0)));
    server.closeIdleConnections();
    // what is under way is answered, and then the line is closed: a proxy that keeps asking on its lines would never let us end
    server.prependListener('request', (_, res) => {
      res.shouldKeepAlive = false;
    });
    setTimeout(() => server.closeAllConnections(), 10_000).unref();
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
  keepWithParent(close);
} catch (e) {
  console.error(`[sanvat] ${e instanceof Error ? e.message : e}`);
  process.exit(1);
}
