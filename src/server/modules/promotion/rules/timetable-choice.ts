// Who meets whom, before anybody asks when: promises first, then the greatest value. A b-matching, solved exactly as a flow.
import { createFlow, type Flow } from './timetable-flow.ts';
import type { Grid } from './timetable-pairs.ts';

export type Choice = {
  /** Numbers of the chosen pairs. */
  chosen: number[];
  value: number;
  /** Promised meetings that no timetable can give. */
  missed: number;
  flow: Flow;
  firmNode: (f: number) => number;
  buyerNode: (b: number) => number;
};

/** The best choice under the sums of each firm and buyer; its value bounds every timetable. `promises` false: value alone. */
export function choose(g: Grid, promises = true): Choice {
  const firms = g.most.length;
  const buyers = g.tables.length;
  const [source, sink] = [0, 1];
  const firmNode = (f: number) => 2 + f;
  const buyerNode = (b: number) => 2 + firms + b;
  const flow = createFlow(2 + firms + buyers);
  const promised = g.least.map((least, f) => (promises && least > 0 ? flow.arc(source, firmNode(f), least, -g.promise) : -1));
  g.most.forEach((most, f) => {
    flow.arc(source, firmNode(f), most - (promises ? (g.least[f] as number) : 0), 0);
  });
  const arcs = g.pairs.map((p) => flow.arc(firmNode(p.f), buyerNode(p.b), 1, -p.value));
  g.buyerMost.forEach((most, b) => {
    flow.arc(buyerNode(b), sink, most, 0);
  });
  flow.run(source, sink);
  const chosen = arcs.flatMap((a, n) => (flow.on(a) > 0 ? [n] : []));
  const missed = promised.reduce((sum, a, f) => sum + (a < 0 ? 0 : (g.least[f] as number) - flow.on(a)), 0);
  return { chosen, value: chosen.reduce((sum, n) => sum + (g.pairs[n]?.value ?? 0), 0), missed, flow, firmNode, buyerNode };
}
