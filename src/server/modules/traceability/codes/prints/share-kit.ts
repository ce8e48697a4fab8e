// Everything a producer needs to tell about a product, in one download: the code in three forms, a poster, labels, a picture, texts.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '#server/platform/root.ts';
import { showDay } from '#shared/dates.ts';
import { fold } from '#shared/text/fold.ts';
import { codeText, qrPixels, qrSvg } from '../rules/qr.ts';
import { labelSheets, type PrintedProduct, poster } from './paper-of-codes.ts';
import type { Entry } from './zip.ts';

export type KitProduct = PrintedProduct & { id: string; set: number | null; producerId: string; path: string };
const PIXELS = 16;

/** The symbol as PNG, sixteen pixels a module. */
export async function qrPng(text: string): Promise<Uint8Array> {
  const { size, data } = qrPixels(text, PIXELS);
  const { default: sharp } = await import('sharp');
  return new Uint8Array(
    await sharp(data, { raw: { width: size, height: size, channels: 1 } })
      .png({ palette: true, colours: 2 })
      .toBuffer(),
  );
}

function texts(p: KitProduct, origin: string): Record<'vi' | 'en', string> {
  const page = `${origin}/san-pham/${p.id}`;
  const sample = { vi: 'DỮ LIỆU MẪU: sản phẩm này không có thật.', en: 'SAMPLE DATA: this product is not real.' };
  const star = {
    vi: p.star ? `Sản phẩm OCOP ${p.star} sao, có hiệu lực đến hết ngày ${showDay(p.until)}.` : 'Hiện không mang sao OCOP.',
    en: p.star ? `An OCOP product with ${p.star} stars, valid until ${showDay(p.until, 'en')}.` : 'It carries no OCOP star at present.',
  };
  const lines = (parts: (string | false)[]) => `${parts.filter(Boolean).join('\n')}\n`;
  return {
    vi: lines([
      p.name,
      `${p.producer}, ${p.place}`,
      star.vi,
      `Quét mã hoặc mở ${origin}${p.path} để kiểm tra.`,
      page,
      p.sample && sample.vi,
    ]),
    en: lines([
      p.name,
      `${p.producer}, ${p.place}`,
      star.en,
      `Scan the code or open ${origin}${p.path} to check.`,
      `${origin}/en/san-pham/${p.id}`,
      p.sample && sample.en,
    ]),
  };
}

/** 'mat-ong-bac-ha': a folder's name that every system takes. */
export const fileName = (name: string): string =>
  fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60) || 'san-pham';

/** The files of one product's kit. */
export async function shareKit(p: KitProduct, origin: string, date: Date): Promise<Entry[]> {
  const text = codeText(origin, p.path);
  const label = { text, id: p.id };
  const utf8 = (s: string) => new TextEncoder().encode(s);
  const said = texts(p, origin);
  const folder = `${fileName(p.name)}-${p.id}`;
  const files: Entry[] = [
    { name: 'ma-qr.svg', data: utf8(qrSvg(text, `${p.name} ${p.id}`)) },
    { name: 'ma-qr.png', data: await qrPng(text) },
    {
      name: 'ma-qr-tem-30.pdf',
      data: await labelSheets(
        'tem-30',
        Array.from({ length: 18 }, () => label),
        p,
        { lang: 'vi', date },
      ),
    },
    { name: 'ap-phich-a4.pdf', data: await poster('a4', label, p, { lang: 'vi', date }) },
    { name: 'poster-a4-en.pdf', data: await poster('a4', label, p, { lang: 'en', date }) },
    { name: 'anh.png', data: readFileSync(path.join(ROOT, 'static', 'og', `${p.set ?? 0}.png`)) },
    { name: 'loi-gioi-thieu.txt', data: utf8(said.vi) },
    { name: 'text-en.txt', data: utf8(said.en) },
  ];
  return files.map((f) => ({ name: `${folder}/${f.name}`, data: f.data }));
}
