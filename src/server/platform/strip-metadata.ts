// A photograph tells where and with what it was taken; the vault keeps the picture and its turn, nothing else of that.
const ORIENTATION = 0x0112;
const ascii = (b: Uint8Array, from: number, n: number) => String.fromCharCode(...b.subarray(from, from + n));

/** Takes EXIF, XMP, IPTC and comments out of JPEG, EXIF and texts out of PNG, EXIF and XMP out of WebP; other files stay as they are. */
export function stripMetadata(bytes: Uint8Array, type: string): Uint8Array {
  if (type === 'image/jpeg') return stripJpeg(bytes);
  if (type === 'image/png') return stripPng(bytes);
  if (type === 'image/webp') return stripWebp(bytes);
  return bytes;
}

function stripJpeg(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let turn = 1;
  let at = 2;
  // segments up to the start of the scan; from there on it is the picture itself
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const marker = bytes[at + 1] ?? 0;
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) return bytes;
    if (marker === 0xe1 && ascii(bytes, at + 4, 4) === 'Exif') turn = turnOf(bytes.subarray(at + 10, end)) ?? turn;
    // APP1 (EXIF, XMP), APP13 (IPTC), comments
    if (marker !== 0xe1 && marker !== 0xed && marker !== 0xfe) kept.push(bytes.subarray(at, end));
    at = end;
  }
  if (turn > 1) kept.splice(1, 0, onlyTurn(turn));
  return join([...kept, bytes.subarray(at)]);
}

/** The orientation in a TIFF block; undefined when it says none. */
function turnOf(tiff: Uint8Array): number | undefined {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 14) return undefined;
  const little = ascii(tiff, 0, 2) === 'II';
  const from = view.getUint32(4, little);
  if (from + 2 > tiff.length) return undefined;
  const entries = view.getUint16(from, little);
  for (let i = 0; i < entries; i++) {
    const at = from + 2 + i * 12;
    if (at + 12 > tiff.length) return undefined;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** An EXIF segment that says how to turn the picture and nothing more. */
function onlyTurn(turn: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0];
  const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  return Uint8Array.of(0xff, 0xe1, 0, body.length + 2, ...body);
}

function stripPng(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return bytes;
    if (!['eXIf', 'tEXt', 'iTXt', 'zTXt', 'tIME'].includes(ascii(bytes, at + 4, 4))) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return join([...kept, bytes.subarray(at)]);
}

function stripWebp(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 12) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [bytes.slice(0, 12)];
  let at = 12;
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    if (end > bytes.length) return bytes;
    const name = ascii(bytes, at, 4);
    const chunk = bytes.slice(at, end);
    // the extended header says which parts follow: neither EXIF nor XMP
    if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~0x0c;
    if (name !== 'EXIF' && name !== 'XMP ') kept.push(chunk);
    at = end;
  }
  const out = join([...kept, bytes.subarray(at)]);
  new DataView(out.buffer).setUint32(4, out.length - 8, true);
  return out;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return out;
}
