// Where the boxes of a trace stand: forebears above, the lot in the middle, what came of it below. Pure numbers for an SVG.
export type PictureLot = { no: number; depth: number; label: string; sub: string; mark?: 'recalled' | undefined };
export type Box = {
  x: number;
  y: number;
  w: number;
  h: number;
  label: string;
  sub: string;
  /** The whole of what had to be cut. */
  title: string;
  kind: 'self' | 'lot' | 'more';
  mark?: 'recalled' | undefined;
};
export type Line = { x1: number; y1: number; x2: number; y2: number };
export type Picture = { width: number; height: number; boxes: Box[]; lines: Line[] };

const W = 168;
const H = 56;
const GAP_X = 16;
const GAP_Y = 44;
const PER_ROW = 5;
const ROWS = 4;

const clip = (text: string, n: number) => ([...text].length > n ? `${[...text].slice(0, n - 1).join('')}…` : text);

type Side = { lots: readonly PictureLot[]; edges: readonly { from: number; to: number }[] };

/** `more(n)` words the box that stands for lots which are not drawn. */
export function tracePicture(self: PictureLot, back: Side, ahead: Side, more: (n: number) => string): Picture {
  const rows: { sign: number; depth: number; shown: readonly PictureLot[]; hidden: number }[] = [];
  const collect = (side: Side, sign: 1 | -1) => {
    for (let depth = 1; depth <= ROWS; depth++) {
      const all = side.lots.filter((l) => l.depth === depth);
      if (all.length === 0) break;
      const deeper = depth === ROWS ? side.lots.filter((l) => l.depth > ROWS).length : 0;
      const room = all.length > PER_ROW || deeper > 0 ? PER_ROW - 1 : PER_ROW;
      rows.push({ sign, depth, shown: all.slice(0, room), hidden: Math.max(0, all.length - room) + deeper });
    }
  };
  collect(back, -1);
  rows.push({ sign: 0, depth: 0, shown: [self], hidden: 0 });
  collect(ahead, 1);
  rows.sort((a, b) => a.sign * a.depth - b.sign * b.depth);
  const widest = Math.max(...rows.map((r) => r.shown.length + (r.hidden > 0 ? 1 : 0)));
  const width = widest * W + (widest - 1) * GAP_X + 4;
  const boxes: Box[] = [];
  const lines: Line[] = [];
  const at = new Map<number, Box>();
  rows.forEach((row, i) => {
    const left = 2; // on a phone the picture scrolls sideways: the lot itself must be in sight
    const y = 2 + i * (H + GAP_Y);
    row.shown.forEach((l, k) => {
      const box: Box = {
        x: left + k * (W + GAP_X),
        y,
        w: W,
        h: H,
        label: clip(l.label, 21),
        sub: clip(l.sub, 25),
        title: [l.label, l.sub].filter(Boolean).join(' · '),
        kind: row.sign === 0 ? 'self' : 'lot',
        mark: l.mark,
      };
      boxes.push(box);
      at.set(l.no, box);
    });
    if (row.hidden > 0)
      boxes.push({
        x: left + row.shown.length * (W + GAP_X),
        y,
        w: W,
        h: H,
        label: more(row.hidden),
        sub: '',
        title: more(row.hidden),
        kind: 'more',
      });
  });
  for (const { from, to } of [...back.edges, ...ahead.edges]) {
    const [a, b] = [at.get(from), at.get(to)];
    if (a && b && b.y > a.y) lines.push({ x1: a.x + W / 2, y1: a.y + H, x2: b.x + W / 2, y2: b.y });
  }
  return { width, height: rows.length * (H + GAP_Y) - GAP_Y + 4, boxes, lines };
}
