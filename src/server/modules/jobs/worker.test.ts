import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { openDb } from '#server/platform/db.ts';
import { silentLog } from '#server/platform/log.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { startWorker, type Task, type Worker } from './worker.ts';

const base = testDatabase();
const NEVER = '0 0 30 2 *';
const workers: Worker[] = [];
const start = async (tasks: Task[], limitMs?: number) => void workers.push(await startWorker(base.url, tasks, silentLog, limitMs));
afterEach(async () => {
  await Promise.all(workers.splice(0).map((w) => w.stop()));
});

/** As the owner, who alone may look into the worker's own tables. */
async function owner<T>(work: (db: ReturnType<typeof openDb>) => Promise<T>): Promise<T> {
  const db = openDb(base.url, { max: 1 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
const tick = (name: string) => owner((db) => sql`select graphile_worker.add_job(${name}, job_key => ${name})`.execute(db));
type Row = { attempts: number; locked_by: string | null; later: boolean; last_error: string | null };
const waiting = (name: string) =>
  owner(
    async (db) =>
      (
        await sql<Row>`select attempts, locked_by, run_at > now() + interval '1 minute' as later, last_error
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = ${name}`.execute(
          db,
        )
      ).rows,
  );

it('runs a task of the timetable once at a time over two processes', async () => {
  let most = 0;
  let now = 0;
  let end = () => {};
  const task: Task = {
    name: 'slow',
    cron: NEVER,
    handle: async () => {
      most = Math.max(most, ++now);
      await new Promise<void>((done) => {
        end = done;
      });
      now--;
    },
  };
  await start([task]);
  await start([task]);
  await tick('slow');
  await expect.poll(() => now).toBe(1);
  await tick('slow'); // the hour comes round while it runs
  await expect.poll(() => waiting('slow').then((rows) => rows.length)).toBe(1);
  expect(most).toBe(1);
  end();
  await expect.poll(() => waiting('slow')).toEqual([]);
});

it('keeps one job of a task that always fails, and gives the place of one that hangs to others', async () => {
  const seen: string[] = [];
  await start(
    [
      { name: 'throws', cron: NEVER, handle: () => Promise.reject(new Error('broken')) },
      { name: 'hangs', cron: NEVER, handle: () => new Promise(() => {}) },
      { name: 'hangs-too', cron: NEVER, handle: () => new Promise(() => {}) },
      { name: 'works', cron: NEVER, handle: async () => void seen.push('works') },
    ],
    300,
  );
  await tick('hangs');
  await tick('hangs-too');
  for (let i = 0; i < 3; i++) {
    await tick('throws');
    await expect.poll(() => waiting('throws').then((r) => r[0]?.last_error)).toBe('broken');
  }
  await tick('works');
  await expect.poll(() => seen, { timeout: 5_000 }).toEqual(['works']);
  expect(await waiting('throws')).toHaveLength(1);
  expect((await waiting('hangs'))[0]?.last_error).toMatch(/has not ended/);
});

it('takes up the job of a process that died, a little later', async () => {
  const task: Task = { name: 'cut', cron: NEVER, handle: async () => {} };
  await start([task]);
  await Promise.all(workers.splice(0).map((w) => w.stop()));
  await tick('cut');
  await owner((db) => sql`update graphile_worker._private_jobs set locked_by = 'worker-gone', locked_at = now(), attempts = 1`.execute(db));
  await start([task]);
  await expect.poll(() => waiting('cut')).toEqual([{ attempts: 1, locked_by: null, later: true, last_error: null }]);
});
