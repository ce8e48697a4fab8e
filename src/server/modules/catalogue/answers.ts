// The public reads as ready texts with their headers: one source for the API routes and for the short way past them.
import type { App } from '#server/app-port.ts';
import { readFacts } from '#server/modules/registry/index.ts';
import { type AppError, type Fault, notFound } from '#server/platform/errors.ts';
import { isId } from '#shared/ids.ts';
import type { Lang } from '#shared/lang.ts';
import { bytesOf } from './cards.ts';
import { MAX_Q, pairsOf, parseSearch, refused } from './parse-search.ts';

/** What the public reads need of the app. */
export type Reader = Pick<App, 'catalogue' | 'reader'>;

/** `bytes`: UTF-8, one byte per character (cards.ts says why). */
export type Answer = { head: string[]; bytes: string };

const HEAD = {
  vi: [
    'content-type',
    'application/json',
    'content-language',
    'vi',
    'cache-control',
    'public, max-age=0, must-revalidate',
    'vary',
    'Accept-Language',
  ],
  en: [
    'content-type',
    'application/json',
    'content-language',
    'en',
    'cache-control',
    'public, max-age=0, must-revalidate',
    'vary',
    'Accept-Language',
  ],
} satisfies Record<Lang, string[]>;
const PATH = '/api/v1/products';
const SUGGESTIONS = 10;

/** GET /products with the query text behind the question mark. */
export function answerSearch(app: Reader, text: string, lang: Lang): Answer {
  const query = parseSearch(pairsOf(text));
  const { bytes, total } = app.catalogue.searchBytes(query, lang);
  const pages = Math.max(1, Math.ceil(total / query.pageSize));
  return { head: [...HEAD[lang], 'link', links(text, query.page, pages)], bytes };
}

/** GET /products/{id} from memory; undefined when the facts have to come from the database. Throws AppError when there is none. */
export function answerProduct(app: Reader, id: string, lang: Lang): Answer | undefined {
  if (!isId(id)) throw noProduct();
  if (!app.catalogue.keepsFacts) return undefined;
  const bytes = app.catalogue.productBytes(id, lang);
  if (bytes === undefined) throw noProduct();
  return { head: [...HEAD[lang]], bytes };
}

/** The same in a register too large for memory. */
export async function readProduct(app: Reader, id: string, lang: Lang): Promise<Answer> {
  const quick = answerProduct(app, id, lang);
  if (quick) return quick;
  for await (const [facts] of readFacts(await app.reader(), [id])) {
    const bytes = facts && app.catalogue.productBytes(id, lang, facts);
    if (bytes !== undefined) return { head: [...HEAD[lang]], bytes };
  }
  throw noProduct();
}

/** GET /suggest?q= */
export function answerSuggest(app: Reader, text: string, lang: Lang): Answer {
  const faults: Fault[] = [];
  let q: string | undefined;
  for (const [name, value] of new URLSearchParams(text)) {
    if (name === 'q' && q !== undefined)
      faults.push({ path: 'q', code: 'repeated', message: { vi: 'Tham số q lặp lại.', en: 'Parameter q is repeated.' } });
    else if (name !== 'q')
      faults.push({
        path: name,
        code: 'unknown_parameter',
        message: { vi: `Không có tham số ${name}.`, en: `There is no parameter ${name}.` },
      });
    else if (value.length > MAX_Q)
      faults.push({ path: 'q', code: 'too_long', message: { vi: 'Từ khóa quá dài.', en: 'The words are too long.' } });
    else q = value;
  }
  if (faults.length > 0) throw refused(faults);
  return { head: [...HEAD[lang]], bytes: bytesOf(JSON.stringify(app.catalogue.suggest(q ?? '', SUGGESTIONS))) };
}

/** RFC 8288: first, prev, next, last as far as they exist. */
function links(text: string, page: number, pages: number): string {
  const rest = /(?:^|&)(?:page=|&|$)/.test(text)
    ? text
        .split('&')
        .filter((pair) => pair !== '' && !pair.startsWith('page='))
        .join('&')
    : text;
  const safe = /[^!#-;=?-~]/.test(rest) ? new URLSearchParams(rest).toString() : rest;
  const base = safe === '' ? `<${PATH}?page=` : `<${PATH}?${safe}&page=`;
  let link = `${base}1>; rel="first", ${base}${pages}>; rel="last"`;
  if (page > 1) link += `, ${base}${page - 1}>; rel="prev"`;
  if (page < pages) link += `, ${base}${page + 1}>; rel="next"`;
  return link;
}

const noProduct = (): AppError => notFound('id', { vi: 'sản phẩm', en: 'product' });
