import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { DOT, dotsOf, grid, LABELS, type LabelName } from '../rules/formats.ts';
import { gtinPath, nativePath } from '../rules/native-path.ts';
import { codeText, isCompact, qrPixels, qrSvg } from '../rules/qr.ts';
import { serialOf } from '../rules/serials.ts';
import { labelSheets, type OneLabel, poster } from './paper-of-codes.ts';

const ORIGIN = 'https://sanvat.example.vn';
const ID = '34M29SX5';
const product = {
  name: 'Mật ong hoa bạc hà Mèo Vạc',
  producer: 'HTX Nuôi ong Cao nguyên đá',
  place: 'Xã Mèo Vạc, Tuyên Quang',
  star: 4 as const,
  until: '2028-03-12',
  sample: true,
};
const options = { lang: 'vi' as const, date: new Date('2026-11-22T02:00:00Z') };
/** Sigma in pixels at 300 dpi: a third of a millimetre across. */
const BLUR = 1.4;
const dir = mkdtempSync(path.join(tmpdir(), 'sanvat-prints-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const has = (tool: string) => spawnSync(tool, ['--version']).error === undefined;
const canRead = has('zbarimg') && has('pdftoppm');

/** What a reader outside finds in a picture, sorted. */
const read = (file: string): string[] => {
  const { stdout } = spawnSync('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', file], { encoding: 'utf8' });
  return stdout.trim().split('\n').filter(Boolean).sort();
};
/** Pages of a PDF as pictures at 300 dpi. */
function picture(pdf: Uint8Array, dpi = 300): string[] {
  const name = crypto.randomUUID();
  writeFileSync(path.join(dir, `${name}.pdf`), pdf);
  execFileSync('pdftoppm', ['-r', String(dpi), '-gray', '-png', path.join(dir, `${name}.pdf`), path.join(dir, name)]);
  return readdirSync(dir)
    .filter((f) => f.startsWith(name) && f.endsWith('.png'))
    .sort()
    .map((f) => path.join(dir, f));
}
/** One label cut out of its sheet, as a camera sees it: straight, then unsharp, turned and with less contrast. */
async function shots(page: string, size: LabelName, i: number): Promise<string[]> {
  const px = (mm: number) => Math.round((mm * 300) / 25.4);
  const { width, height } = LABELS[size];
  const [x, y] = grid(LABELS[size]).at(i);
  const area = { left: px(x - 0.9), top: px(y - 0.9), width: px(width + 1.8), height: px(height + 1.8) };
  const straight = `${page}-${i}.png`;
  await sharp(page).extract(area).toFile(straight);
  const bad = `${page}-${i}-bad.png`;
  await sharp(straight).linear(0.75, 30).rotate(9, { background: '#e8e8e8' }).blur(BLUR).png().toFile(bad);
  return [straight, bad];
}
const one = (serial?: string, lot?: string): OneLabel => ({ text: codeText(ORIGIN, nativePath(ID, lot, serial)), id: ID, lot, serial });

describe('a symbol', () => {
  it('stays in the alphanumeric mode with ids, GTINs, lots in capitals and our serials', () => {
    const serial = serialOf(Buffer.alloc(32, 7), ID, 1234);
    for (const p of [nativePath(ID, 'L2611A', serial), gtinPath('09520000000011', 'L2611A', serial)])
      expect(isCompact(codeText(ORIGIN, p))).toBe(true);
    expect(isCompact(codeText(ORIGIN, nativePath(ID, 'l2611a')))).toBe(false);
  });
  it('is the same in every form', () => {
    const text = one().text;
    const { size, data } = qrPixels(text, 2);
    expect(size % 2).toBe(0);
    expect(data.length).toBe(size * size);
    expect(qrSvg(text, 'a<b')).toContain('<title>a&lt;b</title>');
  });
});

describe('a sheet', () => {
  it('holds no more codes than a reader finds at once, each inside its label, all on one raster', () => {
    for (const format of Object.values(LABELS)) {
      const { columns, rows, at } = grid(format);
      expect(columns * rows).toBeLessThanOrEqual(40);
      for (const i of [0, columns * rows - 1]) {
        const [x, y] = at(i);
        expect(x).toBeGreaterThanOrEqual(7);
        expect(x + format.width).toBeLessThanOrEqual(203.1);
        expect(y).toBeGreaterThanOrEqual(7);
        expect(y + format.height).toBeLessThanOrEqual(290.1);
        for (const mm of [x, y]) expect(Math.abs(((mm / 25.4) * 50) % 1) % 1).toBeCloseTo(0, 6);
      }
    }
  });
  it('draws a longer code smaller, and never larger than its room', () => {
    expect(dotsOf(LABELS['tem-20'], 37)).toBe(6);
    expect(dotsOf(LABELS['nap-15'], 33)).toBe(5);
    expect(dotsOf(LABELS['nap-15'], 41)).toBe(4);
    expect(dotsOf(LABELS['nap-15'], 177)).toBeUndefined();
    for (const format of Object.values(LABELS))
      for (const n of [29, 33, 37, 41, 53]) expect((dotsOf(format, n) ?? 0) * n * DOT).toBeLessThanOrEqual(format.code + 0.001);
  });
});

it.skipIf(canRead)('reading back needs zbarimg and pdftoppm', (t) => t.skip());
describe.skipIf(!canRead)('printed codes are read by an outside reader', () => {
  it.each(Object.keys(LABELS) as LabelName[])(
    '%s: a whole sheet of numbered labels at once, and one label unsharp and turned',
    async (size) => {
      const { columns, rows } = grid(LABELS[size]);
      const key = Buffer.alloc(32, 9);
      const labels = Array.from({ length: columns * rows }, (_, i) => one(serialOf(key, ID, i + 1), 'L2611A'));
      const [page = ''] = picture(await labelSheets(size, labels, product, options));
      expect(read(page), 'the whole sheet').toEqual(labels.map((l) => l.text).sort());
      for (const shot of await shots(page, size, 0)) expect(read(shot), shot).toEqual([labels[0]?.text]);
    },
    60_000,
  );

  it('posters, from A5 to A2', async () => {
    for (const size of ['a5', 'a4', 'a3', 'a2'] as const) {
      const [page = ''] = picture(await poster(size, one(), product, options), 100);
      expect(read(page), size).toEqual([one().text]);
    }
  }, 60_000);

  it('the picture and the drawing', async () => {
    const { size, data } = qrPixels(one().text, 8);
    const png = path.join(dir, 'code.png');
    await sharp(data, { raw: { width: size, height: size, channels: 1 } })
      .png()
      .toFile(png);
    expect(read(png)).toEqual([one().text]);
    const drawn = path.join(dir, 'drawn.png');
    await sharp(Buffer.from(qrSvg(one().text, 'x')), { density: 600 })
      .png()
      .toFile(drawn);
    expect(read(drawn)).toEqual([one().text]);
  });
});
