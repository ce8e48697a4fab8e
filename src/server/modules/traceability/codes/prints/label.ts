// One label: the symbol on the sheet's raster, and what people read beside it.

import type { Paper } from '#server/platform/pdf.ts';
import { LINE, SOFT } from '#server/platform/pdf-ink.ts';
import type { Style } from '#server/platform/pdf-paper.ts';
import type { Lang } from '#shared/lang.ts';
import type { Star } from '#shared/vocabulary.ts';
import { DOT, dotsOf, type LabelFormat, onRaster } from '../rules/formats.ts';
import { modules } from '../rules/qr.ts';
import { BADGE_SHAPE, drawBadge } from './badge.ts';
import { PRINT_WORDS } from './words.ts';

export const MM = 72 / 25.4;

export type PrintedProduct = {
  name: string;
  producer: string;
  place: string;
  /** Given only where the star may stand on print. */
  star: Star | undefined;
  /** Last day of validity. */
  until: string;
  sample: boolean;
  /** The symbol is the signed code. */
  offline?: boolean;
};
/** One label: the symbol's text and what people read beside it. */
export type OneLabel = { text: string; id: string; lot?: string | undefined; serial?: string | undefined };

/** Points. */
type Box = { x: number; y: number; width: number; height: number };
/** Below this nobody reads. */
const LEAST = 4;

/** The text as far as it stands in the height; what is left out is on the page that the symbol leads to. */
function cut(paper: Paper, text: string, style: Style, width: number, height: number): string {
  if (paper.heightOf(text, style, width) <= height) return text;
  const words = text.split(' ');
  while (words.length > 1 && paper.heightOf(`${words.join(' ')} …`, style, width) > height) words.pop();
  return `${words.join(' ')} …`;
}

/** Star, name and producer in the largest type at which they stand in the box; the producer is the first to go. */
function drawName(paper: Paper, p: PrintedProduct, box: Box, most: number): void {
  let { y } = box;
  const end = box.y + box.height;
  if (p.star) {
    const width = Math.min(box.width, (box.height * (box.height > box.width ? 0.16 : 0.34)) / BADGE_SHAPE);
    y += drawBadge(paper, p.star, box.x, y, width) + width * 0.05;
  }
  const name = (size: number): Style => ({ face: 'bold', size, lang: 'vi' });
  const maker = (size: number): Style => ({ size: Math.max(size * 0.75, LEAST), color: SOFT, lang: 'vi' });
  const high = (size: number) => paper.heightOf(p.name, name(size), box.width) + paper.heightOf(p.producer, maker(size), box.width) + 1;
  let size = most;
  while (size > LEAST + 1 && y + high(size) > end) size -= 0.25;
  const both = y + high(size) <= end;
  y = paper.textAt(cut(paper, p.name, name(size), box.width, end - y), box.x, y, box.width, name(size)) + 1;
  if (both) paper.textAt(p.producer, box.x, y, box.width, maker(size));
}

/** Draws one label with its upper left corner at (x, y), in millimetres. */
export function drawLabel(
  paper: Paper,
  format: LabelFormat,
  label: OneLabel,
  p: PrintedProduct,
  [x, y]: [number, number],
  lang: Lang,
): void {
  const { doc } = paper;
  const w = PRINT_WORDS[lang];
  const count = modules(label.text).length;
  // an address too long for the size is drawn as large as it goes; printCodes refuses it
  const side = count * (dotsOf(format, count) ?? format.code / count / DOT) * DOT;
  const { width, height, place } = format;
  const free = place === 'left' ? onRaster((height - side) / 2 - 0.2) : 0;
  const codeX = place === 'left' ? Math.min(free, 1.524) : onRaster((width - side) / 2);
  const codeY = place === 'below' ? onRaster(height * 0.4) : onRaster((height - side) / 2);
  paper.ornament(() =>
    doc
      .lineWidth(0.3)
      .strokeColor(LINE)
      .dash(1.5, { space: 2 })
      .rect(x * MM, y * MM, width * MM, height * MM)
      .stroke()
      .undash(),
  );
  paper.qr(label.text, (x + codeX) * MM, (y + codeY) * MM, side * MM, `${p.name} ${label.id}`);
  const pad = Math.max(height * 0.05, 0.9);
  const box = (from: number, to: number, top = pad, bottom = height - pad): Box => ({
    x: (x + from) * MM,
    y: (y + top) * MM,
    width: (to - from) * MM,
    height: (bottom - top) * MM,
  });
  const marks = [label.lot && `${w.lot} ${label.lot}`, label.serial && `${w.serial} ${label.serial}`, label.id];
  const notes = [p.offline ? w.offline : w.check, p.sample && w.sample].filter(Boolean).join(' · ');
  const small: Style = { size: Math.min(Math.max(height * 0.145, LEAST + 0.4), place === 'below' ? 16 : 11), face: 'strong' };
  if (place === 'middle') {
    drawName(paper, p, box(pad, codeX), 8);
    const right = box(codeX + side, width - pad);
    const said = [...marks, notes].filter(Boolean).join('\n');
    paper.textAt(said, right.x, right.y + (right.height - paper.heightOf(said, small, right.width)) / 2, right.width, small);
    return;
  }
  const words = place === 'left' ? box(codeX + side, width - pad) : box(pad, width - pad, pad, codeY);
  const said = [...marks, notes].filter(Boolean).join(place === 'left' ? '\n' : ' · ');
  const foot = paper.heightOf(said, small, words.width);
  const end = place === 'left' ? words.y + words.height : (y + height - pad) * MM;
  drawName(paper, p, { ...words, height: words.height - (place === 'left' ? foot + 1 : 0) }, Math.min(words.width / 7, height * 0.35, 34));
  paper.textAt(said, words.x, end - foot, words.width, small);
}
