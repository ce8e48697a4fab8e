// The process dies while decisions are written: each decision, its recognition and its certificate are there together or not at all.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, expect, it } from 'vitest';
import { verifyChain } from '#server/modules/audit/index.ts';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { castOf, walker } from '../src/server/modules/assessment/route-walk.ts';
import { testDatabase } from './support/database.ts';

const KILLS = Number(process.env.SANVAT_KILLS ?? 4);
const DOSSIERS = 30;
const DAY = '2026-11-23';
const database = testDatabase();
const ids: string[] = [];
let province = '';
beforeAll(async () => {
  const ground = await loadTerritory(database.db);
  province = ground.provinces(34)[0]?.code ?? '';
  const walk = walker(database.db, ground, await castOf(database.db, ground, province));
  for (let i = 0; i < DOSSIERS; i++) ids.push(await walk.concluded(80));
});

/** What stands of each dossier: nothing, or all of it. */
async function standing(): Promise<Map<string, string>> {
  const { db } = database;
  const dossiers = await db.selectFrom('assessment.dossier').select(['id', 'state', 'product_id']).where('id', 'in', ids).execute();
  const decisions = await db.selectFrom('assessment.decision').select(['dossier_id', 'decision_no']).execute();
  const certificates = await db.selectFrom('assessment.certificate').select(['dossier_id', 'product_id']).execute();
  const recognitions = await db.selectFrom('registry.recognition').select(['product_id', 'decision_no']).execute();
  const acts = await db.selectFrom('audit.act').select('subject_id').where('verb', '=', 'decide_dossier').execute();
  return new Map(
    dossiers.map((d) => {
      const of = [
        d.state,
        decisions.filter((x) => x.dossier_id === d.id).length,
        certificates.filter((x) => x.dossier_id === d.id && x.product_id === d.product_id).length,
        recognitions.filter((x) => x.product_id === d.product_id && x.decision_no === `${d.id}/QĐ-UBND`).length,
        acts.filter((x) => x.subject_id === d.id).length,
      ];
      return [d.id, of.join(' ')];
    }),
  );
}
const DONE = 'decided 1 1 1 1';
const UNTOUCHED = 'council 0 0 0 0';

it(`leaves whole decisions after ${KILLS} kills; what is left is decided once by trying again`, async () => {
  let done = 0;
  for (let n = 0; n <= KILLS; n++) {
    const child = spawn(process.execPath, ['tests/support/deciding.ts', database.url, province, DAY, ...ids], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const ended = once(child, 'exit');
    // the last one is let through: earlier decisions answer as they did
    const timer = n < KILLS ? setTimeout(() => child.kill('SIGKILL'), 20 + ((n * 83) % 240)) : undefined;
    const [code] = await ended;
    clearTimeout(timer);
    if (n === KILLS) expect(code).toBe(0);
    // the server ends what the dead process had begun
    await expect.poll(async () => (await busy()) === 0, { timeout: 10_000 }).toBe(true);
    const now = await standing();
    expect(
      [...new Set(now.values())].filter((s) => s !== DONE && s !== UNTOUCHED),
      `after kill ${n}`,
    ).toEqual([]);
    const whole = [...now.values()].filter((s) => s === DONE).length;
    expect(whole).toBeGreaterThanOrEqual(done);
    if (n === 0) expect(whole, 'the first kill came in time').toBeLessThan(DOSSIERS);
    done = whole;
    expect(await verifyChain(database.db)).not.toHaveProperty('brokenAt');
  }
  expect(done).toBe(DOSSIERS);
  const numbers = await database.db.selectFrom('assessment.certificate').select('no').orderBy('no').execute();
  expect(numbers.map((c) => Number(c.no.split('-')[2]))).toEqual(Array.from({ length: DOSSIERS }, (_, i) => i + 1));
}, 240_000);

/** Transactions of others that are still open in this database. */
async function busy(): Promise<number> {
  const { sql } = await import('kysely');
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`.execute(database.db);
  return rows[0]?.n ?? 0;
}
