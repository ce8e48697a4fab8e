// The page's own reader of codes (static/verify/qr.js), for browsers that have none.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import sharp from 'sharp';
import { encode } from 'uqr';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#server/platform/root.ts';
import { qrPixels } from '../rules/qr.ts';

type Reader = {
  decode: (dark: (x: number, y: number) => number, size: number) => string | undefined;
  readQr: (picture: { data: Uint8Array; width: number; height: number }) => string | undefined;
};
const { decode, readQr } = (await import(pathToFileURL(path.join(ROOT, 'static/verify/qr.js')).href)) as Reader;

const seen = async (picture: ReturnType<typeof sharp>) => {
  const { data, info } = await picture.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return readQr({ data, width: info.width, height: info.height });
};
const symbol = (text: string, scale: number) => {
  const { size, data } = qrPixels(text, scale);
  return sharp(data, { raw: { width: size, height: size, channels: 1 } });
};
const OWN = 'HTTPS://SANVAT.EXAMPLE.VN/P/34M29SX5/L/L2611A/S/000012ZWY3T9';
const SIGNED = `HTTPS://SANVAT.EXAMPLE.VN/C/${'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.repeat(4).slice(0, 124)}`;

describe('the page’s own reader', () => {
  it('decodes every version up to 14 at every level, with some modules wrong', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('L' as const, 'M' as const, 'Q' as const, 'H' as const),
        fc.integer({ min: 2, max: 14 }),
        fc.constantFrom('0123456', 'HTTPS://A.VN/P/7', 'chữ Việt'),
        fc.array(fc.nat({ max: 60 }), { maxLength: 1 }),
        (ecc, version, text, wrong) => {
          const cells = encode(text, { ecc, minVersion: version, maxVersion: version, border: 0, boostEcc: false }).data;
          const size = cells.length;
          const off = new Set(wrong.map((n) => `${size - 1 - (n % 4)} ${size - 1 - ((n >> 2) % 4)}`));
          expect(decode((x, y) => Number(cells[y]?.[x] !== off.has(`${x} ${y}`)), size)).toBe(text);
        },
      ),
    );
  });

  it('reads both kinds of code turned, unsharp, in weak light, among other things', async () => {
    for (const text of [OWN, SIGNED])
      for (const [scale, angle, blur] of [
        [4, 0, 0.8],
        [4, 45, 0.6],
        [5, 187, 1.2],
        [8, 25, 2],
      ] as const) {
        const turned = await symbol(text, scale).linear(0.6, 60).rotate(angle, { background: '#d8d8d8' }).png().toBuffer();
        const scene = sharp(turned).extend({ top: 90, left: 140, right: 60, bottom: 30, background: '#8a6f4a' }).blur(blur);
        expect(await seen(scene), `${text.length} ${scale} ${angle}`).toBe(text);
      }
  }, 30_000);

  it('reads one seen aslant, and nothing where there is nothing', async () => {
    const aslant = symbol(OWN, 8).affine([1, 0.18, 0.1, 0.8], { background: '#ffffff' });
    expect(await seen(aslant)).toBe(OWN);
    expect(readQr({ data: new Uint8Array(400 * 300 * 4).fill(200), width: 400, height: 300 })).toBeUndefined();
  });
});
