// Jobs and timetables: graphile-worker, in the same database and, when enqueued, in the same transaction as their cause.
import { Logger, parseCronItems, run } from 'graphile-worker';
import pg from 'pg';
import { unlessRunning } from '#server/platform/alone.ts';
import type { Log } from '#server/platform/log.ts';

/** `cron`: five fields in UTC (03:10 in Việt Nam is 20:10 UTC the day before). Handlers must be harmless when run twice. */
export type Task = { name: string; handle: (payload: unknown) => Promise<void>; cron?: string };
export type Worker = { stop: () => Promise<void> };

/** A job that has not ended by then gives its place to the others. */
const LIMIT_MS = 3_600_000;
/** A job whose process died waits so long: what kills a process must not do so at each start. */
const AGAIN_AFTER = '5 minutes';

/**
 * Runs tasks and timetables of this process until it is stopped; two at a time. A task of the timetable runs once at a time over all processes of
 * the database, and waits once: one that always fails is tried again by backing off or at its next hour, and heaps up no jobs.
 */
export async function startWorker(connectionString: string, tasks: readonly Task[], log: Log, limitMs = LIMIT_MS): Promise<Worker> {
  await takeUpInterrupted(connectionString);
  const pgPool = new pg.Pool({ connectionString, max: 3, application_name: 'sanvat worker' });
  // a line that breaks, also while it is said goodbye to: the next query says so
  pgPool.on('error', () => {}).on('connect', (line) => line.on('error', () => {}));
  const runner = await run({
    pgPool,
    concurrency: 2,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => log[level === 'warning' ? 'warn' : level](message)),
    taskList: Object.fromEntries(
      tasks.map((t) => [
        t.name,
        async (payload: unknown) => {
          const at = performance.now();
          const work = async () => {
            await t.handle(payload);
            return true;
          };
          const done = await within(limitMs, t.name, t.cron ? unlessRunning(connectionString, t.name, work) : work());
          log.info({ task: t.name, ms: Math.round(performance.now() - at) }, done ? 'job done' : 'job is still running elsewhere');
        },
      ]),
    ),
    parsedCronItems: parseCronItems(
      tasks
        .filter((t) => t.cron)
        .map((t) => ({ task: t.name, match: t.cron ?? '', identifier: t.name, options: { backfillPeriod: 0, jobKey: t.name } })),
    ),
  });
  return {
    stop: async () => {
      await runner.stop();
      await pgPool.end();
    },
  };
}

async function within<T>(ms: number, name: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} has not ended after ${ms} ms; it is left to itself`)), ms).unref();
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Jobs of the timetable that a process took with it when it died; by itself the worker would wait four hours for it. */
async function takeUpInterrupted(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; locked_by: string; name: string }>(
      'select id, locked_by, task_identifier as name from graphile_worker.jobs where locked_at is not null and key is not null',
    );
    for (const { id, locked_by, name } of rows)
      await unlessRunning(connectionString, name, async (line) => {
        await line.query('select graphile_worker.force_unlock_workers(array[$1])', [locked_by]);
        await line.query('select graphile_worker.reschedule_jobs(array[$1::bigint], now() + $2::interval)', [id, AGAIN_AFTER]);
      });
  } finally {
    await client.end();
  }
}
