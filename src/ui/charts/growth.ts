// Geometry of the growth chart in percent of its box, so that lines stretch with the page while its words keep their size.
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

export type GrowthPoint = { day: string; inForce: number; everRecognised: number };
export type Goal = { atLeast: number; from: string; until: string };

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const percent = (n: number) => Math.round(n * 100) / 100;

/** Undefined with fewer than two points: nothing has grown yet. */
export function growth(points: readonly GrowthPoint[], goal?: Goal) {
  const [first, last] = [points[0], points[points.length - 1]];
  if (!first || !last || first === last) return undefined;
  const x = scaleLinear()
    .domain([at(first.day), at(last.day)])
    .range([0, 100]);
  const y = scaleLinear()
    .domain([0, Math.max(1, goal?.atLeast ?? 0, ...points.map((p) => p.everRecognised))])
    .nice(4)
    .range([100, 0]);
  const path = (of: (p: GrowthPoint) => number) =>
    line<GrowthPoint>(
      (p) => percent(x(at(p.day))),
      (p) => percent(y(of(p))),
    )([...points]) ?? '';
  const clamp = (n: number) => Math.min(100, Math.max(0, n));
  const years = [];
  for (let year = Number(first.day.slice(0, 4)); year <= Number(last.day.slice(0, 4)); year++) {
    const [from, to] = [Math.max(0, x(at(`${year}-01-01`))), Math.min(100, x(at(`${year}-12-31`)))];
    if (to - from > 4) years.push({ label: String(year), x: percent((from + to) / 2) });
  }
  // The word below a rising line must clear the line over its whole length.
  const below = points.find((p) => x(at(p.day)) >= 72) ?? last;
  return {
    inForce: path((p) => p.inForce),
    ever: path((p) => p.everRecognised),
    last: {
      inForce: percent(y(last.inForce)),
      ever: percent(y(last.everRecognised)),
      below: percent(Math.max(y(last.inForce), y(below.inForce))),
    },
    ticks: y.ticks(4).map((value) => ({ value, y: percent(y(value)) })),
    years,
    goal: goal && { y: percent(y(goal.atLeast)), from: percent(clamp(x(at(goal.from)))), until: percent(clamp(x(at(goal.until)))) },
  };
}
