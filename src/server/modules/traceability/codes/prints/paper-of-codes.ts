// Label sheets and posters as PDF.

import { type Paper, writePdf } from '#server/platform/pdf.ts';
import { INDIGO, LINE, SOFT } from '#server/platform/pdf-ink.ts';
import type { Style } from '#server/platform/pdf-paper.ts';
import { showDay } from '#shared/dates.ts';
import type { Lang } from '#shared/lang.ts';
import type { Star } from '#shared/vocabulary.ts';
import { grid, LABELS, type LabelFormat, type LabelName, POSTERS, type PosterName, SHEET } from '../rules/formats.ts';
import { BADGE_SHAPE, drawBadge } from './badge.ts';

const MM = 72 / 25.4;

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

const WORDS = {
  vi: {
    check: 'Quét để kiểm tra',
    offline: 'Kiểm được khi không có mạng',
    lot: 'Lô',
    serial: 'Số',
    sample: 'MẪU',
    poster: 'Quét mã: sao có thật không, ai làm, lô hàng từ đâu',
    until: (day: string) => `Sao có hiệu lực đến hết ngày ${day}`,
    steps: [
      'Mở máy ảnh của điện thoại, đưa vào mã.',
      'Xanh: sao còn hiệu lực. Đỏ: đã bị thu hồi.',
      'Thấy lạ, bấm “Báo sản phẩm có vấn đề”.',
    ],
  },
  en: {
    check: 'Scan to check',
    offline: 'Checks without a network',
    lot: 'Lot',
    serial: 'No.',
    sample: 'SAMPLE',
    poster: 'Scan: is the star true, who made it, where is the lot from',
    until: (day: string) => `The star is valid until ${day}`,
    steps: [
      'Open your phone’s camera and point it at the code.',
      'Green: the star is valid. Red: it was withdrawn.',
      'Something odd? Tap “Report a problem”.',
    ],
  },
};

function drawLabel(paper: Paper, format: LabelFormat, label: OneLabel, p: PrintedProduct, x: number, y: number, lang: Lang): void {
  const { doc } = paper;
  const w = WORDS[lang];
  const [width, height, code] = [format.width * MM, format.height * MM, format.code * MM];
  paper.ornament(() => doc.lineWidth(0.3).strokeColor(LINE).dash(1.5, { space: 2 }).rect(x, y, width, height).stroke().undash());
  const upright = height > width;
  const side = Math.min(code, upright ? width : height);
  const codeX = upright ? x + (width - side) / 2 : x;
  const codeY = upright ? y + height * 0.34 : y + (height - side) / 2;
  paper.qr(label.text, codeX, codeY, side, `${p.name} ${label.id}`);
  if (!format.words) {
    // inside the quiet zone nothing may stand; a lid carries its code alone
    return;
  }
  const pad = Math.max(height * 0.05, 2);
  const [left, room] = upright ? [x + pad, width - 2 * pad] : [x + side, width - side - pad];
  let top = y + pad;
  if (p.star) top += drawBadge(paper, p.star, left, top, Math.min(room, (height * (upright ? 0.1 : 0.26)) / BADGE_SHAPE)) + pad * 0.6;
  const foot = [
    label.lot && `${w.lot} ${label.lot}`,
    label.serial && `${w.serial} ${label.serial}`,
    label.id,
    p.offline && w.offline,
    p.sample && w.sample,
  ];
  const said = foot.filter(Boolean).join(' · ');
  const most = Math.max(Math.min(room / 7, height / 8, 30), 5);
  const small: Style = { size: Math.max(most * 0.62, 3.6), face: 'strong' };
  const footTop = y + height - pad - paper.heightOf(said, small, room);
  // the largest size at which name and producer stand above the foot; the smallest labels leave the producer out
  const name = (size: number): Style => ({ face: 'bold', size, lang: 'vi' });
  const maker = (size: number): Style => ({ size: Math.max(size * 0.72, 3.6), color: SOFT, lang: 'vi' });
  const high = (size: number) => paper.heightOf(p.name, name(size), room) + paper.heightOf(p.producer, maker(size), room) + 1;
  let size = most;
  while (size > 4.5 && top + high(size) > footTop) size -= 0.5;
  const both = top + high(size) <= footTop;
  top = paper.textAt(p.name, left, top, room, name(size)) + 1;
  if (both) paper.textAt(p.producer, left, top, room, maker(size));
  paper.textAt(said, left, footTop, room, small);
}

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
      const [x, y] = at(i);
      drawLabel(paper, format, label, product, x * MM, y * MM, options.lang);
    });
  });
}

/** A poster for a stall, a shop window or a fair. */
export function poster(size: PosterName, label: OneLabel, p: PrintedProduct, options: { lang: Lang; date: Date }): Promise<Uint8Array> {
  const [wMm, hMm] = POSTERS[size];
  const [width, height] = [wMm * MM, hMm * MM];
  const w = WORDS[options.lang];
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
    if (p.star) y = paper.textAt(w.until(showDay(p.until)), left, y, inner, { size: 2.6 * unit, align: 'center', face: 'strong' }) + unit;
    const end = height - 34 * unit;
    const side = Math.min(end - y, 62 * unit);
    paper.qr(label.text, (width - side) / 2, y + (end - y - side) / 2, side, `${p.name} ${label.id}`);
    let below = paper.textAt(w.poster, left, end, inner, { face: 'bold', size: 3.4 * unit, align: 'center' }) + unit;
    w.steps.forEach((step, i) => {
      below = paper.textAt(`${i + 1}. ${step}`, left, below, inner, { size: 2.6 * unit, align: 'center' });
    });
    const foot = [label.id, p.offline && w.offline, p.sample && w.sample].filter(Boolean).join(' · ');
    paper.textAt(foot, left, height - 9 * unit, inner, { size: 2 * unit, align: 'center', color: SOFT });
  });
}
