import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Corner, outlines } from './outline.ts';

/** Is the middle of a cell inside an odd number of lines? */
function inside(lines: readonly Corner[][], px: number, py: number): boolean {
  let crossings = 0;
  for (const line of lines)
    line.forEach((a, i) => {
      const b = line[(i + 1) % line.length] as Corner;
      if (a.y > py !== b.y > py && px < a.x + ((py - a.y) / (b.y - a.y)) * (b.x - a.x)) crossings++;
    });
  return crossings % 2 === 1;
}

describe('outlines of dark cells', () => {
  const shape = fc
    .integer({ min: 1, max: 9 })
    .chain((n) => fc.array(fc.array(fc.boolean(), { minLength: n, maxLength: n }), { minLength: 1, maxLength: 9 }));
  it('hold exactly the dark cells, with and without standing back', () => {
    fc.assert(
      fc.property(shape, fc.constantFrom(0, 0.02), (cells, inset) => {
        const lines = outlines(cells, inset);
        cells.forEach((row, y) => {
          row.forEach((dark, x) => {
            expect(inside(lines, x + 0.5, y + 0.5)).toBe(dark);
          });
        });
      }),
    );
  });
  it('stand back from every light side', () => {
    expect(outlines([[true, true]], 0.1)).toEqual([
      [
        { x: 1.9, y: 0.1 },
        { x: 1.9, y: 0.9 },
        { x: 0.1, y: 0.9 },
        { x: 0.1, y: 0.1 },
      ],
    ]);
  });
});
