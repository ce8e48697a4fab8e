// Solver threads and the queue before them. A thread that dies or outlives its limit is replaced; what it had found by then is the answer.
// One thread takes small orders only, so that they never wait behind large ones.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '#server/platform/errors.ts';
import { ROOT } from '#server/platform/root.ts';
import type { FromThread, Job, ToThread } from './thread-messages.ts';
import type { Answer } from './types.ts';

const THREAD = path.join(ROOT, 'src/server/modules/sourcing/engine/thread.ts');
/** Requests of each size that may wait; beyond them the answer is 429. */
export const MOST_WAITING = 32;
/** What counts as small: characters of a request, or pairs of demand and supplier. */
const SMALL_TEXT = 48 * 1024;
const SMALL_PAIRS = 1_000;
/** Megabytes of heap of a thread. */
const HEAP = 1024;
const SMALL_HEAP = 256;
/** Characters of requests that may wait. */
const MOST_TEXT = 96 * 1024 * 1024;
/** Milliseconds for reading a request, and on top of its own limit before its thread is stopped. */
const READING = 15_000;
const GRACE = 4_000;

type Task = {
  job: Job;
  small: boolean;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
  signal: AbortSignal | undefined;
  best: Answer | undefined;
};
type Seat = { smallOnly: boolean; worker: Worker | undefined; task: Task | undefined; timer: NodeJS.Timeout | undefined };

export const busy = () =>
  new AppError('too_many_requests', {
    vi: 'Bộ tối ưu đang bận, hãy thử lại sau ít phút.',
    en: 'The optimiser is busy, try again in a few minutes.',
  });
const undecided = () =>
  new AppError('not_ready', {
    vi: 'Chưa xác định được trong thời gian cho phép; hãy tăng limits.seconds hoặc cho phép giao thiếu (rules.allowShort).',
    en: 'Neither an answer nor a proof within the time; raise limits.seconds or allow short deliveries (rules.allowShort).',
  });

/** Threads (some 50 MB each) come with the first order that needs them: it waits half a second more than the next. */
export type Solvers = {
  run: (job: Job, signal?: AbortSignal) => Promise<unknown>;
  close: () => Promise<void>;
  /** For tests and figures: threads alive, tasks waiting. */
  state: () => { threads: number; running: number; waiting: number };
};

const isSmall = (job: Job): boolean =>
  job.kind === 'text' ? job.text.length <= SMALL_TEXT : job.instance.demands.length * job.instance.suppliers.length <= SMALL_PAIRS;

/** `size` threads for orders of every size and `reserved` ones for small orders. */
export function createSolvers(size = Math.max(2, Math.min(4, availableParallelism() - 1)), file = THREAD, reserved = 1): Solvers {
  const empty = { worker: undefined, task: undefined, timer: undefined };
  // The reserved come first: a small order leaves the others free while it can.
  const seats: Seat[] = Array.from({ length: reserved + size }, (_, i) => ({ ...empty, smallOnly: i < reserved }));
  const waiting: Task[] = [];
  let closed = false;

  const settle = (seat: Seat): Task | undefined => {
    const { task } = seat;
    clearTimeout(seat.timer);
    seat.task = undefined;
    seat.worker?.unref();
    return task;
  };

  /** The thread is gone or must go: its best answer stands, as far as it got. */
  const giveUp = (seat: Seat) => {
    const task = settle(seat);
    if (!task) return;
    if (task.signal?.aborted) task.reject(aborted());
    else if (task.best) task.resolve(task.best);
    else task.reject(undecided());
  };

  const stop = (seat: Seat) => {
    const { worker } = seat;
    seat.worker = undefined;
    giveUp(seat);
    void worker?.terminate();
    next();
  };

  const start = (seat: Seat): Worker => {
    const resourceLimits = { maxOldGenerationSizeMb: seat.smallOnly ? SMALL_HEAP : HEAP, maxYoungGenerationSizeMb: 64 };
    const worker = new Worker(file, { resourceLimits, execArgv: [] });
    worker.unref();
    worker.on('message', (m: FromThread) => {
      const { task } = seat;
      if (seat.worker !== worker || !task) return;
      if ('seconds' in m) return arm(seat, m.seconds * 1000 + GRACE);
      if ('best' in m) {
        task.best = m.best;
        return;
      }
      settle(seat);
      if ('done' in m) task.resolve(m.done);
      else if ('refused' in m) task.reject(new AppError(m.refused.code, m.refused.detail, m.refused.faults));
      else if (task.best) task.resolve(task.best);
      else task.reject(m.failed === 'undecided' ? undecided() : new Error(m.failed));
      next();
    });
    const gone = () => {
      if (seat.worker !== worker) return;
      seat.worker = undefined;
      giveUp(seat);
      next();
    };
    worker.on('error', gone);
    worker.on('exit', gone);
    seat.worker = worker;
    return worker;
  };

  const arm = (seat: Seat, ms: number) => {
    clearTimeout(seat.timer);
    seat.timer = setTimeout(() => stop(seat), ms);
  };

  const next = () => {
    if (closed) return;
    for (const seat of seats) {
      if (seat.task) continue;
      const at = seat.smallOnly ? waiting.findIndex((t) => t.small) : 0;
      const [task] = at < 0 ? [] : waiting.splice(at, 1);
      if (!task) continue;
      const worker = seat.worker ?? start(seat);
      seat.task = task;
      worker.ref();
      arm(seat, READING);
      worker.postMessage({ ...task.job, id: 1 } satisfies ToThread);
    }
  };

  const lengthOf = (job: Job) => (job.kind === 'text' ? job.text.length : 0);
  const hasRoom = (job: Job, small: boolean) => {
    const alike = waiting.filter((task) => task.small === small);
    return alike.length < MOST_WAITING && waiting.reduce((sum, task) => sum + lengthOf(task.job), lengthOf(job)) <= MOST_TEXT;
  };

  return {
    run: (job, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(aborted());
        const small = isSmall(job);
        const free = seats.some((s) => !s.task && (small || !s.smallOnly));
        if (closed || (!free && !hasRoom(job, small))) return reject(busy());
        const task: Task = { job, small, resolve, reject, signal, best: undefined };
        signal?.addEventListener(
          'abort',
          () => {
            const at = waiting.indexOf(task);
            if (at >= 0) {
              waiting.splice(at, 1);
              reject(aborted());
              return;
            }
            const seat = seats.find((s) => s.task === task);
            if (seat) stop(seat);
          },
          { once: true },
        );
        waiting.push(task);
        next();
      }),
    close: async () => {
      closed = true;
      for (const task of waiting.splice(0)) task.reject(busy());
      await Promise.all(
        seats.map(async (seat) => {
          const { worker } = seat;
          seat.worker = undefined;
          giveUp(seat);
          await worker?.terminate();
        }),
      );
    },
    state: () => ({
      threads: seats.filter((s) => s.worker).length,
      running: seats.filter((s) => s.task).length,
      waiting: waiting.length,
    }),
  };
}

const aborted = () => new DOMException('The request was withdrawn.', 'AbortError');

let shared: Solvers | undefined;
/** The process's solver threads, made when first asked for. */
export function solvers(): Solvers {
  shared ??= createSolvers();
  return shared;
}
