import { describe, expect, it } from 'vitest';
import { tracePicture } from './trace-picture.ts';

const lot = (no: number, depth: number) => ({ no, depth, label: `Lô ${no}`, sub: '' });
const more = (n: number) => `+${n}`;

describe('tracePicture', () => {
  it('puts forebears above, what came of it below, and draws every edge between what is shown', () => {
    const p = tracePicture(
      lot(1, 0),
      {
        lots: [lot(2, 1), lot(3, 1), lot(4, 2)],
        edges: [
          { from: 2, to: 1 },
          { from: 3, to: 1 },
          { from: 4, to: 2 },
        ],
      },
      { lots: [lot(5, 1)], edges: [{ from: 1, to: 5 }] },
      more,
    );
    const y = (label: string) => p.boxes.find((b) => b.label === label)?.y ?? -1;
    expect(y('Lô 4')).toBeLessThan(y('Lô 2'));
    expect(y('Lô 2')).toBeLessThan(y('Lô 1'));
    expect(y('Lô 1')).toBeLessThan(y('Lô 5'));
    expect(p.lines).toHaveLength(4);
  });

  it('counts what has no room, and no box leaves the picture or covers another', () => {
    const many = Array.from({ length: 300 }, (_, i) => lot(i + 2, 1 + (i % 7)));
    const p = tracePicture(lot(1, 0), { lots: many, edges: [] }, { lots: [], edges: [] }, more);
    const hidden = p.boxes.filter((b) => b.kind === 'more').reduce((n, b) => n + Number(b.label.slice(1)), 0);
    expect(hidden + p.boxes.filter((b) => b.kind !== 'more').length).toBe(301);
    for (const a of p.boxes) {
      expect(a.x >= 0 && a.x + a.w <= p.width && a.y + a.h <= p.height).toBe(true);
      for (const b of p.boxes) expect(a === b || a.y !== b.y || Math.abs(a.x - b.x) >= a.w).toBe(true);
    }
  });
});
