// The GS1-conformant resolver: a code in, a redirect or a linkset out. The answer for a product needs no database.
import type { Catalogue, ProductDetail } from '#server/modules/catalogue/index.ts';
import { certificateId } from '#server/modules/registry/index.ts';
import { API_HEADERS } from '#server/platform/api-headers.ts';
import type { Db } from '#server/platform/db.ts';
import { type Bilingual, notFound } from '#server/platform/errors.ts';
import { isId } from '#shared/ids.ts';
import { type Lang, langOf, localPath } from '#shared/lang.ts';
import { producerOfGln } from './commands/set-gln.ts';
import { createGtins, type Gtins } from './gtins.ts';
import { findItem } from './queries/find-item.ts';
import { decompress, maybeCompressed } from './rules/compressed-link.ts';
import { parseTarget } from './rules/digital-link.ts';
import { IDENTIFIERS } from './rules/identifiers.ts';
import {
  chooseLinks,
  DEFAULT,
  DEFAULT_MULTI,
  type Item,
  type Level,
  type Link,
  lotLevel,
  productLevel,
  relationOf,
} from './rules/linkset.ts';
import { gtinPath, nativePath, parseNative, scanPath } from './rules/native-path.ts';

export type Asked = {
  /** Path and query as they came. */
  target: string;
  /** Scheme and host under which we are asked. */
  origin: string;
  accept: string | undefined;
  language: string | undefined;
  /** Set when the code came compressed: its address in full. */
  sameAs?: string;
};
export type Answer = { status: number; head: string[]; body: string };
export type Resolver = {
  resolve(asked: Asked): Answer | Promise<Answer>;
  /** What OPTIONS answers for any code. */
  options(asked: Asked): Answer;
  gtins: Gtins;
};
type Source = { reader: () => Promise<Db>; catalogue: Pick<Catalogue, 'product' | 'producer' | 'change' | 'day'> };

/** What a code names, before anything is looked up. */
export type Code = { gtin: string | undefined; productId: string | undefined; lot: string | undefined; serial: string | undefined };
type Parsed = { ok: true; code: Code; gln: string | undefined; other: boolean } | { ok: false; message: Bilingual };

