// Sorts requests: ready answers, hot reads, API, pages. Nothing here knows what the answers mean.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { clientAddress } from '#server/platform/client-address.ts';
import type { CodeAnswer, DirectPage, RunningApp } from '#server/running-app.ts';
import { type Lang, langOf } from '#shared/lang.ts';
import { type Asked, readAsked } from './asked.ts';
import { cacheablePage, livePage } from './cacheable.ts';
import { capture, WORTH_PACKING } from './capture.ts';
import { isItemPage } from './item-pages.ts';
import { createPacker } from './pack.ts';
import { createPageCache, isSame, withVary } from './page-cache.ts';
import { createRate } from './rate.ts';
import type { Send } from './turns.ts';

type Listener = (req: IncomingMessage, res: ServerResponse) => unknown;

const ROOTS = ['/api/', '/epcis', '/vc/', '/01/', '/P/', '/C/', '/414/', '/cs/', '/.well-known/', '/uy-ban/', '/bo/'];
/** What credentials name. */
const NAMES = ['/co-quan/', '/bo-tieu-chi/', '/chuong-trinh/', '/chu-de/', '/do-luong/', '/cach-danh-ma/'];
const API = [...ROOTS, ...NAMES];
/** A path that begins like a GS1 key, or one segment that may be a code: asked before the pages, which have the rest. */
const MAYBE_CODE = /^\/(?:\d{2,4}\/|[A-Zno][\w-]{9,399}\/?(?:[?#]|$))/;
const HOT = '/api/v1/products';
/** Reads of the API whose answer depends only on address, language and change number. */
const KEPT = ['/api/v1/products', '/api/v1/suggest', '/api/v1/statistics', '/api/v1/units'];
const TOO_MANY = Buffer.from(
  JSON.stringify({
    type: 'about:blank',
    title: 'Quá nhiều yêu cầu trong một giây. / Too many requests in one second.',
    status: 429,
    code: 'too_many_requests',
    errors: [],
  }),
);

/** What the least of answers says: a file, a redirect, a refusal. Scripts of our own may read from here: the worker of the offline check does. */
const LEAST = [
  ['x-content-type-options', 'nosniff'],
  [
    'content-security-policy',
    "default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  ],
  ['referrer-policy', 'strict-origin-when-cross-origin'],
] as const;

/** A name or an address, perhaps with a port: links are made of it. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** How a proxy asks; its name counts for that of the host (RFC 9112 §3.2.2). */
const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/is;

const etagOf = (body: string | Buffer): string => `"${createHash('sha1').update(body).digest('base64url')}"`;

/** What the listener gives back is a `Send` for the hot reads; everything else it sends itself. */
export function createFront(app: RunningApp, to: { api: Listener; pages: Listener }): Listener {
  const cache = createPageCache(() => app.catalogue.change, app.edition);
  const pack = createPacker();
  const limited = createRate(app.config.rate);
  const secure = app.origin?.startsWith('https:') ? ['strict-transport-security', 'max-age=31536000'] : [];
  const languages = new Map<string, Lang>();
  let lastHost: string | undefined;

  return (req, res) => {
    const whole = req.url?.startsWith('/') ? undefined : ABSOLUTE.exec(req.url ?? '');
    if (whole) {
      req.headers.host = whole[1];
      req.url = whole[2]?.startsWith('/') ? whole[2] : `/${whole[2]}`;
    }
    const url = req.url ?? '/';
    const get = req.method === 'GET';
    const reads = get || req.method === 'HEAD';
    if (reads && url === '/health') return health(app, res);
    const asked = readAsked(req);
    if (whole && asked.host) asked.host = whole[1];
    if (!url.startsWith('/')) return badRequest(res);
    if (asked.host !== lastHost || lastHost === undefined) {
      if (asked.host === undefined || !HOST.test(asked.host)) return badRequest(res);
      lastHost = asked.host;
    }
    if (limited(clientAddress(asked.forwardedFor, req.socket.remoteAddress ?? '', app.config.proxies))) {
      res.writeHead(429, [
        ...LEAST.flat(),
        'content-type',
        'application/problem+json',
        'retry-after',
        '1',
        'content-length',
        String(TOO_MANY.length),
      ]);
      return res.end(TOO_MANY);
    }
    const anonymous = reads && !asked.cookie;
    // Pages are kept under their bare address, which no answer of the API has for its key.
    if (anonymous && !url.startsWith('/api/') && cache.serve(url, asked, res, !get)) return;
    const ours = API.some((prefix) => url.startsWith(prefix));
    if (ours || MAYBE_CODE.test(url)) {
      const code = reads && !url.startsWith('/api/') ? app.answerCode(url, asked) : undefined;
      if (code)
        return code instanceof Promise
          ? code.then(
              (c) => sendCode(c, req, res, url, asked),
              () => to.api(req, res),
            )
          : sendCode(code, req, res, url, asked);
      if (!ours && req.method === 'OPTIONS') return to.api(req, res);
    }
    if (ours) {
      if (!reads || asked.authorization || !KEPT.some((prefix) => url.startsWith(prefix))) return to.api(req, res);
      const key = languageOf(asked) + url;
      if (cache.serve(key, asked, res, !get)) return;
      const madeIn = cache.generation();
      if (get && url.startsWith(HOT)) {
        const hot = app.answerHot(url, asked.language);
        if (hot) return answer(asked, res, hot.bytes, [...hot.head, ...secure], key, madeIn);
      }
      if (get) capture(res, asked.encoding, (head, body) => cache.keep(key, madeIn, head, body));
      return to.api(req, res);
    }
    if (anonymous && cacheablePage(url)) {
      if (app.items.serve(url, asked, res, !get)) return;
      if (get) return firstPage(req, res, url, asked);
    }
    if (get && !asked.cookie && livePage(url)) return livePageOf(req, res, url, asked);
    return pages(req, res);
  };

  function pages(req: IncomingMessage, res: ServerResponse) {
    if (app.config.proxies === 0) req.headers['x-forwarded-proto'] = 'http';
    for (const [name, value] of LEAST) res.setHeader(name, value);
    return to.pages(req, res);
  }

  /** A person whose code leads nowhere gets a page that says what to do. */
  function sendCode(code: CodeAnswer, req: IncomingMessage, res: ServerResponse, url: string, asked: Asked) {
    if (code.status >= 400 && asked.accept?.includes('text/html')) {
      req.url = `${languageOf(asked) === 'en' ? '/en' : ''}/quet?ma=${encodeURIComponent(url)}`;
      return pages(req, res);
    }
    res.writeHead(code.status, [...code.head, ...secure]);
    return res.end(req.method === 'HEAD' ? undefined : code.body);
  }

  /** The direct way where it is known, else the framework, whose answer may teach it. */
  function firstPage(req: IncomingMessage, res: ServerResponse, url: string, asked: Asked) {
    const madeIn = cache.generation();
    const framework = () => {
      capture(res, asked.encoding, (head, body) => {
        void app.direct.learn(url, withVary(head), body);
        return (isItemPage(url) ? app.items : cache).keep(url, madeIn, head, body);
      });
      return pages(req, res);
    };
    const made = app.direct.make(url);
    if (made === undefined) return framework();
    if (made instanceof Promise) return made.then((page) => (page ? answerPage(asked, res, page, url, madeIn, true) : framework()));
    return answerPage(asked, res, made, url, madeIn, cache.seenBefore(url));
  }

  /** The direct way where it is known, as for other pages, but nothing is kept: the ETag comes from the text itself. */
  function livePageOf(req: IncomingMessage, res: ServerResponse, url: string, asked: Asked) {
    const framework = () => {
      capture(res, asked.encoding, (head, body) => {
        void app.direct.learn(url, withVary(head), body);
        return etagOf(body);
      });
      return pages(req, res);
    };
    const send = ({ head, body }: DirectPage) => {
      const etag = etagOf(body);
      return answerMade(asked, res, [...head, 'etag', etag], body, etag);
    };
    const made = app.direct.make(url);
    if (made instanceof Promise) return made.then((page) => (page ? send(page) : framework()));
    return made ? send(made) : framework();
  }

  /** Browsers of one kind send the same header: parsed once. */
  function languageOf({ language }: Asked): Lang {
    if (language === undefined) return 'vi';
    let lang = languages.get(language);
    if (!lang) {
      lang = langOf(language);
      if (languages.size > 500) languages.clear();
      languages.set(language, lang);
    }
    return lang;
  }

  /** `bytes` has one character per byte: it goes out together with its head in one write, when its turn comes to send (turns.ts). */
  function answer(asked: Asked, res: ServerResponse, bytes: string, head: string[], key: string, madeIn: number): Send {
    const etag = cache.seenBefore(key)
      ? cache.keep(key, madeIn, head, Buffer.from(bytes, 'latin1'))
      : cache.etagOf(key, madeIn, bytes.length);
    head.push('etag', etag);
    if (isSame(asked.ifNoneMatch, etag))
      return () => {
        res.writeHead(304, head);
        res.end();
      };
    head.push('content-length', String(bytes.length));
    return () => {
      res.writeHead(200, head);
      res.end(bytes, 'latin1');
    };
  }

  function answerPage(asked: Asked, res: ServerResponse, page: DirectPage, key: string, madeIn: number, keep: boolean) {
    const { head, body } = page;
    const etag = keep ? cache.keep(key, madeIn, head, Buffer.from(body)) : cache.etagOf(key, madeIn, Buffer.byteLength(body));
    head.push('etag', etag);
    return answerMade(asked, res, head, body, etag);
  }

  function answerMade(asked: Asked, res: ServerResponse, head: string[], body: string, etag: string) {
    const length = Buffer.byteLength(body);
    if (isSame(asked.ifNoneMatch, etag)) {
      res.writeHead(304, head);
      return res.end();
    }
    const plain = () => {
      res.writeHead(200, [...head, 'content-length', String(length)]);
      return res.end(body);
    };
    if (!asked.encoding?.includes('gzip') || length <= WORTH_PACKING) return plain();
    return pack(body).then((small) => {
      res.writeHead(200, [...head, 'content-encoding', 'gzip', 'content-length', String(small.length)]);
      return res.end(small);
    }, plain);
  }
}

function badRequest(res: ServerResponse) {
  res.writeHead(400, [...LEAST.flat(), 'content-type', 'text/plain', 'connection', 'close']);
  return res.end('Bad Request');
}

async function health(app: RunningApp, res: ServerResponse) {
  const { ready, body } = await app.health();
  res.writeHead(ready ? 200 : 503, [...LEAST.flat(), 'content-type', 'application/json', 'cache-control', 'no-store']);
  return res.end(JSON.stringify(body));
}
