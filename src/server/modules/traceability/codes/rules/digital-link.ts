// GS1 Digital Link URIs: read and written. Rules of the GS1 Syntax Engine: no convenience names, GTIN of 14 digits, qualifiers in their order,
// no identifier twice, nothing in the query that belongs into the path, companions present.
import type { Bilingual } from '#server/platform/errors.ts';
import { fits, IDENTIFIERS } from './identifiers.ts';
import { isValue } from './values.ts';

export type Element = { ai: string; value: string };
export type DigitalLink = {
  key: Element;
  qualifiers: Element[];
  attributes: Element[];
  /** Pairs of the query that are no identifiers, as they came. */
  others: string[];
};
export type Fault = { code: string; message: Bilingual };
export type Read<T> = { ok: true; value: T } | { ok: false; fault: Fault };

const URI = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/;
const AUTHORITY = /^[A-Za-z0-9\-.:[\]]+$/;

const no = (code: string, vi: string, en: string): { ok: false; fault: Fault } => ({ ok: false, fault: { code, message: { vi, en } } });

/** Percent-encoding undone; undefined for NUL, for bytes that are no text, and for a stray percent sign (which no value may end in). */
function decode(text: string, query: boolean): string | undefined {
  if (!/[%+]/.test(text)) return text;
  const plain = query ? text.replaceAll('+', ' ') : text;
  const out = plain.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return out.includes('\0') ? undefined : out;
}

/** `/AI/value` pairs at the end of a path, from the rightmost primary key on. */
function pathElements(path: string): Read<Element[]> {
  const parts = path.split('/');
  let start = -1;
  for (let i = parts.length - 2; i >= 1; i -= 2) {
    const identifier = IDENTIFIERS.get(parts[i] ?? '');
    if (!identifier) break;
    if (identifier.qualifiers) {
      start = i;
      break;
    }
  }
  if (start < 0) return no('no_key', 'Đường dẫn không có khóa GS1 ở đúng chỗ.', 'The path has no GS1 key in its place.');
  const elements: Element[] = [];
  for (let i = start; i < parts.length; i += 2) {
    const ai = parts[i] ?? '';
    const value = decode(parts[i + 1] ?? '', false);
    if (!value) return no('empty', `Mã (${ai}) trống hoặc có ký tự cấm.`, `(${ai}) is empty or has a forbidden character.`);
    elements.push({ ai, value });
  }
  return { ok: true, value: elements };
}

function queryElements(query: string): Read<{ attributes: Element[]; others: string[] }> {
  const attributes: Element[] = [];
  const others: string[] = [];
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const eq = pair.indexOf('=');
    const ai = eq < 0 ? '' : pair.slice(0, eq);
    if (!/^\d+$/.test(ai)) {
      others.push(pair);
      continue;
    }
    if (!IDENTIFIERS.has(ai)) return no('unknown_identifier', `Không có mã GS1 (${ai}).`, `There is no GS1 identifier (${ai}).`);
    let value = decode(pair.slice(eq + 1), true);
    if (!value) return no('empty', `Mã (${ai}) trống hoặc có ký tự cấm.`, `(${ai}) is empty or has a forbidden character.`);
    if (ai === '01' && /^(\d{8}|\d{12,13})$/.test(value)) value = value.padStart(14, '0');
    attributes.push({ ai, value });
  }
  return { ok: true, value: { attributes, others } };
}

const inOrder = (chosen: readonly string[], allowed: readonly string[]): boolean => {
  let at = 0;
  for (const ai of chosen) {
    at = allowed.indexOf(ai, at) + 1;
    if (at === 0) return false;
  }
  return true;
};
const isSequence = (key: string, qualifiers: readonly string[]): boolean =>
  IDENTIFIERS.get(key)?.qualifiers?.some((allowed) => inOrder(qualifiers, allowed)) ?? false;

