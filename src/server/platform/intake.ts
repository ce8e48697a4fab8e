// How a file from outside comes in: size, kind by content, metadata out of pictures, virus scan. Whoever takes files takes them here.
import { createHash } from 'node:crypto';
import { scan } from '#server/platform/clamd.ts';
import { AppError } from '#server/platform/errors.ts';
import { type FileType, fileType } from '#server/platform/file-type.ts';
import { stripMetadata } from '#server/platform/strip-metadata.ts';

export const PICTURES: readonly FileType[] = ['image/jpeg', 'image/png', 'image/webp'];
export const DOCUMENTS: readonly FileType[] = [
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];
const NAMES: Record<FileType, string> = {
  'application/pdf': 'PDF',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
};

export type Taking = {
  /** The kinds that are wanted, by content. */
  allow: readonly FileType[];
  maxBytes: number;
  /** Setting CLAMD_SOCKET; unset = no scan. */
  clamd: string | undefined;
};
export type Taken = { bytes: Uint8Array; type: FileType; sha256: string };

/** The bytes as they may be kept, with their kind and hash. Refuses empty, too large, other kinds (415), malware; 503 while the scanner is away. */
export async function intake(bytes: Uint8Array, { allow, maxBytes, clamd }: Taking): Promise<Taken> {
  if (bytes.byteLength === 0)
    throw new AppError('invalid', { vi: 'Chưa chọn tệp, hoặc tệp rỗng.', en: 'No file was chosen, or it is empty.' }, [
      { path: 'file', code: 'required', message: { vi: 'Cần một tệp.', en: 'A file is needed.' } },
    ]);
  const most = Math.floor(maxBytes / 1024 / 1024);
  if (bytes.byteLength > maxBytes) throw new AppError('too_large', { vi: `Tệp vượt quá ${most} MB.`, en: `The file is over ${most} MB.` });
  const type = fileType(bytes);
  if (!type || !allow.includes(type)) {
    const names = allow.map((a) => NAMES[a]).join(', ');
    throw new AppError('unsupported_media_type', {
      vi: `Chỉ nhận ${names}; loại tệp được xem theo nội dung.`,
      en: `Only ${names} are taken; the content says what a file is.`,
    });
  }
  // what was sent is what is scanned: nothing may hide in the parts that are cut off
  if (clamd) await scan(bytes, clamd);
  const kept = stripMetadata(bytes, type);
  return { bytes: kept, type, sha256: createHash('sha256').update(kept).digest('hex') };
}
