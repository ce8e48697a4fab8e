// One instance to one answer, in the thread it is called in. Every answer is read back against the conditions before it leaves.
import type { Highs } from 'highs';
import { breach } from './check.ts';
import { type Found, usedBy } from './choice.ts';
import { letIn, settleNeeds } from './exact.ts';
import { fewestChanges } from './fewest.ts';
import { buildModel, type Model } from './model.ts';
import { optimise } from './optimise.ts';
import { explainRefusals, inWords } from './refused.ts';
import { smallestRelaxation } from './relax.ts';
import { summaryOf } from './summary.ts';
import type { Allocation, Answer, Instance } from './types.ts';

export const DEFAULT_SECONDS = 5;
export const DEFAULT_GAP = 1e-6;

/** Not solved and not proved impossible in the time given. */
export class Undecided extends Error {}

export type SolveEnv = {
  highs: (fresh: boolean) => Promise<Highs | undefined>;
  /** Called with every better answer, so that whoever waits has one when the thread must be stopped. */
  report?: (answer: Answer) => void;
  /** Leaves out the reasons of those who get nothing. */
  brief?: boolean;
};

/** Adds up with a correction for lost digits (Neumaier). */
export function exactSum(values: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  for (const v of values) {
    const t = sum + v;
    lost += Math.abs(sum) >= Math.abs(v) ? sum - t + v : v - t + sum;
    sum = t;
  }
  return sum + lost;
}

/** Arcs up to which an order may be solved again for each of those who get nothing. */
const SMALL = 400;
/** Relative: what adding up in doubles may lose. */
const ROUNDING = 1e-12;
const clean = (x: number) => Number(x.toPrecision(14));

/** Allocations of what was found, in the order of the demands. */
function allocationsOf(m: Model, found: Found): { allocations: Allocation[]; short: { demand: string; quantity: number }[] } {
  const { demands, suppliers, unitTransport = {} } = m.instance;
  const rows: { d: number; s: number; quantity: number; unitCost: number }[] = [];
  for (let a = 0; a < found.shipment.x.length; a++) {
    const quantity = clean(found.shipment.x[a] ?? 0);
    const d = m.arcDemand[a] ?? 0;
    const n = m.arcNode[a] ?? 0;
    if (quantity === 0) continue;
    const node = m.nodes[n];
    const s = node?.s ?? 0;
    const costs = Object.hasOwn(unitTransport, suppliers[s]?.id ?? '') ? unitTransport[suppliers[s]?.id ?? ''] : undefined;
    const id = demands[d]?.id ?? '';
    const price = node?.modes[Math.max(0, found.choice.mode[n] ?? 0)]?.price ?? 0;
    rows.push({ d, s, quantity, unitCost: price + (costs && Object.hasOwn(costs, id) ? (costs[id] ?? 0) : 0) });
  }
  rows.sort((x, y) => x.d - y.d || x.s - y.s);
  const short = [...found.shipment.short].flatMap((x, d) => {
    const quantity = clean(x);
    return quantity > 0 ? [{ demand: demands[d]?.id ?? '', quantity }] : [];
  });
  const allocations = rows.map(({ d, s, quantity, unitCost }) => ({
    supplier: suppliers[s]?.id ?? '',
    demand: demands[d]?.id ?? '',
    quantity,
    unitCost,
  }));
  return { allocations, short };
}

/** Σ quantity × unit cost + fixed costs of those who deliver + penalties, from the answer itself. */
function objectiveOf(m: Model, allocations: readonly Allocation[], short: readonly { quantity: number }[]): number {
  const fixed = new Map(m.instance.suppliers.map((s) => [s.id, s.fixedCost ?? 0]));
  const used = new Set(allocations.map((a) => a.supplier));
  return exactSum([
    ...allocations.map((a) => a.quantity * a.unitCost),
    ...[...used].map((id) => fixed.get(id) ?? 0),
    ...short.map((s) => s.quantity * (Number.isFinite(m.penalty) ? m.penalty : 0)),
  ]);
}

