// The whole model, or what is left of it after fixing, for HiGHS. Every column is a fraction of its own largest value and every row
// is divided by its right-hand side, so that numbers from 0 to 1e12 arrive as numbers around 1.
import type { Highs } from 'highs';
import { type Found, modeOf, objectiveOf, totals } from './choice.ts';
import { type Choice, closed, openNode, ship } from './flow.ts';
import { INTEGER, Linear } from './linear.ts';
import type { Mode, Model } from './model.ts';

export type MipAsk = {
  /** Suppliers that may be used; the others are closed. */
  may: Uint8Array;
  /** Suppliers known to be used in every better answer. */
  must: Uint8Array;
  start: Found | undefined;
  seconds: number;
  /** Relative gap to aim at, and the one that is enough when more takes long. */
  gap: number;
  enough: number;
  /** Leave out arcs that cost more than this above the dual prices (heuristic use only). */
  keepArc?: (arc: number) => boolean;
};
export type MipAnswer = { found: Found | undefined; bound: number; infeasible: boolean };

/** Arcs of an order up to which a second look costs next to nothing. */
const CHECKED = 400;

type Columns = {
  x: Int32Array;
  y: Int32Array;
  z: Map<number, number[]>;
  k: Map<number, number[]>;
  t: Map<number, number[]>;
  short: number[];
};

type Terms = [number, number][];
/** One node while its columns are made: its arcs as parts of `hi`, the most it may deliver; `yes`: the column of its supplier, or −1. */
type Part = { b: Linear; cols: Columns; n: number; sum: Terms; hi: number; yes: number };

/** A node with one price: at least `lo` or nothing, in steps. Returns the column that must be 1 when it delivers, or −1. */
function oneMode({ b, cols, n, sum, hi, yes }: Part, { lo, hi: most, step }: Mode, alone: boolean): number {
  let gate = yes;
  if (lo > 0) {
    // One node, one mode: using the supplier is using the node.
    gate = yes >= 0 && alone ? yes : b.col(0, 0, 1, INTEGER);
    cols.z.set(n, [gate]);
    if (yes >= 0 && gate !== yes) b.row(0, 1, terms([yes, 1], [gate, -1]));
  }
  if (step > 0) {
    const K = Math.max(0, Math.round((most - lo) / step));
    const k = b.col(0, 0, K, INTEGER);
    cols.k.set(n, [k]);
    b.row(0, 0, [...sum, ...terms([k, -step / hi]), ...(lo > 0 ? terms([gate, -lo / hi]) : [])]);
    if (gate >= 0) b.row(0, Infinity, terms([gate, 1], [k, -1 / Math.max(1, K)]));
  } else if (lo > 0) {
    b.row(-Infinity, 0, [...sum, ...terms([gate, -1])]);
    b.row(0, Infinity, [...sum, ...terms([gate, -lo / hi])]);
  } else if (gate >= 0) b.row(-Infinity, 0, [...sum, ...terms([gate, -1])]);
  else b.row(-Infinity, 1, sum);
  return gate;
}

/** A node whose price falls with its quantity: at most one of its modes. Returns the column that must be 1 when it delivers. */
function severalModes({ b, cols, n, sum, hi, yes }: Part, modes: readonly Mode[], unit: number): number {
  const zs: number[] = [];
  const ts: number[] = [];
  const ks: number[] = [];
  for (const mode of modes) {
    const z = b.col(0, 0, 1, INTEGER);
    const t = b.col((mode.price * mode.hi) / unit, 0, 1);
    zs.push(z);
    ts.push(t);
    b.row(-Infinity, 0, terms([t, 1], [z, -1]));
    const least = terms([t, 1], [z, -mode.lo / mode.hi]);
    if (mode.step > 0) {
      const k = b.col(0, 0, Math.max(0, Math.round((mode.hi - mode.lo) / mode.step)), INTEGER);
      ks.push(k);
      b.row(0, 0, [...least, ...terms([k, -mode.step / mode.hi])]);
    } else {
      ks.push(-1);
      b.row(0, Infinity, least);
    }
  }
  cols.z.set(n, zs);
  cols.t.set(n, ts);
  cols.k.set(n, ks);
  b.row(0, 0, [...sum, ...ts.map((t, i): [number, number] => [t, -(modes[i]?.hi ?? 0) / hi])]);
  const gate = b.col(0, 0, 1);
  b.row(0, 0, [...terms([gate, 1]), ...zs.map((z): [number, number] => [z, -1])]);
  if (yes >= 0) b.row(0, 1, terms([yes, 1], [gate, -1]));
  return gate;
}