const pathOf = (target: string): string => target.split(/[?#]/, 1)[0] ?? '';
/** The keys that may begin a Digital Link; items are kept for 01 and 414 only. */
export const PRIMARY_KEYS = [...IDENTIFIERS].flatMap(([ai, { qualifiers }]) => (qualifiers ? [ai] : []));
const CODE = new RegExp(`^/(?:P|cs|${PRIMARY_KEYS.join('|')})/`);
export const isCodeTarget = (url: string): boolean => {
  if (CODE.test(url)) return true;
  const path = pathOf(url);
  return maybeCompressed(path) && decompress(path.replace(/\/$/, '')) !== undefined;
};
/** Where GS1 publishes the JSON-LD context of linksets. */
export const LINKSET_CONTEXT = 'https://ref.gs1.org/standards/resolver/linkset-context';
const CONTEXT = `<${LINKSET_CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
const METHODS = 'GET, HEAD, OPTIONS';
const KNOWN_ITEMS = 10_000;
const KNOWN_PRODUCTS = 100_000;

/** Reads a code's path (and its GS1 query); `gln` is set for a place, `other` marks keys we keep no items for. */
export function readCode(target: string): Parsed {
  const path = pathOf(target);
  if (path.startsWith('/P/')) {
    const read = parseNative(path);
    if (!read.ok) return { ok: false, message: read.fault.message };
    return { ok: true, code: { gtin: undefined, ...read.value }, gln: undefined, other: false };
  }
  const read = parseTarget(target.replace(/([?&])linkType=[^&#]*/gi, '$1'));
  if (!read.ok) return { ok: false, message: read.fault.message };
  const { key, qualifiers } = read.value;
  if (!path.startsWith(`/${key.ai}/`)) return { ok: false, message: { vi: 'Địa chỉ không phải một mã.', en: 'The address is no code.' } };
  const of = (ai: string) => qualifiers.find((q) => q.ai === ai)?.value;
  const code = { gtin: key.value, productId: undefined, lot: of('10'), serial: of('21') };
  return { ok: true, code, gln: key.ai === '414' ? key.value : undefined, other: key.ai !== '01' };
}

/** The same code as it is meant, where what was asked is none as it stands: decompressed, or without a slash at its end. */
function meant(asked: Asked): Asked | undefined {
  const path = pathOf(asked.target);
  const bare = path.replace(/\/$/, '');
  const query = asked.target.slice(path.length).replace(/#.*$/, '');
  const plain = decompress(bare);
  if (plain === undefined) return bare === path ? undefined : { ...asked, target: bare + query };
  const target = plain.includes('?') && query !== '' ? `${plain}&${query.slice(1)}` : plain + query;
  return { ...asked, target, sameAs: asked.origin + plain };
}

const linkHeader = (asked: Asked): string => {
  const mark = asked.target.search(/[?#]/);
  const path = mark < 0 ? asked.target : asked.target.slice(0, mark);
  const same = asked.sameAs === undefined ? '' : `, <${asked.sameAs}>; rel="owl:sameAs"`;
  return `<${asked.origin}${path}?linkType=linkset>; rel="linkset"; type="application/linkset+json", ${CONTEXT}${same}`;
};
/** The methods stand on every answer: GS1's own suite looks for them on a plain GET from another origin. */
const head = (asked: Asked, ...more: string[]): string[] =>
  ['link', linkHeader(asked), 'vary', 'Accept, Accept-Language', 'access-control-allow-methods', METHODS].concat(API_HEADERS, more);

const lengthOf = (body: string): string[] => ['content-length', String(Buffer.byteLength(body))];

function problem(asked: Asked, status: 400 | 404, title: Bilingual, code: string): Answer {
  const lang = langOf(asked.language);
  const body = JSON.stringify({
    type: 'about:blank',
    title: title[lang],
    status,
    code,
    errors: [{ path: 'code', code, message: title[lang] }],
  });
  const type = ['content-type', 'application/problem+json', 'content-language', lang, 'cache-control', 'no-store', ...lengthOf(body)];
  return { status, head: ['vary', 'Accept, Accept-Language', ...API_HEADERS, ...type], body };
}
const unknown = (asked: Asked): Answer => problem(asked, 404, notFound('code', { vi: 'mã', en: 'code' }).detail, 'not_found');
const bad = (asked: Asked, why: Bilingual): Answer => problem(asked, 400, why, 'bad_code');

/** Clients write `linktype` too. */
const isLinkType = (pair: string): boolean => /^linktype(?:=|$)/i.test(pair);
/** What else chooses a link, for those who can set no headers: `lang` and `mediaType`, as GS1's suite asks. */
const CHOOSES = /^(?:lang|mediaType)=/;
/** The query without our own parameters, as it came. */
const passedOn = (query: string): string =>
  query
    .split('&')
    .filter((p) => p !== '' && !isLinkType(p) && !CHOOSES.test(p))
    .join('&');
/** A parameter as it was meant; a plus sign is itself (media types have some). */
function given(query: string, name: 'lang' | 'mediaType'): string | undefined {
  const pair = query.split('&').find((p) => p.startsWith(`${name}=`));
  try {
    return pair && decodeURIComponent(pair.slice(name.length + 1));
  } catch {
    return undefined;
  }
}

function redirect(asked: Asked, href: string, query: string): Answer {
  const rest = query === '' ? '' : passedOn(query);
  const location = rest === '' ? href : `${href}${href.includes('?') ? '&' : '?'}${rest}`;
  return { status: 307, head: head(asked, 'location', location, 'cache-control', 'public, max-age=60', 'content-length', '0'), body: '' };
}

function linkset(asked: Asked, levels: readonly Level[], status = 200): Answer {
  const json = !asked.accept?.includes('linkset+json') && asked.accept?.includes('application/json');
  const type = json ? 'application/json' : 'application/linkset+json';
  const body = JSON.stringify({ linkset: levels });
  return { status, head: head(asked, 'content-type', type, 'cache-control', 'no-cache', ...lengthOf(body)), body };
}

/** Machines ask for the linkset by media type; a browser names text/html. */
const wantsLinkset = (accept: string | undefined): boolean =>
  accept !== undefined &&
  (accept.includes('application/linkset+json') || (/application\/(ld\+)?json/.test(accept) && !accept.includes('text/html')));

function itemOf(product: ProductDetail, origin: string): Item {
  return {
    origin,
    productId: product.id,
    name: product.name,
    producer: product.producer.name,
    producerId: product.producer.id,
    certificate: certificateId(product.id, product.validFrom),
  };
}

/** Asked as it was printed first, then the other codes of the same product. */
function levelsOf(item: Item, code: Code, gtins: readonly string[], exact: boolean): Level[] {
  const asked = (lot?: string, serial?: string) => (code.gtin ? gtinPath(code.gtin, lot, serial) : nativePath(item.productId, lot, serial));
  const levels: Level[] = [];
  if (exact && code.serial) levels.push(lotLevel(item, asked(code.lot, code.serial), code.lot, code.serial));
  if (exact && code.lot) levels.push(lotLevel(item, asked(code.lot), code.lot, undefined));
  const anchors = new Set([asked(), nativePath(item.productId), ...gtins.map((g) => gtinPath(g))]);
  return [...levels, ...[...anchors].map((a) => productLevel(item, a))];
}

function answer(asked: Asked, levels: readonly Level[], query: string): Answer {
  const types = query.split('&').filter(isLinkType);
  if (types.length > 1) return bad(asked, { vi: 'linkType chỉ được nêu một lần.', en: 'linkType may be given only once.' });
  let type: string | undefined;
  try {
    type = types[0] === undefined ? undefined : decodeURIComponent(types[0].slice('linkType='.length));
  } catch {
    return bad(asked, { vi: 'linkType không đọc được.', en: 'linkType cannot be read.' });
  }
  if (type === 'linkset' || type === 'all' || (type === undefined && wantsLinkset(asked.accept))) return linkset(asked, levels);
  const lang: Lang = langOf(given(query, 'lang') ?? asked.language);
  const relation = type === undefined ? (lang === 'vi' ? DEFAULT : DEFAULT_MULTI) : relationOf(type);
  const links: Link[] = chooseLinks(levels, relation, lang, given(query, 'mediaType') ?? asked.accept);
  const [only] = links;
  if (!only) return problem(asked, 404, { vi: 'Không có liên kết loại này.', en: 'There is no link of this type.' }, 'no_such_link');
  if (links.length === 1) return redirect(asked, only.href, query);
  const first = levels[0] as Level;
  return linkset(asked, [{ anchor: first.anchor, itemDescription: first.itemDescription, [relation]: links }], 300);
}

export function createResolver({ reader, catalogue }: Source): Resolver {
  const gtins = createGtins(reader);
  /** Lots and items once seen stay known. */
  const known = new Set<string>();

  const keyOf = (productId: string, { lot, serial }: Pick<Code, 'lot' | 'serial'>) => `${productId}\t${lot}\t${serial}`;
  async function isKnown(productId: string, { lot, serial }: Code): Promise<boolean> {
    const found = await findItem(await reader(), productId, lot, serial);
    // a number that was never issued leads to the page that says so; an unknown lot walks up to the product
    const yes = serial === undefined ? found.lotKnown : found.serial !== 'unknown' || found.lotKnown;
    if (yes) {
      if (known.size >= KNOWN_ITEMS) known.clear();
      known.add(keyOf(productId, { lot, serial }));
    }
    return yes;
  }

  /** Products seen under the present change number: asking the catalogue again would build the whole view. */
  let there = new Set<string>();
  let thereAt = Number.NaN;
  function exists(id: string): boolean {
    if (thereAt !== catalogue.change) {
      there = new Set();
      thereAt = catalogue.change;
    }
    if (there.has(id)) return true;
    const yes = catalogue.product(id) !== undefined;
    if (yes && there.size < KNOWN_PRODUCTS) there.add(id);
    return yes;
  }

  /** Most scans want nothing but the default link: no links are made for them. */
  function quick(asked: Asked, id: string, { lot, serial }: Code, exact: boolean, query: string): Answer | undefined {
    if (/linktype|lang=|mediaType=/i.test(query) || wantsLinkset(asked.accept)) return undefined;
    const page = exact ? scanPath(id, lot, serial) : scanPath(id);
    return redirect(asked, asked.origin + localPath(page, langOf(asked.language)), query);
  }

  function finish(asked: Asked, code: Code, query: string): Answer | Promise<Answer> {
    const id = code.productId ?? (code.gtin ? gtins.productOf(code.gtin, catalogue.day) : undefined);
    if (id === undefined || !exists(id)) return unknown(asked);
    const of = (exact: boolean): Answer => {
      const soon = quick(asked, id, code, exact, query);
      if (soon) return soon;
      const product = catalogue.product(id);
      if (!product) return unknown(asked);
      return answer(asked, levelsOf(itemOf(product, asked.origin), code, gtins.of(id, catalogue.day), exact), query);
    };
    if (code.lot === undefined && code.serial === undefined) return of(false);
    return known.has(keyOf(id, code)) ? of(true) : isKnown(id, code).then(of);
  }

  return {
    gtins,
    options: (asked) => {
      const more = ['access-control-allow-headers', 'Accept, Accept-Language', 'access-control-max-age', '86400', 'content-length', '0'];
      return { status: 204, head: head(asked, 'allow', METHODS, ...more), body: '' };
    },
    resolve: (asked) => resolve(asked, true),
  };

  function resolve(asked: Asked, again: boolean): Answer | Promise<Answer> {
    const mark = asked.target.indexOf('?');
    const query = mark < 0 ? '' : (asked.target.slice(mark + 1).split('#', 1)[0] ?? '');
    if (asked.target.startsWith('/cs/')) return ownPlace(asked, query);
    const read = readCode(asked.target);
    if (!read.ok) {
      const same = again ? meant(asked) : undefined;
      return same ? resolve(same, false) : bad(asked, read.message);
    }
    if (read.gln) return place(asked, read.gln, query);
    if (read.other) return unknown(asked);
    if (gtins.isFresh(catalogue.change)) return finish(asked, read.code, query);
    return gtins.refresh(catalogue.change).then(() => finish(asked, read.code, query));
  }

  /** /cs/{producer}: the place a product comes from, also without a GLN. */
  function ownPlace(asked: Asked, query: string): Answer {
    const path = pathOf(asked.target).replace(/\/$/, '');
    const id = path.slice('/cs/'.length);
    if (!isId(id)) return bad(asked, { vi: 'Mã cơ sở không đúng số kiểm tra.', en: 'The facility id does not fit its check character.' });
    return facility(asked, query, id, path);
  }

  /** /414/{gln}: a part of the place (254) walks up to the place. */
  async function place(asked: Asked, gln: string, query: string): Promise<Answer> {
    const id = await producerOfGln(await reader(), gln);
    return id === undefined ? unknown(asked) : facility(asked, query, id, `/414/${gln}`);
  }

  function facility(asked: Asked, query: string, id: string, path: string): Answer {
    const producer = catalogue.producer(id);
    if (!producer) return unknown(asked);
    const page = `${asked.origin}/chu-the/${id}`;
    const level: Level = {
      anchor: `${asked.origin}${path}`,
      itemDescription: producer.name,
      [DEFAULT]: [{ href: page, title: producer.name }],
      [DEFAULT_MULTI]: [
        { href: page, title: producer.name, type: 'text/html', hreflang: ['vi'] },
        { href: `${asked.origin}/en/chu-the/${id}`, title: producer.name, type: 'text/html', hreflang: ['en'] },
      ],
    };
    return answer(asked, [level], query);
  }
}

const resolvers = new WeakMap<object, Resolver>();
/** One resolver per app: it keeps the GTINs in memory. */
export function resolverOf(app: Source): Resolver {
  let resolver = resolvers.get(app.catalogue);
  if (!resolver) {
    resolver = createResolver({ reader: () => app.reader(), catalogue: app.catalogue });
    resolvers.set(app.catalogue, resolver);
  }
  return resolver;
}
