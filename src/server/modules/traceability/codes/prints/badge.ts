// Our own badge of a star: the word OCOP over five stars, as many of them full as were given. Drawn as lines, so it prints in black too.

import type { Paper } from '#server/platform/pdf.ts';
import { GOLD, INDIGO } from '#server/platform/pdf-ink.ts';
import type { Star } from '#shared/vocabulary.ts';

function starPath(cx: number, cy: number, r: number): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const [angle, radius] = [-Math.PI / 2 + (i * Math.PI) / 5, i % 2 === 0 ? r : r * 0.42];
    return `${(cx + radius * Math.cos(angle)).toFixed(2)} ${(cy + radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join('L')}Z`;
}

/** Height over width of the badge. */
export const BADGE_SHAPE = 0.42;

/** Draws the badge `width` points wide; the height it took is returned. */
export function drawBadge(paper: Paper, star: Star, x: number, y: number, width: number): number {
  const height = width * BADGE_SHAPE;
  const line = Math.max(width / 90, 0.4);
  const size = height * 0.42;
  paper.tagged(
    'Figure',
    () => {
      const { doc } = paper;
      doc
        .lineWidth(line)
        .roundedRect(x + line / 2, y + line / 2, width - line, height - line, height * 0.18)
        .fillAndStroke('#ffffff', INDIGO);
      doc.font('title').fontSize(size).fillColor(INDIGO);
      const word = doc.widthOfString('OCOP', { characterSpacing: size * 0.06 });
      doc.text('OCOP', x + (width - word) / 2, y + height * 0.03, { lineBreak: false, characterSpacing: size * 0.06 });
      const r = width * 0.075;
      for (let i = 0; i < 5; i++) {
        const path = starPath(x + width * (0.16 + i * 0.17), y + height * 0.74, r);
        doc.path(path).lineWidth(line);
        if (i < star) doc.fillAndStroke(GOLD, INDIGO);
        else doc.stroke(INDIGO);
      }
    },
    { alt: `OCOP ${star} sao` },
  );
  return height;
}
