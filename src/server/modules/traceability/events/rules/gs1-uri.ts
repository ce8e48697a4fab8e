// Every way of writing a GS1 key, brought to one: the canonical Digital Link with the finest key and nothing else (CBV 2.0, 8.9).
import type { Bilingual } from '#server/platform/errors.ts';
import { checkDigit, hasCheckDigit } from '../../codes/rules/values.ts';

const ROOT = 'https://id.gs1.org/';

const withCheck = (body: string) => body + checkDigit(body);
/** Company prefix and reference together have this many digits; the first of the reference moves to the front in trade items and SSCCs. */
const indicatorFirst = (prefix: string, ref: string) => withCheck(ref.charAt(0) + prefix + ref.slice(1));

type Parts = [string, string, string, string, string];
const FROM_URN: Record<string, (p: Parts) => string> = {
  'id:sgtin': ([c, r, s]) => `01/${indicatorFirst(c, r)}/21/${s}`,
  'id:sscc': ([c, r]) => `00/${indicatorFirst(c, r)}`,
  'id:sgln': ([c, r, e]) => `414/${withCheck(c + r)}${e === '0' ? '' : `/254/${e}`}`,
  'id:grai': ([c, r, s]) => `8003/0${withCheck(c + r)}${s}`,
  'id:giai': ([c, r]) => `8004/${c}${r}`,
  'id:gsrn': ([c, r]) => `8018/${withCheck(c + r)}`,
  'id:gsrnp': ([c, r]) => `8017/${withCheck(c + r)}`,
  'id:gdti': ([c, r, s]) => `253/${withCheck(c + r)}${s}`,
  'id:cpi': ([c, r, s]) => `8010/${c}${r}/8011/${s}`,
  'id:sgcn': ([c, r, s]) => `255/${withCheck(c + r)}${s}`,
  'id:ginc': ([c, r]) => `401/${c}${r}`,
  'id:gsin': ([c, r]) => `402/${withCheck(c + r)}`,
  'id:itip': ([c, r, piece, total, s]) => `8006/${indicatorFirst(c, r)}${piece}${total}/21/${s}`,
  'id:upui': ([c, r, s]) => `01/${indicatorFirst(c, r)}/235/${s}`,
  'id:pgln': ([c, r]) => `417/${withCheck(c + r)}`,
  'class:lgtin': ([c, r, lot]) => `01/${indicatorFirst(c, r)}/10/${lot}`,
  'idpat:sgtin': ([c, r]) => `01/${indicatorFirst(c, r)}`,
  'idpat:grai': ([c, r]) => `8003/0${withCheck(c + r)}`,
  'idpat:gdti': ([c, r]) => `253/${withCheck(c + r)}`,
  'idpat:sgcn': ([c, r]) => `255/${withCheck(c + r)}`,
  'idpat:cpi': ([c, r]) => `8010/${c}${r}`,
  'idpat:itip': ([c, r, piece, total]) => `8006/${indicatorFirst(c, r)}${piece}${total}`,
  'idpat:upui': ([c, r]) => `01/${indicatorFirst(c, r)}`,
};
/** Serials and lots may hold dots; they come last and keep them. */
const PLACES: Record<string, number> = { 'id:giai': 2, 'id:ginc': 2, 'id:itip': 5, 'idpat:itip': 5 };
const URN = /^urn:epc:((?:id|class|idpat):[a-z]+):(.+)$/;
const ESCAPED: Record<string, string> = { '!': '%21', '(': '%28', ')': '%29', '*': '%2A', '+': '%2B', ',': '%2C', ':': '%3A' };

function fromUrn(uri: string, escaped: boolean): string | undefined {
  const [, scheme = '', rest = ''] = URN.exec(uri) ?? [];
  const build = FROM_URN[scheme];
  if (!build) return undefined;
  const pieces = rest.split('.');
  const places = PLACES[scheme] ?? 3;
  const parts = [...pieces.slice(0, places - 1), pieces.slice(places - 1).join('.')];
  while (parts.length < 5) parts.push('');
  if (!/^\d{6,12}$/.test(parts[0] ?? '')) return undefined;
  return ROOT + build((escaped ? parts.map((p) => p.replace(/[!()*+,:]/g, (ch) => ESCAPED[ch] ?? ch)) : parts) as Parts);
}

/** Keys and the qualifiers that identify more finely; consumer product variant (22) is left out. */
const KEYS: Record<string, readonly string[]> = {
  '00': [],
  '01': ['10', '21', '235'],
  '253': [],
  '255': [],
  '401': [],
  '402': [],
  '414': ['254'],
  '417': [],
  '8003': [],
  '8004': [],
  '8006': ['10', '21'],
  '8010': ['8011'],
  '8017': [],
  '8018': [],
};

/** Names that the first editions of the standard allowed in place of numbers; events of that time still carry them. */
const NAMES: Record<string, string> = {
  ...{ sscc: '00', gtin: '01', gdti: '253', gcn: '255', ginc: '401', gsin: '402', gln: '414', party: '417', grai: '8003', giai: '8004' },
  ...{ itip: '8006', cpid: '8010', gsrnp: '8017', gsrn: '8018', lot: '10', ser: '21', tpx: '235', glnx: '254', cpsn: '8011' },
};

