// A linear model with whole numbers as it grows, and a run of HiGHS over it.
import type { Highs } from 'highs';

export const INTEGER = 1;

export type Entry = [column: number, value: number];
/** `bound`: no solution costs less. `values` of the columns, when any solution was found. */
export type LinearAnswer = { values: ArrayLike<number> | undefined; bound: number; infeasible: boolean };
export type LinearRun = {
  seconds: number;
  /** Relative gap to aim at, and the one that is enough when more takes long. */
  gap: number;
  enough: number;
  /** Solved again from its answer without presolving, for as long again at most some times over. */
  checked?: boolean;
  start?: Float64Array | undefined;
};

/** Seconds that a second look may always take. */
const LEAST_CHECK = 0.3;
/** Milliseconds, at least, that an answer within the gap that is enough may still be worked on. */
const POLISH = 400;

export class Linear {
  readonly cost: number[] = [];
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  private readonly kind: number[] = [];
  private readonly rowLower: number[] = [];
  private readonly rowUpper: number[] = [];
  private readonly starts: number[] = [];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];

  col(cost: number, lower: number, upper: number, kind = 0): number {
    this.cost.push(cost);
    this.lower.push(lower);
    this.upper.push(upper);
    this.kind.push(kind);
    return this.cost.length - 1;
  }

  row(lower: number, upper: number, entries: readonly Entry[]): void {
    this.rowLower.push(lower);
    this.rowUpper.push(upper);
    this.starts.push(this.indices.length);
    for (const [i, v] of entries) {
      if (v === 0) continue;
      this.indices.push(i);
      this.values.push(v);
    }
  }

  /**
   * Least cost. HiGHS' presolving now and then loses the best answer of a small model, or calls a possible one impossible: the first is
   * looked for again without it where `checked` asks for that, the second only believed when it is said again or time is up. Throws
   * when the solver itself breaks; the caller makes it anew.
   */
  solve(highs: Highs, ask: LinearRun): LinearAnswer {
    const from = performance.now();
    const first = this.run(highs, ask, true);
    if (!first.infeasible && !(ask.checked && first.values)) return first;
    const taken = (performance.now() - from) / 1000;
    const left = ask.seconds - taken;
    const seconds = first.infeasible ? left : Math.min(left, Math.max(LEAST_CHECK, 3 * taken));
    if (seconds < 0.05) return first;
    const second = this.run(highs, { ...ask, seconds, start: first.values && Float64Array.from(first.values) }, false);
    if (!second.values || !first.values) return second.values ? second : first;
    const cost = this.costOf(second.values);
    const was = this.costOf(first.values);
    if (cost >= was - 1e-12 * Math.max(1, Math.abs(was))) return first;
    // The first bound was false: the better answer is proved anew with what time there is.
    const rest = ask.seconds - (performance.now() - from) / 1000;
    if (cost - second.bound <= ask.gap * Math.abs(cost) || rest < 0.05) return second;
    const third = this.run(highs, { ...ask, seconds: rest, start: Float64Array.from(second.values) }, false);
    return third.values ? third : second;
  }

  private costOf(values: ArrayLike<number>): number {
    return this.cost.reduce((sum, c, k) => sum + c * (values[k] ?? 0), 0);
  }

  private run(highs: Highs, ask: LinearRun, presolve: boolean): LinearAnswer {
    const from = performance.now();
    const rows = this.rowLower.length;
    const size = this.cost.length;
    const inf = highs.infinity;
    const model = highs.createModel({
      numCols: size,
      numRows: rows,
      colCost: Float64Array.from(this.cost),
      colLower: Float64Array.from(this.lower),
      colUpper: Float64Array.from(this.upper),
      rowLower: Float64Array.from(this.rowLower, (x) => (x === -Infinity ? -inf : x)),
      rowUpper: Float64Array.from(this.rowUpper, (x) => (x === Infinity ? inf : x)),
      matrix: {
        format: 'csr',
        numRows: rows,
        numCols: size,
        starts: Int32Array.from([...this.starts, this.indices.length]),
        indices: Int32Array.from(this.indices),
        values: Float64Array.from(this.values),
      },
      integrality: Int32Array.from(this.kind),
    });
    try {
      model.options.set({
        output_flag: false,
        presolve: presolve ? 'choose' : 'off',
        time_limit: Math.max(0.05, ask.seconds),
        mip_rel_gap: ask.gap,
        mip_abs_gap: 0,
        mip_feasibility_tolerance: 1e-9,
        primal_feasibility_tolerance: 1e-9,
        dual_feasibility_tolerance: 1e-9,
        small_matrix_value: 1e-12,
        random_seed: 0,
      });
      if (ask.start) model.setSolution({ colValue: ask.start });
      let since: number | undefined;
      model.run({
        [highs.constants.callbackType.mipInterrupt](event) {
          const primal = Number(event.data.mip_primal_bound);
          const dual = Number(event.data.mip_dual_bound);
          if (!(primal - dual <= ask.enough * Math.abs(primal))) return;
          const at = performance.now();
          since ??= at;
          if (at - since > Math.max(POLISH, since - from)) (event as { interrupt?: () => void }).interrupt?.();
        },
      });
      const status = model.getModelStatus();
      const { modelStatus } = highs.constants;
      if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible)
        return { values: undefined, bound: Infinity, infeasible: true };
      const bound = Number(model.info.get('mip_dual_bound'));
      const hasPrimal = Number(model.info.get('primal_solution_status')) === 2;
      return {
        values: hasPrimal ? Float64Array.from(model.getSolution().colValue) : undefined,
        bound: Number.isFinite(bound) ? bound : -Infinity,
        infeasible: false,
      };
    } finally {
      model.dispose();
    }
  }
}
