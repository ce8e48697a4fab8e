// Where lots hardly add up: first only the totals. One demand a period, every supplier at the average cost of its nearest demands;
// the small model that remains finds totals that fit together, and a flow then says who delivers where.
import type { Highs } from 'highs';
import { type Found, objectiveOf, totals } from './choice.ts';
import { closed, openNode, ship } from './flow.ts';
import { solveMip } from './mip.ts';
import type { Model } from './model.ts';

/** The model with one demand a period. */
function pooled(m: Model, mu: Float64Array): Model {
  const q = new Float64Array(m.periods.length);
  for (let d = 0; d < m.q.length; d++) q[m.period[d] ?? 0] = (q[m.period[d] ?? 0] ?? 0) + (m.q[d] ?? 0);
  const level = q.map((total, p) => {
    let sum = 0;
    for (let d = 0; d < m.q.length; d++) if (m.period[d] === p) sum += (mu[d] ?? 0) * (m.q[d] ?? 0);
    return total > 0 ? sum / total : 0;
  });
  const arcCost = new Float64Array(m.nodes.length);
  const arcUp = new Float64Array(m.nodes.length);
  const nodes = m.nodes.map((node, n) => {
    const hi = Math.max(...node.modes.map((mode) => mode.hi));
    const arcs = Array.from({ length: node.to - node.from }, (_, i) => node.from + i);
    const above = (a: number) => (m.arcCost[a] ?? 0) - (mu[m.arcDemand[a] ?? 0] ?? 0);
    arcs.sort((a, b) => above(a) - above(b));
    let left = hi;
    let sum = 0;
    for (const a of arcs) {
      const f = Math.min(left, m.arcUp[a] ?? 0);
      sum += f * above(a);
      left -= f;
      if (left <= 0) break;
    }
    arcCost[n] = Math.max(0, sum / Math.max(hi - left, 1e-12) + (level[node.p] ?? 0));
    arcUp[n] = hi;
    return { ...node, from: n, to: n + 1 };
  });
  return {
    ...m,
    q,
    period: Int32Array.from(m.periods, (_, p) => p),
    nodes,
    arcNode: Int32Array.from(nodes, (_, n) => n),
    arcDemand: Int32Array.from(nodes, (node) => node.p),
    arcCost,
    arcUp,
  };
}

/** An answer from totals that fit together; undefined when there is none in time or no flow follows them. */
export function throughTotals(
  highs: Highs,
  m: Model,
  mu: Float64Array,
  may: Uint8Array,
  seconds: number,
  guess: number,
): Found | undefined {
  const small = pooled(m, mu);
  const must = new Uint8Array(may.length);
  const r = solveMip(highs, small, { may, must, start: undefined, seconds, gap: 1e-3, enough: 1e-3 }, guess);
  if (!r.found) return undefined;
  const t = totals(small, r.found.shipment.x);
  const c = closed(m);
  for (let n = 0; n < m.nodes.length; n++) {
    const total = t[n] ?? 0;
    const mode = r.found.choice.mode[n] ?? -1;
    const steps = m.nodes[n]?.modes[mode]?.step ?? 0;
    if (total <= 0 || mode < 0) continue;
    openNode(m, c, n, mode);
    if (steps > 0) {
      c.lo[n] = total;
      c.hi[n] = total;
    }
  }
  const shipment = ship(m, c);
  return shipment?.feasible ? { choice: c, shipment, objective: objectiveOf(m, shipment) } : undefined;
}