/** All elements together: values, doubles, companions, exclusions. */
function checkTogether(all: readonly Element[]): { ok: false; fault: Fault } | undefined {
  const seen = new Set<string>();
  for (const { ai, value } of all) {
    const identifier = IDENTIFIERS.get(ai);
    if (!identifier || !isValue(identifier, value))
      return no(
        'bad_value',
        `Giá trị của mã (${ai}) không đúng dạng hoặc sai số kiểm tra.`,
        `The value of (${ai}) does not fit its form or check digit.`,
      );
    if (seen.has(ai)) return no('repeated', `Mã (${ai}) xuất hiện hai lần.`, `(${ai}) stands there twice.`);
    seen.add(ai);
  }
  const has = (pattern: string, but?: string) => [...seen].some((ai) => ai !== but && fits(pattern, ai));
  for (const ai of seen) {
    const { needs = [], excludes = [] } = IDENTIFIERS.get(ai) ?? {};
    const missing = needs.find((group) => !group.some((member) => member.split('+').every((p) => has(p))));
    if (missing)
      return no('companion', `Mã (${ai}) phải đi cùng (${missing.join(', ')}).`, `(${ai}) needs (${missing.join(', ')}) beside it.`);
    const clash = excludes.find((p) => has(p, ai));
    if (clash) return no('exclusive', `Mã (${ai}) không đi cùng (${clash}).`, `(${ai}) may not stand beside (${clash}).`);
  }
  return undefined;
}

/** Reads path and query of a Digital Link, as they stand in a request (`/01/…?17=…`). */
export function parseTarget(target: string): Read<DigitalLink> {
  if (!URI.test(target)) return no('characters', 'Địa chỉ có ký tự không được phép.', 'The address has characters that are not allowed.');
  const bare = target.split('#', 1)[0] ?? '';
  const mark = bare.indexOf('?');
  const path = pathElements(mark < 0 ? bare : bare.slice(0, mark));
  if (!path.ok) return path;
  const query = queryElements(mark < 0 ? '' : bare.slice(mark + 1));
  if (!query.ok) return query;
  const [key, ...qualifiers] = path.value as [Element, ...Element[]];
  const names = qualifiers.map((q) => q.ai);
  if (!isSequence(key.ai, names))
    return no('sequence', 'Các phần của mã không đúng thứ tự GS1 cho phép.', 'The parts do not stand in an order that GS1 allows.');
  const { attributes, others } = query.value;
  const together = checkTogether([key, ...qualifiers, ...attributes]);
  if (together) return together;
  for (const { ai } of attributes) {
    const fitsPath = names.some((_, i) => isSequence(key.ai, names.toSpliced(i, 0, ai))) || isSequence(key.ai, [...names, ai]);
    if (fitsPath || IDENTIFIERS.get(ai)?.notInQuery)
      return no('in_path', `Mã (${ai}) không được nằm sau dấu hỏi.`, `(${ai}) may not stand in the query.`);
  }
  return { ok: true, value: { key, qualifiers, attributes, others } };
}

/** Reads a whole URI: scheme http or https in one case, any stem before the key. */
export function parseDigitalLink(uri: string): Read<DigitalLink> {
  const m = /^(?:https?|HTTPS?):\/\/([^/]+)(\/.*)$/.exec(uri);
  if (!m?.[1] || !AUTHORITY.test(m[1])) return no('address', 'Không phải địa chỉ web đầy đủ.', 'Not a whole web address.');
  return parseTarget(m[2] ?? '');
}

/** RFC 3986: everything but unreserved characters is encoded. */
export const encodePart = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The path and query of a Digital Link in canonical order; throws when the parts do not make one. */
export function buildTarget(link: { key: Element; qualifiers?: Element[]; attributes?: Element[] }): string {
  const path = [link.key, ...(link.qualifiers ?? [])].map((e) => `/${e.ai}/${encodePart(e.value)}`).join('');
  const query = (link.attributes ?? []).map((e) => `${e.ai}=${encodePart(e.value)}`).join('&');
  const target = query ? `${path}?${query}` : path;
  const read = parseTarget(target);
  if (!read.ok) throw new Error(`no digital link: ${read.fault.message.en}`);
  return target;
}
