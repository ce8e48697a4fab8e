import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stripMetadata } from './strip-metadata.ts';

const text = (s: string) => [...new TextEncoder().encode(s)];
const segment = (marker: number, body: number[]) => [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff, ...body];
/** EXIF with an orientation and a place, in either byte order. */
const exif = (turn: number, little: boolean) => {
  const u16 = (n: number) => (little ? [n & 0xff, n >> 8] : [n >> 8, n & 0xff]);
  const u32 = (n: number) => (little ? [...u16(n & 0xffff), ...u16(n >>> 16)] : [...u16(n >>> 16), ...u16(n & 0xffff)]);
  const head = [...text(little ? 'II' : 'MM'), ...u16(42), ...u32(8), ...u16(2)];
  const entries = [...u16(0x010f), ...u16(2), ...u32(4), ...text('Cam\0'), ...u16(0x0112), ...u16(3), ...u32(1), ...u16(turn), 0, 0];
  return segment(0xe1, [...text('Exif\0\0'), ...head, ...entries, ...u32(0), ...text('GPS 21.02N 105.85E')]);
};
const SCAN = [0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9];
const QUANT = segment(0xdb, [1, 2, 3]);
const jpeg = (...segments: number[][]) => Uint8Array.from([0xff, 0xd8, ...segments.flat(), ...SCAN]);
const said = (b: Uint8Array) => Buffer.from(b).toString('latin1');

it('keeps a photograph and its turn, and not the place, the camera, the comment', () => {
  for (const little of [true, false]) {
    const before = jpeg(exif(6, little), segment(0xfe, text('taken by')), QUANT);
    const after = stripMetadata(before, 'image/jpeg');
    expect(said(after)).not.toMatch(/GPS|Cam|taken/);
    expect(said(after)).toContain(said(Uint8Array.from([...QUANT, ...SCAN])));
    expect(stripMetadata(after, 'image/jpeg')).toEqual(after);
    const turned = stripMetadata(jpeg(exif(6, false), QUANT), 'image/jpeg');
    expect(after).toEqual(turned);
    expect(after).not.toEqual(stripMetadata(jpeg(exif(3, false), QUANT), 'image/jpeg'));
  }
  expect(stripMetadata(jpeg(exif(1, true), QUANT), 'image/jpeg')).toEqual(jpeg(QUANT));
});

it('takes the texts out of PNG and WebP and leaves the picture', () => {
  const chunk = (name: string, body: string) => [0, 0, 0, body.length, ...text(name), ...text(body), 0, 0, 0, 0];
  const head = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const png = Uint8Array.from([...head, ...chunk('IDAT', 'pixels'), ...chunk('eXIf', 'GPS'), ...chunk('tEXt', 'who')]);
  expect(stripMetadata(png, 'image/png')).toEqual(Uint8Array.from([...head, ...chunk('IDAT', 'pixels')]));

  const part = (name: string, body: number[]) => [...text(name), body.length, 0, 0, 0, ...body];
  const parts = [...part('VP8X', [0x0c, 0, 0, 0]), ...part('VP8 ', [1, 2])];
  const webp = Uint8Array.from([...text('RIFF'), 0, 0, 0, 0, ...text('WEBP'), ...parts, ...part('EXIF', [9, 9])]);
  const after = stripMetadata(webp, 'image/webp');
  expect(after[20]).toBe(0);
  expect(after[4]).toBe(after.length - 8);
  expect(said(after)).not.toContain('EXIF');
});

it('never fails on a broken picture, and leaves papers alone', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('image/jpeg', 'image/png', 'image/webp'), (body, type) => {
      const head = { 'image/jpeg': [0xff, 0xd8, 0xff], 'image/png': [0x89, 0x50], 'image/webp': text('RIFF') }[type] ?? [];
      const before = Uint8Array.from([...head, ...body]);
      expect(stripMetadata(before, type).length).toBeLessThanOrEqual(before.length + 36);
    }),
    { numRuns: 2_000 },
  );
  const pdf = Uint8Array.from(text('%PDF-1.7 EXIF'));
  expect(stripMetadata(pdf, 'application/pdf')).toBe(pdf);
});
