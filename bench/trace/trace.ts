// Backward trace of one lot: 10,000 ancestors among 1,000,000 events, loaded by SQL as captures would have stored them.
import { sql } from 'kysely';
import { openHouse } from '../../src/server/app.ts';
import { traceLot } from '../../src/server/modules/traceability/index.ts';
import { type Line, median, printTable } from '../table.ts';

const EVENTS = 1_000_000;
const ANCESTORS = 10_000;
const LIMIT_MS = 300;
const ROUNDS = 15;

export async function benchTrace(env: Record<string, string>): Promise<Line[]> {
  const house = await openHouse({ ...env, SANVAT_SAMPLE: '0', SANVAT_WORKER: '0', LOG_LEVEL: 'silent' });
  const { db } = house.database;
  try {
    // lots 1…N; every lot comes out of the two before it on its own line of a hundred, so that lines stay apart
    await sql`insert into traceability.lot (epc, name, unit, made_on) select 'https://bench.example/lot/' || i, 'Lô ' || i, 'KGM', '2026-01-01'
      from generate_series(1, ${EVENTS}) i`.execute(db);
    await sql`insert into traceability.event (event_id, hash, type, biz_step, event_time, record_time, owner, capture_id, body)
      select 'urn:bench:' || i, sha256(i::text::bytea), 'TransformationEvent', 'commissioning', '2026-01-01T00:00:00Z'::timestamptz + i * interval '1 second',
        '2026-01-01T00:00:00Z', 'BENCH', 'BENCH', '{}' from generate_series(1, ${EVENTS}) i`.execute(db);
    await sql`insert into traceability.lot_move select i, i, 'BENCH', 'make', 1 from generate_series(1, ${EVENTS}) i`.execute(db);
    // the big one: lot `start` pools the ANCESTORS lots behind it, ten into one, layer upon layer; all others stand in lines of a hundred
    const start = EVENTS - ANCESTORS;
    await sql`insert into traceability.lot_edge select i, ${start}::bigint + (i - ${start}::bigint - 1) / 10, i, 'transform'
      from generate_series(${start + 1}::bigint, ${EVENTS}::bigint) i`.execute(db);
    await sql`insert into traceability.lot_edge select i - 1, i, i, 'transform' from generate_series(2, ${start - 1}::bigint) i where i % 100 <> 0`.execute(
      db,
    );
    await sql`analyze traceability.lot, traceability.lot_edge, traceability.lot_move`.execute(db).catch(() => undefined);
    const times: number[] = [];
    let total = 0;
    for (let i = 0; i < ROUNDS; i++) {
      const from = performance.now();
      const trace = await traceLot(db, start, 'back');
      times.push(performance.now() - from);
      total = trace.total;
    }
    const ms = median(times);
    const worst = Math.max(...times);
    const lines: Line[] = [
      {
        what: `trace of ${total.toLocaleString('en')} ancestors`,
        ours: `${ms.toFixed(0)} ms (slowest ${worst.toFixed(0)} ms)`,
        beside: `${LIMIT_MS} ms`,
        ratio: `${(ms / LIMIT_MS).toFixed(2)} ×`,
        target: `≤ ${LIMIT_MS} ms`,
        met: total >= ANCESTORS && ms <= LIMIT_MS,
      },
    ];
    printTable(
      'Trace',
      lines,
      `${EVENTS.toLocaleString('en')} events and lots, lots with names, edges and amounts, ${ROUNDS} rounds, Node ${process.version}`,
    );
    return lines;
  } finally {
    await house.close();
  }
}
