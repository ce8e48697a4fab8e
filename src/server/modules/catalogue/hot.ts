// The two busiest reads without the cost of a framework. Whatever is not plainly right falls through, so that the API says why.
import type { App } from '#server/app-port.ts';
import { langOf } from '#shared/lang.ts';
import { type Answer, answerProduct, answerSearch } from './answers.ts';

const LIST = '/api/v1/products';
/** What the API puts on every answer (security headers, open reads). */
const COMMON = [
  'access-control-allow-origin',
  '*',
  'access-control-expose-headers',
  'Link,ETag',
  'content-security-policy',
  "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy',
  'cross-origin',
  'cross-origin-opener-policy',
  'same-origin',
  'origin-agent-cluster',
  '?1',
  'referrer-policy',
  'no-referrer',
  'x-content-type-options',
  'nosniff',
  'x-dns-prefetch-control',
  'off',
  'x-download-options',
  'noopen',
  'x-frame-options',
  'SAMEORIGIN',
  'x-permitted-cross-domain-policies',
  'none',
  'x-xss-protection',
  '0',
];

/** The answer as text. */
export function answerHot(app: App, url: string, acceptLanguage: string | undefined): { head: string[]; body: string } | undefined {
  const answer = answerHotBytes(app, url, acceptLanguage);
  return answer && { head: answer.head, body: answer.body.toString() };
}

/** GET /api/v1/products?… and /api/v1/products/{id}; undefined for anything else and for every error. */
export function answerHotBytes(app: App, url: string, acceptLanguage: string | undefined): Answer | undefined {
  if (!url.startsWith(LIST)) return undefined;
  try {
    const lang = acceptLanguage === undefined ? 'vi' : langOf(acceptLanguage);
    const mark = url.indexOf('?');
    let answer: Answer | undefined;
    if (url.length === LIST.length || mark === LIST.length) answer = answerSearch(app, mark < 0 ? '' : url.slice(mark + 1), lang);
    else if (mark < 0 && url[LIST.length] === '/') answer = answerProduct(app, url.slice(LIST.length + 1), lang);
    answer?.head.push(...COMMON);
    return answer;
  } catch {
    return undefined;
  }
}
