// The two busiest reads without the cost of a framework. Whatever is not plainly right falls through, so that the API says why.
import { API_HEADERS } from '#server/platform/api-headers.ts';
import { langOf } from '#shared/lang.ts';
import { type Answer, answerProduct, answerSearch, type Reader } from './answers.ts';

const LIST = '/api/v1/products';
/** GET /api/v1/products?… and /api/v1/products/{id}; undefined for anything else and for every error. */
export function answerHot(app: Reader, url: string, acceptLanguage: string | undefined): Answer | undefined {
  if (!url.startsWith(LIST)) return undefined;
  try {
    const lang = acceptLanguage === undefined ? 'vi' : langOf(acceptLanguage);
    const mark = url.indexOf('?');
    let answer: Answer | undefined;
    if (url.length === LIST.length || mark === LIST.length) answer = answerSearch(app, mark < 0 ? '' : url.slice(mark + 1), lang);
    else if (mark < 0 && url[LIST.length] === '/') answer = answerProduct(app, url.slice(LIST.length + 1), lang);
    answer?.head.push(...API_HEADERS);
    return answer;
  } catch {
    return undefined;
  }
}
