// What a file is, by its first bytes; its name and the sender's word do not count.
const starts = (bytes: Uint8Array, ...head: number[]) => head.every((b, i) => bytes[i] === b);
const text = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

export type FileType =
  | 'application/pdf'
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The type of a paper we take; undefined for anything else, programs first of all. */
export function fileType(bytes: Uint8Array): FileType | undefined {
  if (text(bytes, 0, 5) === '%PDF-') return 'application/pdf';
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'image/webp';
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return officeType(bytes);
  return undefined;
}

/** Word and Excel are archives: the parts inside say which; one with macros is none. */
function officeType(bytes: Uint8Array): FileType | undefined {
  const inside = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!inside.includes('[Content_Types].xml') || inside.includes('vbaProject')) return undefined;
  if (inside.includes('word/document.xml')) return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  if (inside.includes('xl/workbook.xml')) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return undefined;
}

const ENDINGS: Record<FileType, readonly [string, ...string[]]> = {
  'application/pdf': ['.pdf'],
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['.docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['.xlsx'],
};

/** The name to hand a file out under: no sign that a folder reads or an eye does not see, and the ending that its content has. */
export function fileName(name: string, type: FileType): string {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[\\/:*?"<>|]/g, '-')
    .trim();
  const endings = ENDINGS[type];
  return endings.some((e) => plain.toLowerCase().endsWith(e)) ? plain : `${plain || 'giay'}${endings[0]}`;
}
