// Geometry of intervals around zero, in percent of their box.

export type Interval = { lean: number; low: number; high: number };

/** Half-width of the scale: the farthest end, up to the next whole point; at least one point. */
export const reachOf = (all: readonly Interval[]): number =>
  Math.max(1, Math.ceil(all.reduce((most, i) => Math.max(most, Math.abs(i.low), Math.abs(i.high)), 0)));

export function placeOn({ lean, low, high }: Interval, reach: number): { x: number; from: number; width: number } {
  const at = (v: number) => 50 + (50 * Math.max(-reach, Math.min(reach, v))) / reach;
  return { x: at(lean), from: at(low), width: at(high) - at(low) };
}
