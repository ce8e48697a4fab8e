// Label sheets and posters as PDF.

import { writePdf } from '#server/platform/pdf.ts';
import { INDIGO, SOFT } from '#server/platform/pdf-ink.ts';
import { showDay } from '#shared/dates.ts';
import type { Lang } from '#shared/lang.ts';
import { grid, LABELS, type LabelName, POSTERS, type PosterName, SHEET } from '../rules/formats.ts';
import { drawBadge } from './badge.ts';
import { drawLabel, MM, type OneLabel, type PrintedProduct } from './label.ts';
import { PRINT_WORDS } from './words.ts';

export type { OneLabel, PrintedProduct };

/** A4 sheets of one size of label. `codes`: one entry per label, in order. */
export function labelSheets(
  size: LabelName,
  codes: readonly OneLabel[],
  product: PrintedProduct,
  options: { lang: Lang; date: Date },
): Promise<Uint8Array> {
  const format = LABELS[size];
  const { columns, rows, at } = grid(format);
  const meta = { title: `${product.name} · ${size}`, lang: options.lang, date: options.date, bare: true, margin: 0 };
  return writePdf({ ...meta, size: [SHEET.width * MM, SHEET.height * MM] }, (paper) => {
    codes.forEach((label, i) => {
      if (i > 0 && i % (columns * rows) === 0) paper.doc.addPage();
      drawLabel(paper, format, label, product, at(i), options.lang);
    });
  });
}

/** A poster for a stall, a shop window or a fair. */
export function poster(size: PosterName, label: OneLabel, p: PrintedProduct, options: { lang: Lang; date: Date }): Promise<Uint8Array> {
  const [wMm, hMm] = POSTERS[size];
  const [width, height] = [wMm * MM, hMm * MM];
  const w = PRINT_WORDS[options.lang];
  const meta = { title: `${p.name} · ${size.toUpperCase()}`, lang: options.lang, date: options.date, bare: true, margin: 0 };
  return writePdf({ ...meta, size: [width, height] }, (paper) => {
    const unit = width / 100;
    const inner = width - 16 * unit;
    const left = 8 * unit;
    paper.ornament(() => {
      paper.doc.rect(0, 0, width, 5 * unit).fill(INDIGO);
      paper.doc.rect(0, height - 5 * unit, width, 5 * unit).fill(INDIGO);
    });
    let y = 11 * unit;
    if (p.star) y += drawBadge(paper, p.star, (width - 34 * unit) / 2, y, 34 * unit) + 3 * unit;
    const title = paper.fit(p.name, inner, 2, 8.5 * unit, 4 * unit);
    y = paper.textAt(p.name, left, y, inner, { face: 'title', size: title, align: 'center', color: INDIGO, lang: 'vi' }, 'H1') + unit;
    y = paper.textAt(`${p.producer}\n${p.place}`, left, y, inner, { size: 3 * unit, align: 'center', lang: 'vi' }) + unit;
    if (p.star)
      y =
        paper.textAt(w.until(showDay(p.until, options.lang)), left, y, inner, { size: 2.6 * unit, align: 'center', face: 'strong' }) + unit;
    const end = height - 34 * unit;
    const side = Math.min(end - y, 62 * unit);
    paper.qr(label.text, (width - side) / 2, y + (end - y - side) / 2, side, `${p.name} ${label.id}`);
    const call = paper.fit(w.poster, inner, 1, 3.4 * unit, 2.6 * unit, 'bold');
    let below = paper.textAt(w.poster, left, end, inner, { face: 'bold', size: call, align: 'center' }) + unit;
    w.steps.forEach((step, i) => {
      below = paper.textAt(`${i + 1}. ${step}`, left, below, inner, { size: 2.6 * unit, align: 'center' });
    });
    const foot = [label.id, p.offline && w.offline, p.sample && w.sample].filter(Boolean).join(' · ');
    paper.textAt(foot, left, height - 9 * unit, inner, { size: 2 * unit, align: 'center', color: SOFT });
  });
}