/** What holds for the order as a whole: the part of small producers, the number of suppliers, a lead that invoices. */
function addRules(b: Linear, m: Model, y: Int32Array, share: Terms, invoiced: Terms): void {
  if (m.share > 0) b.row(0, Infinity, share);
  const users = [...y].filter((col) => col >= 0).map((col): [number, number] => [col, 1]);
  if (Number.isFinite(m.maxSuppliers)) b.row(-Infinity, m.maxSuppliers, users);
  if (m.needInvoice) {
    b.row(
      1,
      Infinity,
      [...y].flatMap((col, s): [number, number][] => (col >= 0 && m.invoices[s] ? [[col, 1]] : [])),
    );
    b.row(leadPart(m), Infinity, invoiced);
  }
}

const terms = (...pairs: Terms): Terms => pairs;

/** Columns and rows; `unit` = VND of one unit of objective. */
function build(m: Model, ask: MipAsk, unit: number): { b: Linear; cols: Columns } {
  const b = new Linear();
  const S = m.nodesOf.length;
  const x = new Int32Array(m.arcNode.length).fill(-1);
  const y = new Int32Array(S).fill(-1);
  const cols: Columns = { x, y, z: new Map(), k: new Map(), t: new Map(), short: [] };
  const demandRows: Terms[] = Array.from(m.q, () => []);
  const share: Terms = [];
  const invoiced: Terms = [];
  const counted = Number.isFinite(m.maxSuppliers) || m.needInvoice;

  for (let s = 0; s < S; s++) {
    const own = m.nodesOf[s] ?? [];
    if (own.length === 0 || !ask.may[s]) continue;
    const fixed = m.fixed[s] ?? 0;
    if (counted || fixed > 0) y[s] = b.col(fixed / unit, ask.must[s] ? 1 : 0, 1, INTEGER);
    const yes = y[s] ?? -1;
    const cap = m.cap[s] ?? 0;
    const all: Terms = [];
    let most = 0;
    for (const n of own) {
      const node = m.nodes[n];
      if (!node) continue;
      const { modes, from, to } = node;
      const single = modes.length === 1 ? modes[0] : undefined;
      const hi = Math.max(...modes.map((mode) => mode.hi));
      most += hi;
      const units: Terms = [];
      for (let a = from; a < to; a++) {
        if (ask.keepArc && !ask.keepArc(a)) continue;
        const up = m.arcUp[a] ?? 0;
        const col = b.col(((m.arcCost[a] ?? 0) + (single?.price ?? 0)) * (up / unit), 0, 1);
        x[a] = col;
        units.push([col, up]);
        const d = m.arcDemand[a] ?? 0;
        demandRows[d]?.push([col, up / (m.q[d] || 1)]);
        if (m.share > 0) share.push([col, (m.small[s] ? 1 - m.share : -m.share) * (up / m.total)]);
        if (m.needInvoice && m.invoices[s]) invoiced.push([col, up / m.total]);
      }
      all.push(...units);
      const sum = units.map(([c, up]): [number, number] => [c, up / hi]);
      const part = { b, cols, n, sum, hi, yes };
      const gate = single ? oneMode(part, single, own.length === 1) : severalModes(part, modes, unit);
      // The strong form: an arc alone already needs its supplier in full.
      if (gate >= 0 && units.length > 1)
        for (const [col, up] of units) if (up < hi * (1 - 1e-9)) b.row(-Infinity, 0, terms([col, 1], [gate, -1]));
    }
    if (own.length > 1 && most > cap) {
      const sum = all.map(([c, up]): [number, number] => [c, up / cap]);
      if (yes >= 0) b.row(-Infinity, 0, [...sum, [yes, -1]]);
      else b.row(-Infinity, 1, sum);
    }
  }
  for (let d = 0; d < m.q.length; d++) {
    if ((m.q[d] ?? 0) <= 0) {
      cols.short.push(-1);
      continue;
    }
    const short = Number.isFinite(m.penalty) ? b.col((m.penalty * (m.q[d] ?? 0)) / unit, 0, 1) : -1;
    cols.short.push(short);
    b.row(1, 1, short >= 0 ? [...(demandRows[d] ?? []), [short, 1]] : (demandRows[d] ?? []));
  }
  addRules(b, m, y, share, invoiced);
  return { b, cols };
}

