// The search words of an address, parsed once and strictly: what is unknown or out of range is refused, never bent (contract).
import { AppError, type Fault } from '#server/platform/errors.ts';
import { GROUPS, PRODUCER_TYPES, STAR_KEYS } from '#shared/vocabulary.ts';
import type { SearchQuery, Sort, StatusFilter } from './types.ts';

export const MAX_Q = 200;
export const MAX_PAGE_SIZE = 100;
export const PAGE_SIZE = 20;
export const STATUS_FILTERS: readonly StatusFilter[] = ['valid', 'expiring', 'expired', 'revoked', 'any'];
export const SORTS: readonly Sort[] = ['relevance', 'star', 'name', 'newest'];
const SETS = Array.from({ length: 26 }, (_, i) => String(i + 1));

/** A search with nothing asked: the whole register in force today. */
export const emptySearch = (): SearchQuery => ({
  q: '',
  star: [],
  province: [],
  oldProvince: [],
  region: [],
  group: [],
  set: [],
  producerType: [],
  status: 'valid',
  sort: 'relevance',
  page: 1,
  pageSize: PAGE_SIZE,
});

/** As URLSearchParams reads them, in half the time; what is not cleanly encoded is left to it. */
export function pairsOf(text: string): Iterable<[string, string]> {
  const pairs: [string, string][] = [];
  try {
    for (const part of text.split('&')) {
      if (part === '') continue;
      const sign = part.indexOf('=');
      pairs.push(sign < 0 ? [decoded(part), ''] : [decoded(part.slice(0, sign)), decoded(part.slice(sign + 1))]);
    }
    return pairs;
  } catch {
    return new URLSearchParams(text);
  }
}

function decoded(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced;
}

/** From the parameters of an address; throws AppError naming every parameter at fault. */
export function parseSearch(params: Iterable<[string, string]>): SearchQuery {
  const query = emptySearch();
  const faults: Fault[] = [];
  const seen: string[] = [];
  for (const [name, value] of params) {
    if (seen.includes(name)) {
      faults.push({
        path: name,
        code: 'repeated',
        message: { vi: `Tham số ${name} lặp lại; dùng dấu phẩy.`, en: `Parameter ${name} is repeated; use commas.` },
      });
      continue;
    }
    seen.push(name);
    take(query, name, value, faults);
  }
  if (faults.length > 0) throw refused(faults);
  return query;
}

function take(query: SearchQuery, name: string, value: string, faults: Fault[]): void {
  switch (name) {
    case 'q':
      if (value.length > MAX_Q) faults.push(tooLong());
      query.q = value.trim();
      return;
    case 'star':
      query.star = list(name, value, STAR_KEYS, faults);
      return;
    case 'group':
      query.group = list(name, value, GROUPS, faults);
      return;
    case 'producerType':
      query.producerType = list(name, value, PRODUCER_TYPES, faults);
      return;
    case 'set':
      query.set = list(name, value, SETS, faults).map(Number);
      return;
    case 'province':
    case 'oldProvince':
    case 'region':
      query[name] = list(name, value, undefined, faults);
      return;
    case 'status':
      query.status = list(name, value, STATUS_FILTERS, faults, true)[0] ?? 'valid';
      return;
    case 'sort':
      query.sort = list(name, value, SORTS, faults, true)[0] ?? 'relevance';
      return;
    case 'page':
      query.page = whole(name, value, Number.MAX_SAFE_INTEGER, faults);
      return;
    case 'pageSize':
      query.pageSize = whole(name, value, MAX_PAGE_SIZE, faults);
      return;
    default:
      faults.push({
        path: name,
        code: 'unknown_parameter',
        message: { vi: `Không có tham số ${name}.`, en: `There is no parameter ${name}.` },
      });
  }
}

function list<T extends string>(name: string, value: string, known: readonly T[] | undefined, faults: Fault[], one = false): T[] {
  const parts = one ? [value] : [...new Set(value.split(','))];
  for (const part of parts) {
    const fits = known === undefined ? part !== '' : (known as readonly string[]).includes(part);
    if (!fits) faults.push(unknownValue(name, part));
  }
  return parts as T[];
}

function whole(name: string, value: string, most: number, faults: Fault[]): number {
  const n = /^[1-9]\d{0,15}$/.test(value) ? Number(value) : 0;
  if (n < 1 || n > most) {
    faults.push({
      path: name,
      code: 'out_of_range',
      message: { vi: `${name} phải là số nguyên từ 1 đến ${most}.`, en: `${name} must be a whole number from 1 to ${most}.` },
    });
    return 1;
  }
  return n;
}

export const unknownValue = (name: string, value: string): Fault => ({
  path: name,
  code: 'unknown_value',
  message: { vi: `${name} không có giá trị “${value}”.`, en: `${name} has no value “${value}”.` },
});

const tooLong = (): Fault => ({
  path: 'q',
  code: 'too_long',
  message: { vi: `Từ khóa dài quá ${MAX_Q} ký tự.`, en: `The words are longer than ${MAX_Q} characters.` },
});

/** One error for all faults of a search. */
export function refused(faults: Fault[]): AppError {
  const unknown = faults.every((f) => f.code === 'unknown_parameter');
  const names = [...new Set(faults.map((f) => f.path))].join(', ');
  return new AppError(
    unknown ? 'unknown_parameter' : 'invalid',
    { vi: `Tham số không hợp lệ: ${names}.`, en: `Parameters that do not fit: ${names}.` },
    faults,
  );
}
