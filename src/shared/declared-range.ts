// A declared range as people read it.

const show = (n: number) => String(n).replace('.', ',');

/** `23,5 %`. */
export const valueText = (value: number, unit: string): string => `${show(value)} ${unit}`.trim();

/** `5 – 8 %`, `≤ 8 %`, `≥ 5 %`; empty without bounds. */
export function rangeText({ min, max, unit }: { min: number | null; max: number | null; unit: string }): string {
  if (min === null && max === null) return '';
  const range = min === null ? `≤ ${show(max ?? 0)}` : max === null ? `≥ ${show(min)}` : `${show(min)} – ${show(max)}`;
  return `${range} ${unit}`.trim();
}
