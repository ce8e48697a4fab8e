// The hand of the house in print: brocade band, drum star, rows of stars. The same shapes as src/ui/styles/brocade.svg and
// src/shared/emblems/icons.svg.

import { GOLD, INDIGO, LACQUER, PAPER } from './pdf-ink.ts';
import type { Paper } from './pdf-paper.ts';

const TILE = { width: 96, height: 14 };
const BROCADE: readonly (readonly [colour: string, path: string, stroked?: true])[] = [
  [PAPER, 'M0 0H96V14H0Z'],
  [INDIGO, 'M0 0H96V1.5H0ZM0 12.5H96V14H0ZM24 2.5L33 7L24 11.5L15 7Z'],
  [PAPER, 'M24 4.6L28.8 7L24 9.4L19.2 7Z'],
  [LACQUER, 'M24 5.7L26.6 7L24 8.3L21.4 7ZM72 2.5L81 7L72 11.5L63 7Z'],
  [PAPER, 'M72 4.6L76.8 7L72 9.4L67.2 7Z'],
  [INDIGO, 'M72 5.7L74.6 7L72 8.3L69.4 7Z'],
  [
    GOLD,
    'M36 3L40 7L36 11M41 3L45 7L41 11M60 3L56 7L60 11M55 3L51 7L55 11M84 3L88 7L84 11M89 3L93 7L89 11M12 3L8 7L12 11M7 3L3 7L7 11',
    true,
  ],
  [LACQUER, 'M48 5.2L49.8 7L48 8.8L46.2 7ZM0 5.2L1.8 7L0 8.8ZM96 5.2L94.2 7L96 8.8Z'],
];
const RAYS =
  'M30 0L33.8 13.4L43 3L40.6 16.7L53.5 11.3L45.3 22.6L59.2 23.3L47 30L59.2 36.7L45.3 37.4L53.5 48.7L40.6 43.3L43 57L33.8 46.6L30 60L26.2 46.6L17 57L19.4 43.3L6.5 48.7L14.7 37.4L0.8 36.7L13 30L0.8 23.3L14.7 22.6L6.5 11.3L19.4 16.7L17 3L26.2 13.4Z';
const STAR = 'M11 1L13.6 7.4L20.5 7.9L15.2 12.4L16.9 19.1L11 15.4L5.1 19.1L6.8 12.4L1.5 7.9L8.4 7.4Z';

/** A band of whole tiles, `height` thick, from (x, y) to the right, or downwards when `down`. */
export function brocadeBand(paper: Paper, x: number, y: number, length: number, height: number, down = false): void {
  const { doc } = paper;
  const scale = height / TILE.height;
  const tiles = Math.max(1, Math.round(length / (TILE.width * scale)));
  const stretch = length / (tiles * TILE.width);
  paper.ornament(() => {
    if (down) doc.rotate(90, { origin: [x, y] }).translate(x, y - height);
    else doc.translate(x, y);
    doc.scale(stretch, scale);
    for (let i = 0; i < tiles; i++) {
      for (const [colour, path, stroked] of BROCADE) {
        doc.path(path);
        if (stroked) doc.lineWidth(1.6).stroke(colour);
        else doc.fill(colour);
      }
      doc.translate(TILE.width, 0);
    }
  });
}

/** A frame of brocade with a cut diamond in each corner. */
export function brocadeFrame(paper: Paper, x: number, y: number, width: number, height: number, thick: number): void {
  const { doc } = paper;
  brocadeBand(paper, x + thick, y, width - 2 * thick, thick);
  brocadeBand(paper, x + thick, y + height - thick, width - 2 * thick, thick);
  brocadeBand(paper, x, y + thick, height - 2 * thick, thick, true);
  brocadeBand(paper, x + width - thick, y + thick, height - 2 * thick, thick, true);
  paper.ornament(() => {
    for (const [cx, cy] of [
      [x, y],
      [x + width - thick, y],
      [x, y + height - thick],
      [x + width - thick, y + height - thick],
    ] as const) {
      const half = thick / 2;
      doc.rect(cx, cy, thick, thick).fill(INDIGO);
      doc.polygon([cx + half, cy + 2], [cx + thick - 2, cy + half], [cx + half, cy + thick - 2], [cx + 2, cy + half]).fill(PAPER);
      doc.circle(cx + half, cy + half, thick / 6).fill(LACQUER);
    }
    doc
      .lineWidth(0.6)
      .strokeColor(INDIGO)
      .rect(x + thick + 5, y + thick + 5, width - 2 * thick - 10, height - 2 * thick - 10)
      .stroke();
  });
}

/** The fourteen-ray star of the drum. */
export function drumStar(paper: Paper, x: number, y: number, size: number, colour: string, opacity = 1): void {
  paper.ornament(() => {
    paper.doc
      .translate(x, y)
      .scale(size / 60)
      .fillOpacity(opacity)
      .path(RAYS)
      .fill(colour);
  });
}

/** `of` stars in a row from x, the first `full` filled; `next` dashes the one that is hoped for. Returns the width. */
export function starRow(paper: Paper, x: number, y: number, size: number, full: number, of = 5, next = false, colour = GOLD): number {
  const { doc } = paper;
  const step = size * 1.1;
  for (let i = 0; i < of; i++)
    paper.ornament(() => {
      doc.translate(x + i * step, y).scale(size / 22);
      doc.path(STAR);
      if (i < full) doc.fill(colour);
      else {
        doc.lineWidth(1.4).lineJoin('round');
        if (next && i === full) doc.dash(2.2, { space: 2 });
        doc.stroke(colour);
      }
    });
  return (of - 1) * step + size;
}
