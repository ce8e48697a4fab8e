// How far a search has come: the best answer, the best bound, and whether it pays to go on.
import type { Highs } from 'highs';
import type { Found } from './choice.ts';
import type { Bound } from './lagrange.ts';

export type Env = {
  /** The solver; undefined when it cannot be had. Asked again after it broke. */
  highs: (fresh: boolean) => Promise<Highs | undefined>;
  /** performance.now() at which the answer must stand. */
  deadline: number;
  gap: number;
  /** Any answer will do. */
  first?: boolean;
  /** Called with every better answer. */
  report?: (found: Found, bound: number) => void;
};
export type Outcome = {
  status: 'optimal' | 'feasible' | 'infeasible' | 'undecided';
  found: Found | undefined;
  bound: number;
  bounds: Bound | undefined;
};

const gapOf = (objective: number, bound: number) => (objective - bound <= 0 ? 0 : (objective - bound) / objective);
const now = () => performance.now();

export class Progress {
  readonly env: Env;
  found: Found | undefined;
  bound = -Infinity;
  /** The gap worked towards: far inside the one asked for while there is time, so that an optimum is the optimum and not its neighbour. */
  readonly goal: number;
  readonly #started = now();
  #since: number | undefined;

  constructor(env: Env) {
    this.env = env;
    this.goal = env.gap <= 1e-4 ? env.gap * 0.01 : env.gap * 0.5;
  }

  /** Keeps an answer if it is the best so far. */
  take = (f: Found | undefined): boolean => {
    if (!f?.shipment.feasible || f.objective >= (this.found?.objective ?? Infinity)) return false;
    this.found = f;
    this.env.report?.(f, this.bound);
    return true;
  };

  raise(bound: number): void {
    if (bound > this.bound) this.bound = bound;
  }

  /** A bound that was summed in floating point: a hair below it. */
  raiseNearly(bound: number): void {
    this.raise(bound - 1e-12 * Math.abs(bound));
  }

  proved(): boolean {
    return this.found !== undefined && (this.env.first === true || gapOf(this.found.objective, this.bound) <= this.goal);
  }

  /** Within the gap asked for and worked on as long again; or any answer at all, where any will do. */
  enough(): boolean {
    if (this.found && this.env.first) return true;
    if (!this.#within()) return false;
    this.#since ??= now();
    return now() - this.#since > Math.max(300, this.#since - this.#started);
  }

  over(): boolean {
    return this.proved() || this.enough();
  }

  #within(): boolean {
    return this.found !== undefined && gapOf(this.found.objective, this.bound) <= this.env.gap;
  }

  /** Milliseconds to the deadline. */
  room(): number {
    return this.env.deadline - now();
  }

  expired = (): boolean => this.room() < 0;

  /** Without a first answer there is nothing to say: it may use the time kept for the reasons. */
  tooLate = (): boolean => now() > this.env.deadline + (this.found ? 0 : (this.env.deadline - this.#started) * 0.2);

  /** Seconds for the next step: less when what there is would do. */
  remaining(): number {
    return Math.min(this.room(), this.#within() ? Math.max(300, now() - this.#started) : Infinity) / 1000;
  }

  end(bounds?: Bound): Outcome {
    const { found } = this;
    if (!found) return { status: 'undecided', found, bound: this.bound, bounds };
    const bound = Math.min(this.bound, found.objective);
    return { status: gapOf(found.objective, bound) <= this.env.gap ? 'optimal' : 'feasible', found, bound, bounds };
  }
}
