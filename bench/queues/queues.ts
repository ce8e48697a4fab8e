// 5,000 dossiers in flight: how long the server works for each page of a queue, by role.
import { rmSync } from 'node:fs';
import { sql } from 'kysely';
import { openHouse } from '../../src/server/app.ts';
import {
  getDossier,
  getHearing,
  listDossiers,
  listOwnHearings,
  listRounds,
  type State,
} from '../../src/server/modules/assessment/index.ts';
import { NATION, type Role } from '../../src/server/modules/identity/index.ts';
import { officer } from '../../tests/support/recognised.ts';
import { type Line, median, printTable } from '../table.ts';

const DOSSIERS = 5_000;
const LIMIT = 50;
const ROUNDS = 15;
const QUEUES: [Role, 'commune' | 'province' | 'nation', State | undefined][] = [
  ['commune_officer', 'commune', undefined],
  ['commune_officer', 'commune', 'commune_review'],
  ['province_body', 'province', undefined],
  ['province_body', 'province', 'sent_to_province'],
  ['province_body', 'province', 'intake'],
  ['province_adviser', 'province', 'advisory_review'],
  ['province_council_chair', 'province', 'council'],
  ['ministry_officer', 'nation', undefined],
  ['ministry_officer', 'nation', 'approved_for_centre'],
  ['central_adviser', 'nation', 'central_advisory'],
];

/** Half of them in one province, so that its queues are long; every eighth before its council, with a hearing and its sheets. */
async function fill(
  db: Awaited<ReturnType<typeof openHouse>>['database']['db'],
  province: string,
  communes: string[],
  all: [string, string][],
) {
  const states = [
    'submitted',
    'commune_review',
    'returned',
    'sent_to_province',
    'intake',
    'advisory_review',
    'council',
    'approved_for_centre',
    'central_advisory',
  ];
  await sql`insert into assessment.council (id, unit, name, regulation, settings, formed_on, formed_by, created_at)
    values ('BENCH', ${province}, 'H', 'R', '{}', '2026-01-01', 'bench', now())`.execute(db);
  await sql`insert into assessment.council_member (council_id, account, name, chair)
    select 'BENCH', 'bench-' || i, 'Ủy viên ' || i, i = 1 from generate_series(1, 9) i`.execute(db);
  const rows = Array.from({ length: DOSSIERS }, (_, i) => {
    const [commune = '', prov = ''] = i % 2 ? [communes[i % communes.length], province] : (all[i % all.length] ?? []);
    return { id: `B${i}`, i, state: states[i % states.length], commune, province: prov };
  });
  await sql`insert into assessment.dossier (id, kind, state, version, producer_id, producer_name, product_name, commune_code, province_code, ruleset,
      set_no, since, due_on, created_at, created_by, updated_at)
    select r.id, 'first', r.state, 1, 'P' || (r.i % 900), 'Hợp tác xã số ' || (r.i % 900), 'Sản phẩm số ' || r.i, r.commune, r.province, 'QD26-2026', 1,
      date '2026-10-01' + (r.i % 50), case when r.i % 3 = 0 then date '2026-11-01' + (r.i % 60) end, now(), 'bench', now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, i int, state text, commune text, province text)`.execute(db);
  await sql`insert into assessment.dossier_move (dossier_id, no, move, from_state, to_state, at, actor_id, actor_name)
    select id, n, 'accept', 'intake', 'intake', now(), 'b', 'b' from assessment.dossier, generate_series(1, 8) n where created_by = 'bench'`.execute(
    db,
  );
  await sql`insert into assessment.hearing (id, dossier_id, council_id, version, mode, state, meets_on, created_at)
    select 'H' || id, id, 'BENCH', 1, 'meeting', 'scoring', '2026-11-20', now() from assessment.dossier
    where created_by = 'bench' and state = 'council'`.execute(db);
  await sql`insert into assessment.score_sheet (hearing_id, round, account, answers, not_applicable, knockouts, total, star, score, submitted_at)
    select h.id, 1, 'bench-' || i, '{}', '{}', '[]', 70, 4, '{}', now() from assessment.hearing h, generate_series(2, 8) i
    where h.council_id = 'BENCH' and ('x' || substr(md5(h.id), 1, 4))::bit(16)::int % 2 = 0`.execute(db);
  await sql`analyze`.execute(db).catch(() => {});
}

export async function benchQueues(env: Record<string, string>): Promise<Line[]> {
  const data = `${env.SANVAT_DATA}-queues`;
  const house = await openHouse({ ...process.env, ...env, DATABASE_URL: '', SANVAT_DATA: data, SANVAT_SAMPLE: '0' });
  try {
    const { territory: ground, database } = house;
    const province = ground.provinces(34)[0]?.code ?? '';
    const communes = ground.communesOf(province).map((c) => c.code);
    const all = ground.provinces(34).flatMap((p) =>
      ground
        .communesOf(p.code)
        .slice(0, 9)
        .map((c): [string, string] => [c.code, p.code]),
    );
    await fill(database.db, province, communes, all);
    const unitOf = { commune: communes[1] ?? '', province, nation: NATION };
    const timed = async (what: string, work: () => Promise<unknown>): Promise<Line> => {
      await work();
      const times: number[] = [];
      for (let i = 0; i < ROUNDS; i++) {
        const from = performance.now();
        await work();
        times.push(performance.now() - from);
      }
      const middle = median(times);
      const worst = [...times].sort((a, b) => a - b)[Math.floor(ROUNDS * 0.9)] ?? 0;
      return {
        what,
        ours: `${middle.toFixed(1)} ms, p90 ${worst.toFixed(1)} ms`,
        beside: `${LIMIT} ms`,
        ratio: `${(middle / LIMIT).toFixed(2)} ×`,
        target: `≤ ${LIMIT} ms`,
        met: middle <= LIMIT,
      };
    };
    const lines: Line[] = [];
    for (const [role, level, state] of QUEUES) {
      const ctx = house.ctx(officer(`bench-${role}`, role, unitOf[level]));
      const work = async () => {
        await listRounds(ctx, [unitOf[level]]);
        await listDossiers(ctx, { view: 'desk', state, page: 1, pageSize: 50 }, ground);
      };
      lines.push(await timed(`queue ${role} ${state ?? 'all'}`, work));
    }
    const far = house.ctx(officer('bench-far', 'ministry_officer', NATION));
    lines.push(
      await timed('queue ministry_officer all, page 60', () => listDossiers(far, { view: 'desk', page: 60, pageSize: 50 }, ground)),
    );
    const chair = house.ctx(officer('bench-1', 'province_council_chair', province));
    lines.push(await timed('hearings that wait for a chair', () => listOwnHearings(chair)));
    const one = await database.db.selectFrom('assessment.hearing').select(['id', 'dossier_id']).limit(1).executeTakeFirstOrThrow();
    lines.push(await timed('one dossier', () => getDossier(chair, one.dossier_id, ground)));
    lines.push(await timed('one hearing', () => getHearing(chair, one.id, ground)));
    printTable('Queues', lines, `${DOSSIERS.toLocaleString('en')} dossiers in flight, ${ROUNDS} runs each, Node ${process.version}`);
    return lines;
  } finally {
    await house.close();
    rmSync(data, { recursive: true, force: true });
  }
}
