// Work that only one process on a database does at a time. The locks end with their connection, so with the process as well.
import pg from 'pg';

const LOCKS = { migrate: 7_260_001, fill: 7_260_002 };
/** First key of the locks of running tasks; the second is the task's name. */
const TASKS = 7_260_003;

async function withLine<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {}); // the line broke meanwhile: the next query of `work` says so
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Whoever comes second waits until the first has done it or is dead. */
export const alone = <T>(connectionString: string, what: keyof typeof LOCKS, work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withLine(connectionString, async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCKS[what]]);
    return work(client);
  });

/** Undefined, and nothing done, while the same task runs, here or in another process. */
export const unlessRunning = <T>(connectionString: string, task: string, work: (client: pg.Client) => Promise<T>): Promise<T | undefined> =>
  withLine(connectionString, async (client) => {
    const { rows } = await client.query('select pg_try_advisory_lock($1, hashtext($2)) as mine', [TASKS, task]);
    return rows[0]?.mine ? work(client) : undefined;
  });
