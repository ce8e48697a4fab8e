// Fills the queues of the sample people's provinces, once: dossiers at every step, and what their councils did in the last months.
import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import { listSamplePeople, NATION } from '#server/modules/identity/index.ts';
import type { ProductFacts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tables, type Tx, transact } from '#server/platform/db.ts';
import { addDays, addMonths, dayOf } from '#shared/dates.ts';
import { DEFAULT_SETTINGS } from '../councils/rules/conclude.ts';
import type { EvidenceStore } from '../dossiers/evidence-store.ts';
import { roundFor } from '../rounds/rules/days.ts';
import { type SamplePaper, samplePapers } from './papers.ts';
import { IN_FLIGHT, MONTHS_BACK, PAST } from './plan.ts';
import { addDossier, addHearing, addPast, emptyRows, type Maker, type Panel, sampleId } from './rows.ts';
import '../tables.ts';

/** What the sample plants, so that the page on grading has something to find: one lenient, one strict member. */
const LEANS = [0, 2.5, -2, 0, 0, 0];
const CENTRAL = ['approved_for_centre', 'central_intake', 'central_advisory', 'central_council'] as const;
type People = Awaited<ReturnType<typeof listSamplePeople>>;

const hasAny = async (tx: Ctx['db'] | Tx): Promise<boolean> =>
  (await tx.selectFrom('assessment.dossier').select('id').limit(1).executeTakeFirst()) !== undefined;

