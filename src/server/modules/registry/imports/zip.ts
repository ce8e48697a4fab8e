// The parts of a zip archive that a workbook is, opened with limits so that a small file cannot unpack into a big one.
import { inflateRawSync } from 'node:zlib';
import { tooLarge, unreadable } from './sheet.ts';

const MAX_PART = 160 * 1024 * 1024;
const MAX_TOTAL = 256 * 1024 * 1024;
const MAX_PARTS = 5_000;

const CORRUPT = { vi: 'Tệp hỏng hoặc không phải sổ tính (.xlsx, .ods).', en: 'The file is damaged or is not a workbook (.xlsx, .ods).' };
const TOO_MUCH = { vi: 'Tệp giãn ra quá lớn khi mở; từ chối.', en: 'The file unpacks to far too much; refused.' };
export const LOCKED = {
  vi: 'Tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại dạng .xlsx hoặc .ods.',
  en: 'The file is protected by a password; remove it and save the file as .xlsx or .ods.',
};

type Part = { method: number; packed: number; size: number; offset: number };
/** `size`: of all parts unpacked, as the directory says; no part unpacks to more than its own. */
export type Archive = { names: string[]; size: number; read: (name: string) => Buffer | undefined };

/** Opens the archive's directory; `read` unpacks one part. */
export function openZip(bytes: Uint8Array): Archive {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = new Map<string, Part>();
  let unpacked = 0;
  try {
    const end = data.lastIndexOf('PK\u0005\u0006', data.length - 22, 'latin1');
    if (end < 0) throw new RangeError('no directory');
    const count = data.readUInt16LE(end + 10);
    if (count > MAX_PARTS) throw tooLarge(TOO_MUCH);
    let at = data.readUInt32LE(end + 16);
    for (let i = 0; i < count; i++) {
      if (data.readUInt32LE(at) !== 0x02014b50) throw new RangeError('no entry');
      const nameLength = data.readUInt16LE(at + 28);
      if (data.readUInt16LE(at + 8) & 1) throw unreadable('encrypted', LOCKED);
      parts.set(data.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/'), {
        method: data.readUInt16LE(at + 10),
        packed: data.readUInt32LE(at + 20),
        size: data.readUInt32LE(at + 24),
        offset: data.readUInt32LE(at + 42),
      });
      at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
    }
  } catch (e) {
    throw e instanceof RangeError ? unreadable('corrupt', CORRUPT) : e;
  }
  // some writers spell xl/SharedStrings.xml
  const spelled = new Map([...parts].map(([name, part]) => [name.toLowerCase(), part]));
  const read = (name: string): Buffer | undefined => {
    const part = parts.get(name) ?? spelled.get(name.toLowerCase());
    if (!part) return undefined;
    if (part.size > MAX_PART || unpacked + part.size > MAX_TOTAL) throw tooLarge(TOO_MUCH);
    try {
      if (data.readUInt32LE(part.offset) !== 0x04034b50) throw new RangeError('no part');
      const start = part.offset + 30 + data.readUInt16LE(part.offset + 26) + data.readUInt16LE(part.offset + 28);
      const packed = data.subarray(start, start + part.packed);
      if (packed.length !== part.packed) throw new RangeError('cut short');
      const content = part.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, part.size) });
      unpacked += content.length;
      if (unpacked > MAX_TOTAL) throw tooLarge(TOO_MUCH);
      return content;
    } catch (e) {
      const { code } = e as { code?: string };
      if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(TOO_MUCH);
      if (e instanceof RangeError || code?.startsWith('Z_')) throw unreadable('corrupt', CORRUPT);
      throw e;
    }
  };
  const size = [...parts.values()].reduce((sum, part) => sum + part.size, 0);
  return { names: [...parts.keys()], size, read };
}
