import pg from 'pg';

/** What only one process on a database may do at a time. */
const LOCKS = { migrate: 7_260_001, fill: 7_260_002 };

/** Runs `work` while no other process on this database does the same; they wait for its end, also where it ends by being killed. */
export async function alone<T>(connectionString: string, what: keyof typeof LOCKS, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {}); // the line broke meanwhile: the next query of `work` says so
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCKS[what]]);
    return await work(client);
  } finally {
    await client.end();
  }
}
