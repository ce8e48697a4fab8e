// Jobs and timetables: graphile-worker, in the same database and, when enqueued, in the same transaction as their cause.
import { Logger, parseCronItems, run } from 'graphile-worker';
import type { Log } from '#server/platform/log.ts';

/** `cron`: five fields in UTC (03:10 in Việt Nam is 20:10 UTC the day before). Handlers must be harmless when run twice. */
export type Task = { name: string; handle: (payload: unknown) => Promise<void>; cron?: string };
export type Worker = { stop: () => Promise<void> };

/** Runs tasks and timetables of this process until it is stopped; two at a time. */
export async function startWorker(connectionString: string, tasks: readonly Task[], log: Log): Promise<Worker> {
  const runner = await run({
    connectionString,
    maxPoolSize: 3,
    concurrency: 2,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => log[level === 'warning' ? 'warn' : level](message)),
    taskList: Object.fromEntries(
      tasks.map((t) => [
        t.name,
        async (payload: unknown) => {
          const at = performance.now();
          await t.handle(payload);
          log.info({ task: t.name, ms: Math.round(performance.now() - at) }, 'job done');
        },
      ]),
    ),
    parsedCronItems: parseCronItems(
      tasks.filter((t) => t.cron).map((t) => ({ task: t.name, match: t.cron ?? '', identifier: t.name, options: { backfillPeriod: 0 } })),
    ),
  });
  return { stop: () => runner.stop() };
}