/** `read`: the register's facts in batches; the first holds enough of both provinces. `store`: where the sample papers go. */
export async function loadSampleDossiers(
  ctx: Ctx,
  read: () => AsyncIterable<ProductFacts[]>,
  store: Pick<EvidenceStore, 'put'>,
): Promise<boolean> {
  if (await hasAny(ctx.db)) return false;
  const people = await listSamplePeople(ctx, { sample: true });
  const provinces = [...new Set(people.filter((p) => p.role === 'province_chair').map((p) => p.unit))];
  if (provinces.length === 0) return false;
  let facts: ProductFacts[] = [];
  for await (const batch of read()) {
    facts = batch.filter((f) => f.sample && f.set !== null && f.place.communeCode !== null && provinces.includes(f.place.provinceCode));
    break;
  }
  const papers = await samplePapers();
  for (const paper of papers) await store.put(paper.bytes);
  const maker = makerFor(people, dayOf(ctx.now), papers);
  const central = panelOf(maker, people, NATION);
  for (const province of provinces)
    fillProvince(
      maker,
      people,
      facts.filter((f) => f.place.provinceCode === province),
      province,
      central,
    );
  return transact(ctx.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('assessment.sample'))`.execute(tx);
    if (await hasAny(tx)) return false;
    for (const [table, rows] of Object.entries(maker.rows)) await insert(tx, table, rows);
    const detail = { dossiers: maker.rows.dossier.length, hearings: maker.rows.hearing.length };
    await recordAct(tx, ctx, { verb: 'load_sample_dossiers', subjectKind: 'dossiers', subjectId: 'sample', detail });
    return true;
  });
}

async function insert(tx: Tx, table: string, rows: readonly object[]): Promise<void> {
  // the tables come in the order of their keys
  for (let i = 0; i < rows.length; i += 500)
    await tx
      .insertInto(`assessment.${table}` as keyof Tables)
      .values(rows.slice(i, i + 500) as never)
      .execute();
}

function makerFor(people: People, today: string, papers: readonly SamplePaper[]): Maker {
  const byPlace = new Map(people.map((p) => [`${p.role} ${p.unit}`, p.name]));
  return { today, rows: emptyRows(), papers, nameOf: (role, unit) => byPlace.get(`${role} ${unit}`) ?? 'Dữ liệu mẫu' };
}

function panelOf({ rows, today }: Maker, people: People, unit: string): Panel {
  const level = unit === NATION ? 'central' : 'province';
  const of = (role: string) => people.filter((p) => p.unit === unit && p.role === `${level}_council_${role}`);
  const everybody = [...of('chair').slice(0, 1), ...of('member')];
  const seats = everybody.map((p, i) => ({ account: p.account, name: p.name, chair: i === 0, second: i >= 4, lean: LEANS[i] ?? 0 }));
  const id = sampleId(`council ${unit}`);
  const formed = addMonths(today, -MONTHS_BACK - 1);
  rows.council.push({
    id,
    unit,
    name: unit === NATION ? 'Hội đồng OCOP trung ương (dữ liệu mẫu)' : 'Hội đồng đánh giá OCOP cấp tỉnh (dữ liệu mẫu)',
    regulation: 'Quy chế mẫu',
    settings: JSON.stringify(DEFAULT_SETTINGS),
    second_seed: null,
    formed_on: formed,
    formed_by: 'sample',
    created_at: new Date(`${formed}T08:00:00+07:00`),
  });
  rows.council_member.push(...seats.map((s) => ({ council_id: id, account: s.account, name: s.name, chair: s.chair, second: s.second })));
  return { id, seats };
}

/** Two rounds of the year (Điều 7). */
function roundsOf({ rows, today }: Maker, unit: string) {
  const year = today.slice(0, 4);
  const days = [
    ['1', '01-01', '04-29', '05-31', '06-01', '06-29'],
    ['2', '05-01', '10-29', '11-30', '12-01', '12-29'],
  ] as const;
  return days.map(([no, filesFrom, filesUntil, reviewUntil, councilFrom, councilUntil]) => {
    const round = {
      id: sampleId(`round ${unit} ${year} ${no}`),
      unit,
      name: `Đợt ${no} năm ${year}`,
      plan: 'Kế hoạch mẫu',
      files_from: `${year}-${filesFrom}`,
      files_until: `${year}-${filesUntil}`,
      review_until: `${year}-${reviewUntil}`,
      council_from: `${year}-${councilFrom}`,
      council_until: `${year}-${councilUntil}`,
      created_at: new Date(`${year}-01-01T08:00:00+07:00`),
      created_by: 'sample',
    };
    rows.round.push(round);
    return round;
  });
}

function fillProvince(maker: Maker, people: People, facts: readonly ProductFacts[], province: string, central: Panel): void {
  const { today, rows } = maker;
  const panel = panelOf(maker, people, province);
  const rounds = roundsOf(maker, province);
  const from = addMonths(today, -MONTHS_BACK) > '2026-06-01' ? addMonths(today, -MONTHS_BACK) : '2026-06-01';
  const past = facts.filter((f) => {
    const term = f.recognitions.at(-1);
    return (
      term &&
      !term.potentialFive &&
      term.star < 5 &&
      term.endedOn === null &&
      term.decidedOn !== null &&
      term.decidedOn > from &&
      term.validFrom <= today
    );
  });
  let done = 0;
  for (const f of past) {
    if (done >= PAST) break;
    if (addPast(maker, f, panel, roundFor(rounds, f.recognitions.at(-1)?.decidedOn ?? today) ?? null, done % 6 === 0)) done++;
  }
  const used = new Set(rows.dossier.map((d) => d.product_id));
  const communes = people.filter((p) => p.role === 'commune_officer').map((p) => p.unit);
  const holds = (f: ProductFacts, star: number, lastFrom: string, lastUntil: string) => {
    const term = f.recognitions.at(-1);
    return (
      !used.has(f.id) &&
      term?.star === star &&
      term.endedOn === null &&
      term.validFrom <= today &&
      term.validUntil >= lastFrom &&
      term.validUntil <= lastUntil
    );
  };
  const take = (star: number, lastFrom = addDays(today, 181), lastUntil = '9999-12-31', local = false) => {
    const fits = facts.filter((f) => holds(f, star, lastFrom, lastUntil));
    const found = (local ? fits.find((f) => communes.includes(f.place.communeCode ?? '')) : undefined) ?? fits[0];
    if (found) used.add(found.id);
    return found;
  };
  for (const [i, plan] of IN_FLIGHT.entries()) {
    const since = addDays(today, -plan.daysAgo);
    const again = plan.kind === 'reassessment';
    const local = ['submitted', 'commune_review', 'returned'].includes(plan.state);
    const found = again ? take(3, addDays(today, 60), addDays(today, 115)) : take(3, undefined, undefined, local);
    if (!found) continue;
    const round = roundFor(rounds, since) ?? rounds.at(-1)?.id ?? null;
    const dossier = addDossier(maker, { facts: found, plan, since, round });
    if (plan.state !== 'council') continue;
    // one waits for sheets, one for its chair, one for the decision
    const last = i === IN_FLIGHT.length - 1;
    addHearing(maker, {
      dossier,
      set: found.set ?? 1,
      points: plan.points,
      panel,
      day: since,
      close: last,
      ...(last ? {} : { some: i % 2 ? 4 : 2 }),
    });
  }
  for (const [i, state] of CENTRAL.entries()) {
    const found = take(4);
    if (!found) continue;
    const plan = { state, points: 93, reported: true, kind: 'upgrade' as const };
    const since = addDays(today, -4 - 3 * i);
    const dossier = addDossier(maker, { facts: found, plan, since, round: rounds.at(-1)?.id ?? null });
    const before = addDays(since, -12);
    const heard = addHearing(maker, {
      dossier,
      set: found.set ?? 1,
      points: 94,
      panel: { ...panel, seats: panel.seats.map((s) => ({ ...s, lean: 0 })) },
      day: before,
      close: true,
    });
    if (heard?.result)
      rows.decision.push({
        id: sampleId(`${dossier} up`),
        dossier_id: dossier,
        hearing_id: heard.id,
        level: 'province',
        outcome: 'approved_for_centre',
        decision_no: `${200 + i}/QĐ-UBND`,
        issuer: found.recognitions.at(-1)?.issuer ?? 'UBND tỉnh',
        decided_on: addDays(before, 2),
        total: heard.result.total,
        recorded_at: new Date(`${addDays(before, 2)}T09:00:00+07:00`),
        recorded_by: 'sample',
      });
    if (state === 'central_council')
      addHearing(maker, { dossier, set: found.set ?? 1, points: 93, panel: central, day: since, close: false, some: 2 });
  }
}
