// The solver's own thread: reads requests, solves them, posts every better answer at once. Run by Node as it stands.
import { parentPort } from 'node:worker_threads';
import loadHighs, { type Highs } from 'highs';
import { AppError } from '#server/platform/errors.ts';
import { alternatives, priceOfConditions } from './compare.ts';
import { readQuestion } from './question.ts';
import { DEFAULT_SECONDS, type SolveEnv, solveNow, Undecided } from './solve.ts';
import type { FromThread, Job, ToThread } from './thread-messages.ts';

let loaded: Highs | undefined;
/** The solver; a fresh one after it broke. Undefined when there is not enough memory for it: answers then come without it. */
async function highs(fresh: boolean): Promise<Highs | undefined> {
  if (fresh) loaded = undefined;
  try {
    loaded ??= await loadHighs();
  } catch {
    loaded = undefined;
  }
  return loaded;
}

const post = (message: FromThread) => parentPort?.postMessage(message);

async function work(job: Job & { id: number }): Promise<unknown> {
  const instance = job.kind === 'text' ? readQuestion(job.text, job.today) : job.instance;
  const seconds = instance.limits?.seconds ?? DEFAULT_SECONDS;
  post({ id: job.id, seconds });
  const env: SolveEnv = { highs };
  if (job.kind === 'prices') return priceOfConditions(instance, env);
  if (job.kind === 'alternatives') return alternatives(instance, env);
  return solveNow(instance, { ...env, report: (best) => post({ id: job.id, best }) });
}

parentPort?.on('message', async (job: ToThread) => {
  try {
    post({ id: job.id, done: await work(job) });
  } catch (e) {
    if (e instanceof AppError) post({ id: job.id, refused: { code: e.code, detail: e.detail, faults: e.faults } });
    else post({ id: job.id, failed: e instanceof Undecided ? 'undecided' : e instanceof Error ? (e.stack ?? e.message) : String(e) });
  }
});

void highs(false);
