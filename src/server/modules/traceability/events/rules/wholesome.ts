// What no schema says of a JSON document and no database takes: text that is no text, and depths that nobody can mean.
import type { Fault } from '#server/platform/errors.ts';
import { fault, type Json } from './checks.ts';

/** Real documents stay below ten. */
const MOST_LEVELS = 40;

const isText = (s: string): boolean => s.isWellFormed() && !s.includes('\0');

/** Every place of a document whose text cannot be kept, or that lies too deep. Walks without recursion: the document may be made to break that. */
export function checkWholesome(document: Json, faults: Fault[]): void {
  const left: { value: Json; path: string; level: number }[] = [{ value: document, path: '', level: 0 }];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    const { value, path, level } = at;
    if (typeof value === 'string' && !isText(value))
      fault(
        faults,
        path,
        'text',
        'Chuỗi có ký tự không hợp lệ (NUL hoặc nửa ký tự).',
        'The text has a character that is none (NUL or half of a pair).',
      );
    // JSON has no infinity; one comes out of 1e400
    if (typeof value === 'number' && !Number.isFinite(value)) fault(faults, path, 'number', 'Số quá lớn.', 'The number is too large.');
    if (typeof value !== 'object' || value === null) continue;
    if (level === MOST_LEVELS) {
      fault(
        faults,
        path,
        'too_deep',
        `Tài liệu lồng quá ${MOST_LEVELS} tầng.`,
        `The document is nested more than ${MOST_LEVELS} levels deep.`,
      );
      continue;
    }
    if (Array.isArray(value)) {
      value.forEach((inner, i) => {
        left.push({ value: inner, path: `${path}[${i}]`, level: level + 1 });
      });
      continue;
    }
    for (const [name, inner] of Object.entries(value)) {
      const place = path === '' ? name : `${path}.${name}`;
      if (!isText(name))
        fault(faults, path, 'text', 'Tên trường có ký tự không hợp lệ.', 'The name of a field has a character that is none.');
      left.push({ value: inner, path: place, level: level + 1 });
    }
  }
}
