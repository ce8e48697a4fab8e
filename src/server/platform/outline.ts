// The outlines of the dark cells of a symbol: one closed line around each island and each hole, so that no hair lines stand between cells.

export type Corner = { x: number; y: number };

/** Steps along the edges of cells with the dark side on the right hand: east, south, west, north. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/**
 * Closed lines around the dark cells, in cells from the upper left corner; to be filled together, by either rule. Each corner is drawn
 * `inset` cells towards the dark: a renderer that paints every dot it touches then keeps edges which lie on its dots.
 */
export function outlines(dark: readonly (readonly boolean[])[], inset = 0): Corner[][] {
  const at = (x: number, y: number) => dark[y]?.[x] ?? false;
  const width = dark[0]?.length ?? 0;
  /** Is there an edge from this corner in this direction, with dark on its right and light on its left? */
  const leads = (x: number, y: number, way: number): boolean => {
    if (way === 0) return at(x, y) && !at(x, y - 1);
    if (way === 1) return at(x - 1, y) && !at(x, y);
    if (way === 2) return at(x - 1, y - 1) && !at(x - 1, y);
    return at(x, y - 1) && !at(x - 1, y - 1);
  };
  const seen = new Set<number>();
  const lines: Corner[][] = [];
  for (let y = 0; y < dark.length; y++)
    for (let x = 0; x < width; x++) {
      if (!leads(x, y, 0) || seen.has(y * (width + 1) + x)) continue;
      const line: Corner[] = [];
      let [cx, cy, way] = [x, y, 0];
      do {
        if (way === 0) seen.add(cy * (width + 1) + cx);
        const [dx, dy] = STEPS[way] ?? [0, 0];
        cx += dx;
        cy += dy;
        // right first: cells that touch at a corner only stay apart
        const next = [1, 0, 3].map((turn) => (way + turn) % 4).find((w) => leads(cx, cy, w)) ?? way;
        if (next !== way) {
          const [nx, ny] = STEPS[next] ?? [0, 0];
          // the dark lies to the right of both edges
          line.push({ x: cx + inset * (-dy - ny), y: cy + inset * (dx + nx) });
        }
        way = next;
      } while (cx !== x || cy !== y || way !== 0);
      lines.push(line);
    }
  return lines;
}
