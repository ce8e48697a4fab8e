// From a shipment to an answer that keeps every condition: who is used, what it costs, and how to repair what a relaxation left open.
import { type Choice, closed, openNode, type Shipment, ship } from './flow.ts';
import type { Model } from './model.ts';

export type Found = { choice: Choice; shipment: Shipment; objective: number };

/** Suppliers that deliver something. */
export function usedBy(m: Model, x: Float64Array): Set<number> {
  const used = new Set<number>();
  for (let a = 0; a < x.length; a++) if ((x[a] as number) > 0) used.add(m.nodes[m.arcNode[a] as number]?.s ?? 0);
  return used;
}

export function totals(m: Model, x: Float64Array): Float64Array {
  const t = new Float64Array(m.nodes.length);
  for (let a = 0; a < x.length; a++) t[m.arcNode[a] as number] = (t[m.arcNode[a] as number] as number) + (x[a] as number);
  return t;
}

/** Objective of a shipment with the fixed costs of those who deliver. */
export function objectiveOf(m: Model, shipment: Shipment): number {
  let sum = shipment.cost;
  for (const s of usedBy(m, shipment.x)) sum += m.fixed[s] as number;
  return sum;
}

/** Whether a total is one of the node's lots, and in which mode. */
export function modeOf(m: Model, n: number, t: number): number {
  const modes = m.nodes[n]?.modes ?? [];
  let best = -1;
  for (const [i, mode] of modes.entries()) {
    const slack = 1e-9 * Math.max(t, mode.step);
    if (t < mode.lo - slack || t > mode.hi + slack) continue;
    if (mode.step > 0) {
      const k = (t - mode.lo) / mode.step;
      if (Math.abs(k - Math.round(k)) * mode.step > slack) continue;
    }
    if (best < 0 || mode.price < (modes[best]?.price ?? Infinity)) best = i;
  }
  return best;
}

/** Keeps all rules that concern who is used: numbers, invoice. Lots are seen by `modeOf`. */
export function allowed(m: Model, shipment: Shipment): boolean {
  const used = usedBy(m, shipment.x);
  if (used.size > m.maxSuppliers) return false;
  return !m.needInvoice || used.size === 0 || [...used].some((s) => m.invoices[s]);
}

/**
 * Ships over a set of suppliers and pushes every total onto a lot: opens all, then fixes totals round after round, the nearest lots
 * first, so that the rest can take up the differences. Undefined when that does not end in an answer.
 */
export function complete(m: Model, suppliers: Iterable<number>, expired: () => boolean, extra?: Float64Array): Found | undefined {
  const c = closed(m);
  const N = m.nodes.length;
  const inSet: number[] = [];
  /** Closed once and missed since: the next time its lot is filled instead. */
  const keep = new Uint8Array(N);
  const free = (n: number) => {
    openNode(m, c, n, cheapestMode(m, n));
    c.lo[n] = 0;
    c.hi[n] = Math.max(...(m.nodes[n]?.modes ?? []).map((mode) => mode.hi));
  };
  for (const s of suppliers)
    for (const n of m.nodesOf[s] ?? []) {
      inSet.push(n);
      free(n);
    }
  let weights = extra;
  let reopened = 0;
  for (let round = 0; round < 24; round++) {
    const r = ship(m, c, expired, weights);
    if (!r) return undefined;
    if (!r.feasible) {
      if (round === 0 || ++reopened > 3) return undefined;
      for (const n of inSet) {
        const steps = m.nodes[n]?.modes[c.mode[n] as number]?.step ?? 0;
        if ((c.mode[n] as number) < 0) keep[n] = 1;
        if ((c.mode[n] as number) < 0 || steps > 0) free(n);
      }
      continue;
    }
    const t = totals(m, r.x);
    const off: number[] = [];
    const isOff = new Uint8Array(N);
    let changed = false;
    for (const n of inSet) {
      const total = t[n] as number;
      if ((c.mode[n] as number) < 0 || (total === 0 && (c.lo[n] as number) === 0)) continue;
      const mode = modeOf(m, n, total);
      if (mode < 0) {
        off.push(n);
        isOff[n] = 1;
      } else if (mode !== c.mode[n]) {
        settle(m, c, n, total, false);
        changed = true;
      }
    }
    if (off.length === 0 && !changed) {
      // The weights steered the flow; they are no cost.
      if (weights) for (let n = 0; n < N; n++) r.cost -= (weights[n] ?? 0) * (t[n] as number);
      return allowed(m, r) ? { choice: c, shipment: r, objective: objectiveOf(m, r) } : undefined;
    }
    weights = undefined;
    off.sort((a, b) => distance(m, a, t[a] as number) - distance(m, b, t[b] as number));
    const fix = off.length > 1 && round < 16 ? off.slice(0, Math.ceil(off.length / 2)) : off;
    for (const n of fix) settle(m, c, n, t[n] as number, keep[n] === 1);
    // Each round drives a few others off their lots: from the fourth on, whoever stands well stays as it is.
    if (round % 6 >= 3)
      for (const n of inSet) {
        if ((c.mode[n] as number) < 0 || isOff[n]) continue;
        if ((t[n] as number) > 0) c.lo[n] = Math.max(c.lo[n] as number, m.nodes[n]?.modes[c.mode[n] as number]?.lo ?? 0);
        else c.mode[n] = -1;
      }
  }
  return undefined;
}

const cheapestMode = (m: Model, n: number): number => {
  const modes = m.nodes[n]?.modes ?? [];
  let best = 0;
  for (const [i, mode] of modes.entries()) if (mode.price < (modes[best]?.price ?? Infinity)) best = i;
  return best;
};

/** How far a total is from the nearest lot. */
function distance(m: Model, n: number, t: number): number {
  return Math.min(t, ...nearLots(m, n, t).map(({ at }) => Math.abs(at - t)));
}

function nearLots(m: Model, n: number, t: number): { at: number; mode: number }[] {
  return (m.nodes[n]?.modes ?? []).flatMap((mode, i) => {
    const inside = Math.min(mode.hi, Math.max(mode.lo, t));
    if (mode.step === 0) return [{ at: inside, mode: i }];
    const k = (inside - mode.lo) / mode.step;
    return [Math.floor(k), Math.ceil(k)].map((whole) => ({ at: Math.min(mode.hi, mode.lo + whole * mode.step), mode: i }));
  });
}

/** Fixes a node near a total: its lot with the range around it, an exact number of steps, or closed. */
function settle(m: Model, c: Choice, n: number, t: number, keep: boolean): void {
  let best = { at: 0, mode: -1 };
  for (const lot of nearLots(m, n, t)) {
    if (lot.at <= 0) continue;
    const away = Math.abs(lot.at - t);
    if (away < Math.abs(best.at - t) || (keep && best.mode < 0)) best = lot;
  }
  const mode = m.nodes[n]?.modes[best.mode];
  c.mode[n] = mode ? best.mode : -1;
  c.lo[n] = mode ? (mode.step > 0 ? best.at : mode.lo) : 0;
  c.hi[n] = mode ? (mode.step > 0 ? best.at : mode.hi) : 0;
}
