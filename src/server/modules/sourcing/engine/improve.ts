// Local search on who is used: without one, with one more, one for another. Yields every better answer until time is up.
import { complete, type Found, usedBy } from './choice.ts';
import type { Bound } from './lagrange.ts';
import type { Model } from './model.ts';

export function* improve(m: Model, start: Found, b: Bound, deadline: number): Generator<Found> {
  const expired = () => performance.now() > deadline;
  let best = start;
  for (let round = 0; round < 20 && !expired(); round++) {
    const before = best.objective;
    const used = [...usedBy(m, best.shipment.x)];
    const volume = new Map<number, number>();
    for (let a = 0; a < best.shipment.x.length; a++) {
      const s = m.nodes[m.arcNode[a] ?? 0]?.s ?? 0;
      volume.set(s, (volume.get(s) ?? 0) + (best.shipment.x[a] ?? 0));
    }
    const try_ = (set: Set<number>): Found | undefined => {
      const f = complete(m, set, expired);
      if (f && f.objective < best.objective * (1 - 1e-12)) {
        best = f;
        return f;
      }
      return undefined;
    };
    // Those who deliver little for what they cost go first.
    const weak = used.sort((x, y) => (volume.get(x) ?? 0) / (1 + (m.fixed[x] ?? 0)) - (volume.get(y) ?? 0) / (1 + (m.fixed[y] ?? 0)));
    const promising = [...b.worth.keys()]
      .filter((s) => (m.nodesOf[s]?.length ?? 0) > 0)
      .sort((x, y) => (b.worth[x] ?? 0) - (b.worth[y] ?? 0))
      .slice(0, 40);
    for (const s of weak.slice(0, 40)) {
      if (expired()) return;
      const f = try_(new Set([...usedBy(m, best.shipment.x)].filter((u) => u !== s)));
      if (f) yield f;
    }
    for (const s of promising) {
      if (expired()) return;
      const now = usedBy(m, best.shipment.x);
      if (now.has(s)) continue;
      if (now.size < m.maxSuppliers) {
        const f = try_(new Set([...now, s]));
        if (f) yield f;
      }
      for (const out of weak.slice(0, 3)) {
        if (expired()) return;
        const swapped = new Set([...usedBy(m, best.shipment.x)].filter((u) => u !== out));
        swapped.add(s);
        const f = try_(swapped);
        if (f) yield f;
      }
    }
    if (best.objective >= before * (1 - 1e-12)) return;
  }
}
