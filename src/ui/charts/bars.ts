import { scaleLinear } from 'd3-scale';

/** Widths 0…100 for bars that start at zero; a count of at least one stays visible. */
export function barWidths(counts: readonly number[]): number[] {
  const x = scaleLinear()
    .domain([0, Math.max(1, ...counts)])
    .range([0, 100]);
  return counts.map((n) => (n > 0 ? Math.max(0.6, Math.round(x(n) * 10) / 10) : 0));
}
