// The links of a product, a lot or an item, as RFC 9264 and the GS1 and UNTP schemas want them: keys are words or addresses under gs1.org/voc.
import { localPath } from '#shared/lang.ts';
import { encodePart } from './digital-link.ts';
import { nativePath, scanPath } from './native-path.ts';

/** `public: false`: only with a token. */
export type Link = { href: string; title: string; type?: string; hreflang?: string[]; public?: boolean };
export type Level = { anchor: string; itemDescription: string } & Record<string, Link[] | string>;

const VOC = 'https://gs1.org/voc/';
export const DEFAULT = `${VOC}defaultLink`;
export const DEFAULT_MULTI = `${VOC}defaultLinkMulti`;

/** Link types we serve, under the names that `linkType=` takes beside the full address. */
export const LINK_TYPES = [
  'defaultLink',
  'pip',
  'certificationInfo',
  'productPassport',
  'traceability',
  'epcis',
  'recallStatus',
  'masterData',
  'registryEntry',
] as const;

/** What the links are made of. `certificate` is the id of the governing recognition's certificate. */
export type Item = {
  origin: string;
  productId: string;
  name: string;
  producer: string;
  producerId: string;
  certificate: string | undefined;
};

const html = (origin: string, path: string, vi: string, en: string): Link[] => [
  { href: `${origin}${localPath(path, 'vi')}`, title: vi, type: 'text/html', hreflang: ['vi'] },
  { href: `${origin}${localPath(path, 'en')}`, title: en, type: 'text/html', hreflang: ['en'] },
];

function defaults(origin: string, path: string, name: string): Record<string, Link[]> {
  return {
    // title and address only: the GS1 suite wants the default link without conditions
    [DEFAULT]: [{ href: `${origin}${path}`, title: name }],
    [DEFAULT_MULTI]: html(origin, path, name, name),
  };
}

/** The links of the product itself. */
export function productLevel(item: Item, anchor: string): Level {
  const { origin, productId: id, name } = item;
  const scan = scanPath(id);
  const passport: Link = {
    href: `${origin}/vc/ho-chieu/${id}`,
    title: `Hộ chiếu số: ${name}`,
    type: 'application/vc+jwt',
    hreflang: ['vi'],
  };
  const certificate: Link[] = item.certificate
    ? [
        {
          href: `${origin}/vc/chung-nhan/${item.certificate}`,
          title: `Giấy chứng nhận OCOP: ${name}`,
          type: 'application/vc+jwt',
          hreflang: ['vi'],
        },
      ]
    : [];
  const facts: Link = { href: `${origin}/api/v1/products/${id}`, title: name, type: 'application/json' };
  return {
    anchor: `${origin}${anchor}`,
    itemDescription: `${name} · ${item.producer}`,
    ...defaults(origin, scan, name),
    [`${VOC}pip`]: html(origin, `/san-pham/${id}`, name, `${name}: product page`),
    ...(certificate.length > 0 ? { [`${VOC}certificationInfo`]: certificate, dcc: certificate } : {}),
    [`${VOC}productPassport`]: [passport],
    dpp: [passport],
    [`${VOC}traceability`]: html(origin, scan, 'Nguồn gốc, đường đi', 'Origin and way'),
    [`${VOC}recallStatus`]: html(origin, scan, 'Tình trạng thu hồi', 'Recall status'),
    [`${VOC}masterData`]: [facts],
    [`${VOC}registryEntry`]: html(origin, `/chu-the/${item.producerId}`, item.producer, `${item.producer}: producer`),
  };
}

/** The links of a lot or an item of it; whatever is missing here is found one level up. */
export function lotLevel(item: Item, anchor: string, lot: string | undefined, serial: string | undefined): Level {
  const { origin, productId: id, name } = item;
  const path = scanPath(id, lot, serial);
  const what = [name, lot && `lô ${lot}`, serial && `số ${serial}`].filter(Boolean).join(' · ');
  // a lot is a class of things to EPCIS
  const events = `${origin}/epcis/events?MATCH_anyEPCClass=${encodePart(`${origin}${nativePath(id, lot)}`)}`;
  return {
    anchor: `${origin}${anchor}`,
    itemDescription: what,
    ...defaults(origin, path, what),
    [`${VOC}traceability`]: html(origin, path, `Đường đi: ${what}`, `Way of ${what}`),
    [`${VOC}recallStatus`]: html(origin, path, `Tình trạng thu hồi: ${what}`, `Recall status: ${what}`),
    ...(lot
      ? {
          [`${VOC}epcis`]: [{ href: events, title: `EPCIS: ${what}`, type: 'application/ld+json', public: false }],
        }
      : {}),
  };
}

/** The relation a `linkType` value names: `gs1:pip`, `pip`'s address under gs1.org or www.gs1.org, or the name alone where it is one of ours. */
export function relationOf(linkType: string): string {
  if ((LINK_TYPES as readonly string[]).includes(linkType)) return `${VOC}${linkType}`;
  const m = /^(?:gs1:|https?:\/\/(?:www\.|ref\.)?gs1\.org\/voc\/)([A-Za-z]+)$/.exec(linkType);
  return m ? `${VOC}${m[1]}` : linkType;
}

/** All of the asked type that suit language and media type equally well; the most exact level that has the type answers. */
export function chooseLinks(levels: readonly Level[], relation: string, lang: string, accept: string | undefined): Link[] {
  for (const level of levels) {
    const links = level[relation];
    if (!Array.isArray(links) || links.length === 0) continue;
    const wanted = (accept ?? '').split(',').map((a) => a.split(';', 1)[0]?.trim());
    const typed = links.filter((l) => l.type && wanted.includes(l.type));
    const rest = typed.length > 0 ? typed : links;
    const spoken = rest.filter((l) => !l.hreflang || l.hreflang.includes(lang));
    return spoken.length > 0 ? spoken : rest;
  }
  return [];
}