/** A found answer in the columns of the model, so that HiGHS starts from it. */
function asColumns(m: Model, cols: Columns, size: number, start: Found): Float64Array {
  const v = new Float64Array(size);
  const put = (col: number | undefined, value: number) => {
    if (col !== undefined && col >= 0) v[col] = value;
  };
  const t = totals(m, start.shipment.x);
  for (let a = 0; a < m.arcNode.length; a++) put(cols.x[a], (start.shipment.x[a] ?? 0) / (m.arcUp[a] || 1));
  for (let d = 0; d < m.q.length; d++) put(cols.short[d], (start.shipment.short[d] ?? 0) / (m.q[d] || 1));
  for (let n = 0; n < m.nodes.length; n++) {
    const total = t[n] ?? 0;
    const node = m.nodes[n];
    if (total <= 0 || !node) continue;
    put(cols.y[node.s], 1);
    const i = modeOf(m, n, total);
    const mode = node.modes[i];
    if (!mode) continue;
    put(cols.z.get(n)?.[i], 1);
    put(cols.t.get(n)?.[i], total / mode.hi);
    if (mode.step > 0) put(cols.k.get(n)?.[i], Math.round((total - mode.lo) / mode.step));
  }
  return v;
}

/** A lead delivers something, not a gram for the form: this part of the order, or all it has. */
function leadPart(m: Model): number {
  let most = 0;
  for (let s = 0; s < m.invoices.length; s++) if (m.invoices[s]) most = Math.max(most, m.cap[s] ?? 0);
  return Math.min(0.01, (most * (1 - 1e-6)) / Math.max(m.total, 1e-12));
}

/** The decided part of a HiGHS solution, its totals made exact. */
function asChoice(m: Model, ask: MipAsk, cols: Columns, v: ArrayLike<number>): Choice {
  const c = closed(m);
  const at = (col: number | undefined) => (col !== undefined && col >= 0 ? (v[col] ?? 0) : 0);
  for (let n = 0; n < m.nodes.length; n++) {
    const node = m.nodes[n];
    if (!node || !ask.may[node.s]) continue;
    const yes = cols.y[node.s] ?? -1;
    if (yes >= 0 && at(yes) < 0.5) continue;
    const zs = cols.z.get(n);
    const ks = cols.k.get(n);
    const chosen = node.modes.length === 1 ? 0 : (zs ?? []).findIndex((z) => at(z) > 0.5);
    const mode = node.modes[chosen];
    if (!mode || (node.modes.length === 1 && zs && at(zs[0]) < 0.5)) continue;
    if (mode.step > 0) {
      const k = Math.round(at(ks?.[chosen]));
      const exact = Math.min(mode.hi, mode.lo + k * mode.step);
      if (exact <= 0) continue;
      c.mode[n] = chosen;
      c.lo[n] = exact;
      c.hi[n] = exact;
    } else openNode(m, c, n, chosen);
    if (!m.needInvoice || !m.invoices[node.s] || mode.step > 0) continue;
    // The re-shipment must not take away what makes this one the lead.
    let total = 0;
    for (let a = node.from; a < node.to; a++) total += at(cols.x[a]) * (m.arcUp[a] ?? 0);
    c.lo[n] = Math.min(mode.hi, Math.max(mode.lo, total * (1 - 1e-9)));
  }
  return c;
}

/** Solves the model over the suppliers that may be used. Throws when the solver itself breaks; the caller makes it anew. */
export function solveMip(highs: Highs, m: Model, ask: MipAsk, guess: number): MipAnswer {
  const unit = Math.max(guess, 1e-9) / 1e5;
  const { b, cols } = build(m, ask, unit);
  const start = ask.start && asColumns(m, cols, b.cost.length, ask.start);
  const checked = m.arcNode.length <= CHECKED;
  const r = b.solve(highs, { seconds: ask.seconds, gap: ask.gap, enough: ask.enough, checked, start });
  if (r.infeasible) return { found: undefined, bound: Infinity, infeasible: true };
  let found: Found | undefined;
  if (r.values) {
    const choice = asChoice(m, ask, cols, r.values);
    const shipment = ship(m, choice);
    if (shipment?.feasible) found = { choice, shipment, objective: objectiveOf(m, shipment) };
  }
  return { found, bound: r.bound * unit, infeasible: false };
}
