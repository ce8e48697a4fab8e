// Decides dossiers as fast as it can until it is killed: `node tests/support/deciding.ts URL PROVINCE DAY ID…`
import { decide } from '#server/modules/assessment/index.ts';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { openDb } from '#server/platform/db.ts';
import { silentLog } from '#server/platform/log.ts';
import { runtimeRole } from '#server/platform/migrate.ts';
import { officer } from './recognised.ts';

const [url = '', province = '', day = '', ...ids] = process.argv.slice(2);
const db = openDb(url, { role: await runtimeRole(url), max: 4 });
const ground = await loadTerritory(db);
const actor = officer('chu-tich', 'province_chair', province);
process.stdout.write('ready\n');
const left = [...ids];
const work = async () => {
  for (let id = left.shift(); id; id = left.shift()) {
    const ctx = { db, actor, now: new Date(`${day}T10:00:00+07:00`), log: silentLog, requestId: 'kill' };
    await decide(ctx, { dossier: id, decisionNo: `${id}/QĐ-UBND`, decidedOn: day, requestId: `decide-${id}` }, ground);
  }
};
await Promise.all([work(), work(), work(), work()]);
await db.destroy();