function fromLink(uri: string): string | undefined {
  const written = /^https?:\/\/[^/?#]+\/([^?#]*)/i.exec(uri)?.[1]?.split('/');
  if (!written) return undefined;
  const named = written.findIndex((p, i) => (NAMES[p] ?? '') in KEYS && /^[0-9]/.test(written[i + 1] ?? ''));
  const path = named < 0 ? written : written.map((p, i) => (i >= named && (i - named) % 2 === 0 ? (NAMES[p] ?? p) : p));
  const at = path.findIndex((p, i) => p in KEYS && /^[0-9]/.test(path[i + 1] ?? ''));
  const key = path[at];
  if (at < 0 || key === undefined || path.length - at > 10 || (path.length - at) % 2 !== 0) return undefined;
  const value = path[at + 1] ?? '';
  const qualifiers = new Map<string, string>();
  for (let i = at + 2; i + 1 < path.length; i += 2) qualifiers.set(path[i] ?? '', path[i + 1] ?? '');
  const padded = key === '01' && /^\d{8,13}$/.test(value) ? value.padStart(14, '0') : value;
  const base = `${ROOT}${key}/${padded}`;
  const serial = qualifiers.get('21') ?? qualifiers.get('235') ?? qualifiers.get('254') ?? qualifiers.get('8011');
  const finest = (KEYS[key] ?? []).findLast((q) => qualifiers.has(q) && (q !== '10' || serial === undefined));
  return finest ? `${base}/${finest}/${qualifiers.get(finest)}` : base;
}

/** Digits of company prefix and reference together (EPC Tag Data Standard). */
const DIGITS: Record<string, number> = {
  'id:sgtin': 13,
  'id:sscc': 17,
  'id:sgln': 12,
  'id:pgln': 12,
  'id:grai': 12,
  'id:gdti': 12,
  'id:gsrn': 17,
  'id:gsrnp': 17,
  'id:sgcn': 12,
  'id:gsin': 16,
  'id:itip': 13,
  'id:upui': 13,
  'class:lgtin': 13,
  'idpat:sgtin': 13,
};

/** The first of these keys in a path, with its value in digits (8003 and 253 may end in a serial of other characters). */
const LINK = /^https?:\/\/([^/?#]+)[^?#]*?\/(00|01|253|255|402|414|417|8003|8006|8017|8018)\/(\d[^/?#]*)(?:[/?#]|$)/i;
/** Keys with a check digit: the part that it closes. */
const CHECKED: Record<string, RegExp> = {
  '00': /^(\d{18})$/,
  '01': /^(\d{14})$/,
  '253': /^(\d{13})/,
  '255': /^(\d{13})\d{0,12}$/,
  '402': /^(\d{17})$/,
  '414': /^(\d{13})$/,
  '417': /^(\d{13})$/,
  '8003': /^0(\d{13})/,
  '8006': /^(\d{14})\d{4}$/,
  '8017': /^(\d{18})$/,
  '8018': /^(\d{18})$/,
};

/** What is wrong with a URI that says it carries a GS1 key: an EPC that is none, a number of another length or with a wrong check digit. */
export function gs1Fault(uri: string): Bilingual | undefined {
  const urn = URN.exec(uri);
  const scheme = urn?.[1] ?? '';
  if (urn && scheme in FROM_URN) {
    const [prefix = '', ref = '', ...rest] = (urn[2] ?? '').split('.');
    const digits = DIGITS[scheme];
    const needsMore = ['id:sgtin', 'id:sgln', 'class:lgtin', 'id:upui'].includes(scheme);
    const fits =
      /^\d{6,12}$/.test(prefix) &&
      ref !== '' &&
      (digits === undefined || (/^\d*$/.test(ref) && prefix.length + ref.length === digits)) &&
      (!needsMore || rest.join('.') !== '');
    return fits ? undefined : { vi: `Không đúng dạng urn:epc:${scheme}.`, en: `Not of the form of urn:epc:${scheme}.` };
  }
  const [, host = '', key = '', value = ''] = LINK.exec(uri) ?? [];
  const form = CHECKED[key];
  if (!form) return undefined;
  const strict = host.toLowerCase() === 'id.gs1.org' || (key === '01' && /^\d{8}(\d{4,6})?$/.test(value));
  const digits = form.exec(value)?.[1];
  if (digits === undefined) {
    // elsewhere a number of another length is somebody's own path
    return strict ? { vi: `(${key}) ${value} không đúng dạng.`, en: `(${key}) ${value} has not the form of this key.` } : undefined;
  }
  // docs/decisions/0041: assets of a published example carry a wrong digit
  if (hasCheckDigit(digits) || (key === '8003' && !strict)) return undefined;
  return { vi: `(${key}) ${value} sai số kiểm tra.`, en: `(${key}) ${value} has a wrong check digit.` };
}

/**
 * The canonical constrained Digital Link of a URI that carries a GS1 key; undefined for any other text. A URN's characters are escaped as a
 * Digital Link's, so that both are one key; only the hash of an event takes them as they stand.
 */
export const canonicalLink = (uri: string, escaped = true): string | undefined =>
  uri.startsWith('urn:epc:') ? fromUrn(uri, escaped) : fromLink(uri);