/** The answer's figures for something found; undefined when it breaks a condition after all. */
function toAnswer(m: Model, found: Found, bound: number, gapLimit: number, from: number): Answer | undefined {
  const { allocations, short } = allocationsOf(m, found);
  if (breach(m.instance, allocations, short) !== undefined) return undefined;
  const objective = objectiveOf(m, allocations, short);
  let handicaps = 0;
  for (const s of usedBy(m, found.shipment.x))
    for (const n of m.nodesOf[s] ?? [])
      for (let a = m.nodes[n]?.from ?? 0; a < (m.nodes[n]?.to ?? 0); a++) handicaps += (found.shipment.x[a] ?? 0) * (m.handicap[s] ?? 0);
  const whole = objective + handicaps;
  // Every cost is ≥ 0; a bound within rounding of the objective is the objective.
  const least = whole - bound <= ROUNDING * whole ? whole : Math.max(0, bound);
  const gap = whole - least <= 0 ? 0 : (whole - least) / whole;
  return {
    status: gap <= gapLimit ? 'optimal' : 'feasible',
    objective: whole,
    bound: least,
    gap,
    allocations,
    refused: [],
    short,
    seconds: Math.round(performance.now() - from) / 1000,
    ...(handicaps > 0 ? { handicaps } : {}),
  };
}

/** Solves a checked instance. Throws Undecided when time ran out with neither an answer nor a proof. */
export async function solveNow(instance: Instance, env: SolveEnv): Promise<Answer> {
  const from = performance.now();
  const seconds = instance.limits?.seconds ?? DEFAULT_SECONDS;
  const gap = instance.limits?.gap ?? DEFAULT_GAP;
  const deadline = from + seconds * 1000;
  const m = buildModel(instance);
  let kept: { answer: Answer; found: Found } | undefined;
  const outcome = await optimise(m, {
    highs: env.highs,
    // What is left after it goes into reading the answer back and saying why.
    deadline: from + seconds * (env.brief ? 0.97 : m.arcNode.length > 20_000 ? 0.8 : 0.9) * 1000,
    gap,
    report: (found, bound) => {
      const answer = toAnswer(m, found, bound, gap, from);
      if (!answer) return;
      kept = { answer, found };
      env.report?.(answer);
    },
  });
  const finish = (answer: Answer): Answer => ({ ...answer, seconds: Math.round(performance.now() - from) / 1000 });
  if (outcome.status === 'infeasible') {
    const since = performance.now();
    const tired = () => performance.now() > since + (deadline - since) * 0.6;
    const attempt = async (other: Instance, any: boolean) => {
      const left = Math.min(Math.max(2_000, (seconds * 1000) / 6), Math.max(60, (deadline - performance.now()) / 2));
      const model = buildModel(other);
      const r = await optimise(model, { highs: env.highs, deadline: performance.now() + left, gap: any ? 1 : 1e-4, first: any });
      return r.found && allocationsOf(model, r.found);
    };
    const exactly = async (other: Instance) => {
      const highs = await env.highs(false);
      try {
        return highs && fewestChanges(highs, other, Math.max(0.1, ((deadline - performance.now()) / 1000) * 0.5));
      } catch {
        await env.highs(true);
        return undefined;
      }
    };
    const expired = () => performance.now() > deadline;
    const { relax, proved } = env.brief
      ? { relax: [], proved: false }
      : await smallestRelaxation(instance, { attempt, exactly, expired, tired });
    const drafts = env.brief ? [] : explainRefusals(m, undefined, 0, gap, 0);
    await letIn(instance, drafts, async (other) => (await attempt(other, true)) !== undefined, expired);
    const refused = inWords(m, drafts);
    return finish({
      status: 'infeasible',
      objective: null,
      bound: null,
      gap: null,
      allocations: [],
      refused,
      short: [],
      seconds: 0,
      relax,
      ...(env.brief ? {} : { relaxProved: proved, relaxSummary: summaryOf(instance, relax, proved) }),
    });
  }
  const last = outcome.found && toAnswer(m, outcome.found, outcome.bound, gap, from);
  const { answer, found } = last && outcome.found ? { answer: last, found: outcome.found } : (kept ?? {});
  if (!answer || !found) throw new Undecided(`no answer within ${seconds} s`);
  if (!env.brief) {
    const until = performance.now() + Math.max(100, Math.min(1_500, deadline - performance.now()));
    const drafts = explainRefusals(m, found, outcome.bound, gap, until);
    if (answer.status === 'optimal' && m.arcNode.length <= SMALL) {
      const resolve = async (other: Instance) => {
        const model = buildModel(other);
        const r = await optimise(model, { highs: env.highs, deadline: until, gap: Math.min(gap, DEFAULT_GAP) });
        return r.status === 'optimal' && r.found ? { objective: r.found.objective, ...allocationsOf(model, r.found) } : undefined;
      };
      const target = Math.min(outcome.bound, found.objective) - 3 * Math.max(gap, 1e-9) * found.objective;
      await settleNeeds(instance, drafts, target, resolve, () => performance.now() > until);
    }
    answer.refused = inWords(m, drafts);
  }
  return finish(answer);
}
