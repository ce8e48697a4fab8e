// Papers of the house: A4, Be Vietnam Pro with every Vietnamese mark, tagged for screen readers, the same bytes for the same day.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import PDFDocument from 'pdfkit';
import { ROOT } from '#server/platform/root.ts';
import { Paper } from './pdf-paper.ts';

const FACES = { text: '400Regular', italic: '400Regular_Italic', strong: '600SemiBold', bold: '700Bold', title: '800ExtraBold' } as const;
export type Face = keyof typeof FACES;

const kept = new Map<Face, Buffer>();
/** The whole typeface (pages carry a subset without the Latin extensions); pdfkit embeds only the signs a paper uses. */
function fontOf(face: Face): Buffer {
  let font = kept.get(face);
  if (!font) {
    const dir = FACES[face];
    const file = `@expo-google-fonts/be-vietnam-pro/${dir}/BeVietnamPro_${dir}.ttf`;
    font = readFileSync(createRequire(path.join(ROOT, 'package.json')).resolve(file));
    kept.set(face, font);
  }
  return font;
}

export type PdfMeta = {
  /** Shown in the title bar and read first by a screen reader. */
  title: string;
  lang?: 'vi' | 'en';
  /** The instant the paper speaks of: no clock is read, so the same input gives the same bytes. */
  date: Date;
  subject?: string;
  /** Stands at the foot of each page, beside the page number. */
  foot?: string;
  /** No foot and no page number: posters, labels, certificates. */
  bare?: boolean;
  landscape?: boolean;
  /** Points; 'A4' when left out. */
  size?: 'A4' | 'A5' | [number, number];
  /** Points on every side. */
  margin?: number;
};

/** Writes a paper: `draw` lays out from top to bottom, pages follow by themselves. */
export function writePdf(meta: PdfMeta, draw: (paper: Paper) => void): Promise<Uint8Array> {
  const doc = new PDFDocument({
    size: meta.size ?? 'A4',
    layout: meta.landscape ? 'landscape' : 'portrait',
    margin: meta.margin ?? 56,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: meta.lang === 'en' ? 'en' : 'vi-VN',
    tagged: true,
    displayTitle: true,
    info: {
      Title: meta.title.normalize(),
      Author: 'Sản Vật',
      Producer: 'Sản Vật',
      Creator: 'Sản Vật',
      ...(meta.subject ? { Subject: meta.subject.normalize() } : {}),
      CreationDate: meta.date,
      ModDate: meta.date,
    },
  });
  for (const face of Object.keys(FACES) as Face[]) doc.registerFont(face, fontOf(face));
  const chunks: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    doc.on('error', reject);
  });
  const paper = new Paper(doc);
  draw(paper);
  paper.close(meta.bare ? undefined : (meta.foot ?? meta.title));
  doc.end();
  return done;
}

export type { Column } from './pdf-paper.ts';
export { Paper };
