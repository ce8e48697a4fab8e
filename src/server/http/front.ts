// Sorts requests: ready answers, hot reads, API, pages. Nothing here knows what the answers mean.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RunningApp } from '#server/running-app.ts';
import { langOf } from '#shared/lang.ts';
import { cacheablePage } from './cacheable.ts';
import { capture } from './capture.ts';
import { createPageCache } from './page-cache.ts';
import { createRate } from './rate.ts';

type Listener = (req: IncomingMessage, res: ServerResponse) => unknown;

const API = /^\/(?:api\/|epcis(?:\/|$)|vc\/|01\/|P\/|\.well-known\/)/;
const HOT = '/api/v1/products';
/** Reads of the API whose answer depends only on address, language, change number and day. */
const KEPT_API = /^\/api\/v1\/(?:products|suggest|statistics(?:\.csv)?|units)(?:[/?]|$)/;
const TOO_MANY = Buffer.from(
  JSON.stringify({
    type: 'about:blank',
    title: 'Quá nhiều yêu cầu trong một giây. / Too many requests in one second.',
    status: 429,
    code: 'too_many_requests',
    errors: [],
  }),
);

export function createFront(app: RunningApp, to: { api: Listener; pages: Listener }): Listener {
  const cache = createPageCache(() => `${app.catalogue.change}|${app.catalogue.day}`);
  const limited = createRate(app.config.rate);
  const secure = app.origin?.startsWith('https:') ? ['strict-transport-security', 'max-age=31536000'] : [];

  return (req, res) => {
    const url = req.url ?? '/';
    const reads = req.method === 'GET' || req.method === 'HEAD';
    if (!app.config.trustProxy) req.headers['x-forwarded-proto'] = 'http';
    if (url === '/health') return health(app, res);
    const address =
      (app.config.trustProxy &&
        String(req.headers['x-forwarded-for'] ?? '')
          .split(',')[0]
          ?.trim()) ||
      (req.socket.remoteAddress ?? '');
    if (limited(address)) {
      res.writeHead(429, { 'content-type': 'application/problem+json', 'retry-after': '1', 'content-length': TOO_MANY.length });
      return res.end(TOO_MANY);
    }
    if (API.test(url)) {
      if (!reads || req.headers.authorization || !KEPT_API.test(url)) return to.api(req, res);
      const key = langOf(req.headers['accept-language']) + url;
      if (cache.serve(key, req, res)) return;
      const madeIn = cache.generation();
      if (req.method === 'GET' && url.startsWith(HOT)) {
        const hot = app.answerHot(url, req.headers['accept-language']);
        if (hot) return answer(req, res, hot.body, [...hot.head, ...secure], key, madeIn);
      }
      if (req.method === 'GET') capture(res, (head, body) => cache.keep(key, madeIn, head, body));
      return to.api(req, res);
    }
    if (reads && !req.headers.cookie && cacheablePage(url)) {
      if (cache.serve(url, req, res)) return;
      const madeIn = cache.generation();
      if (req.method === 'GET') capture(res, (head, body) => cache.keep(url, madeIn, head, body));
    }
    return to.pages(req, res);
  };

  function answer(req: IncomingMessage, res: ServerResponse, text: string, head: string[], key: string, madeIn: string) {
    const body = Buffer.from(text);
    const etag = cache.keep(key, madeIn, [...head], body);
    if (req.headers['if-none-match'] === etag) {
      res.writeHead(304, [...head, 'etag', etag]);
      return res.end();
    }
    res.writeHead(200, [...head, 'etag', etag, 'content-length', String(body.length)]);
    return res.end(body);
  }
}

function health(app: RunningApp, res: ServerResponse) {
  const { ready, body } = app.health();
  res.writeHead(ready ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  return res.end(JSON.stringify(body));
}
