// Small checks that name every fault with its place; put together in validate.ts.
import { AppError, type Fault } from '#server/platform/errors.ts';

export type Json = unknown;
export type Obj = Record<string, Json>;
/** Adds a fault for everything at `path` that does not fit. */
export type Check = (value: Json, path: string, faults: Fault[]) => void;

/** A document of nonsense is not answered with a list of a million faults. */
export const MOST_FAULTS = 1_000;

export const isObject = (v: Json): v is Obj => typeof v === 'object' && v !== null && !Array.isArray(v);

export function fault(faults: Fault[], path: string, code: string, vi: string, en: string): void {
  if (faults.length < MOST_FAULTS) faults.push({ path, code, message: { vi, en } });
}

/** RFC 3986 with a scheme and something behind it; percent signs only before two hex digits. */
const URI =
  /^[a-z][a-z0-9+.-]*:(?!$)(?:\/\/(?:(?:[\w.~!$&'()*+,;=:-]|%[0-9a-f]{2})*@)?(?:\[[0-9a-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*)(?::\d*)?(?:\/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*)?|(?!\/\/)(?:[\w.~!$&'()*+,;=:@/-]|%[0-9a-f]{2})*)(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?$/i;
export const isUri = (v: Json): v is string => typeof v === 'string' && v.length <= 2_000 && URI.test(v);

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$/i;
/** RFC 3339 with a zone up to 14 hours from UTC (as XML Schema and eventTimeZoneOffset have it); the instant exists. */
export function isTime(v: Json): v is string {
  const m = typeof v === 'string' ? TIME.exec(v) : null;
  if (!m) return false;
  const [y, month, day, hour, minute] = [m[1], m[2], m[3], m[4], m[5]].map(Number) as [number, number, number, number, number];
  const leap = y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
  if (month < 1 || month > 12 || day < 1 || day > (month === 2 && !leap ? 28 : (DAYS[month - 1] ?? 0))) return false;
  return hour <= 23 && minute <= 59 && Number(m[6]) < 60;
}

export const uri: Check = (v, path, faults) => {
  if (!isUri(v)) fault(faults, path, 'uri', 'Phải là một URI đầy đủ.', 'Must be a full URI.');
};
export const time: Check = (v, path, faults) => {
  if (!isTime(v)) fault(faults, path, 'time', 'Phải là thời điểm có múi giờ (RFC 3339).', 'Must be an instant with its zone (RFC 3339).');
};
export const text: Check = (v, path, faults) => {
  if (typeof v !== 'string') fault(faults, path, 'string', 'Phải là chuỗi.', 'Must be a string.');
};
export const number: Check = (v, path, faults) => {
  if (typeof v !== 'number' || !Number.isFinite(v)) fault(faults, path, 'number', 'Phải là số.', 'Must be a number.');
};
export const boolean: Check = (v, path, faults) => {
  if (typeof v !== 'boolean') fault(faults, path, 'boolean', 'Phải là true hoặc false.', 'Must be true or false.');
};
export const matching =
  (pattern: RegExp, vi: string, en: string): Check =>
  (v, path, faults) => {
    if (typeof v !== 'string' || !pattern.test(v)) fault(faults, path, 'pattern', vi, en);
  };
export const oneOf =
  (words: ReadonlySet<string>): Check =>
  (v, path, faults) => {
    if (typeof v !== 'string' || !words.has(v))
      fault(faults, path, 'vocabulary', `Chỉ nhận: ${[...words].join(', ')}.`, `Must be one of: ${[...words].join(', ')}.`);
  };

const CBV_URI = /^(urn:epcglobal:cbv|https?:\/\/ns\.gs1\.org\/cbv\/)/;
const VOC_URI = /^https?:\/\/(www\.)?gs1\.org\/voc\//;
/** A word of the standard as it stands, or a URI of somebody's own. */
export const word =
  (words: ReadonlySet<string>, own: 'cbv' | 'voc' = 'cbv'): Check =>
  (v, path, faults) => {
    if (typeof v === 'string' && words.has(v)) return;
    if (isUri(v) && !(own === 'cbv' ? CBV_URI : VOC_URI).test(v)) return;
    const vi = 'Không phải từ của CBV 2.0, cũng không phải URI đầy đủ của riêng bên gửi.';
    fault(faults, path, 'vocabulary', vi, 'Neither a word of CBV 2.0 nor a full URI of your own.');
  };

export const list =
  (item: Check, { min = 0, unique = false }: { min?: number; unique?: boolean } = {}): Check =>
  (v, path, faults) => {
    if (!Array.isArray(v)) return fault(faults, path, 'array', 'Phải là danh sách.', 'Must be a list.');
    if (v.length < min) fault(faults, path, 'empty', 'Danh sách không được rỗng.', 'The list may not be empty.');
    v.forEach((x, i) => {
      item(x, `${path}[${i}]`, faults);
    });
    if (unique && new Set(v.map((x) => (typeof x === 'string' ? x : JSON.stringify(x)))).size < v.length)
      fault(faults, path, 'duplicate', 'Danh sách có phần tử lặp.', 'The list holds an item twice.');
  };

type Shape = { required?: readonly string[]; fields: Readonly<Record<string, Check>>; others: 'uri' | 'none' | 'any' };
/** `others`: what fields beside the known ones may be: extensions named by a URI (`prefix:name`), none, or anything. */
export function object({ required = [], fields, others }: Shape): Check {
  const known = new Map(Object.entries(fields));
  return (v, path, faults) => {
    if (!isObject(v)) return fault(faults, path, 'object', 'Phải là đối tượng.', 'Must be an object.');
    const at = path === '' ? '' : `${path}.`;
    for (const name of required) if (v[name] === undefined) fault(faults, `${at}${name}`, 'required', 'Thiếu trường này.', 'Is missing.');
    for (const name in v) {
      const check = known.get(name);
      if (check) {
        if (v[name] !== undefined) check(v[name], `${at}${name}`, faults);
      } else if (others === 'none' || (others === 'uri' && !isUri(name)))
        fault(
          faults,
          `${at}${name}`,
          'unknown',
          'Trường không có trong chuẩn và không có tiền tố.',
          'Not a field of the standard and not prefixed.',
        );
    }
  };
}

/** The refusal of a whole capture. */
export const refusedCapture = (faults: Fault[]) =>
  new AppError(
    'invalid',
    { vi: `Không nhận: ${faults.length} lỗi. Không sự kiện nào được lưu.`, en: `Refused: ${faults.length} faults. No event was stored.` },
    faults,
  );
