// Five shades for a map of counts: about as many provinces in each, at breaks a reader can remember.
export const SHADES = 5;

/** Upper ends of the shades 1…5, ascending and distinct, in round numbers; fewer when the values allow no more. Zero has shade 0. */
export function breaks(values: readonly number[]): number[] {
  const sorted = values.filter((v) => v > 0).sort((a, b) => a - b);
  const top = sorted[sorted.length - 1];
  if (top === undefined) return [];
  const ends: number[] = [];
  for (let i = 1; i < SHADES; i++) {
    const end = round(sorted[Math.ceil((sorted.length * i) / SHADES) - 1] ?? top);
    if (end < top && end > (ends[ends.length - 1] ?? 0)) ends.push(end);
  }
  return [...ends, top];
}

/** Two leading figures, the last of them 0 or 5: 173 → 170, 46 → 45, 7 → 7. */
function round(n: number): number {
  if (n < 10) return n;
  const unit = 10 ** (Math.floor(Math.log10(n)) - 1) * 5;
  return Math.max(unit, Math.round(n / unit) * unit);
}

/** Shade 0…5 of a value; the highest shade is always 5, so that few classes still stand apart. */
export function shade(value: number, ends: readonly number[]): number {
  if (value <= 0 || ends.length === 0) return 0;
  const i = ends.findIndex((end) => value <= end);
  return SHADES - (ends.length - 1 - (i < 0 ? ends.length - 1 : i));
}

/** The shades in words: [{ shade, from, to }], zero first when some value is zero. */
export function legend(values: readonly number[]): { shade: number; from: number; to: number }[] {
  const ends = breaks(values);
  const steps = ends.map((to, i) => ({ shade: shade(to, ends), from: (ends[i - 1] ?? 0) + 1, to }));
  return values.some((v) => v <= 0) || ends.length === 0 ? [{ shade: 0, from: 0, to: 0 }, ...steps] : steps;
}
