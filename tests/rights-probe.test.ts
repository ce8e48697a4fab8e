// Every role in every kind of unit tries every act of officials and producers: done or refused exactly as the table of identity says, a
// refused one changes nothing and stands in the record under the name of whoever tried. Whoever may do it is sent on with input that
// fails later (an older row version, a missing reason), so that each probe meets the same scene.
import { globSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import * as assessment from '#server/modules/assessment/index.ts';
import { addProducer, aPdf, personAs } from '#server/modules/assessment/route-fixture.ts';
import { castOf, walker } from '#server/modules/assessment/route-walk.ts';
import { type Ground, may, NATION, type Person, ROLE_RULES, ROLES, type Verb } from '#server/modules/identity/index.ts';
import { answerList, enterList, handInList, putAwayList } from '#server/modules/registry/index.ts';
import * as supervision from '#server/modules/supervision/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { AppError } from '#server/platform/errors.ts';
import { silentLog } from '#server/platform/log.ts';
import { addDays } from '#shared/dates.ts';
import { testDatabase } from './support/database.ts';
import { putProduct, putTerm } from './support/recognised.ts';

const TODAY = '2026-11-23';
const database = testDatabase();
type Where = 'commune' | 'province' | 'nation' | 'producer';
type Probe = {
  name: string;
  verb: Verb;
  at: Where;
  /** Beyond the table: a seat in the very council. */
  only?: (who: Person) => boolean;
  /** A second right that opens the same door. */
  or?: { verb: Verb; at: Where };
  call: (ctx: Ctx) => Promise<unknown>;
};

let ground: Territory & Ground;
let commune = '';
let province = '';
let producer = '';
let actors: { label: string; who: Person }[] = [];
let probes: Probe[] = [];

const unitAt = (at: Where) => ({
  unit: at === 'nation' ? NATION : at === 'province' ? province : commune,
  ...(at === 'producer' ? { producer } : {}),
});
const ctxAs = (who: Person): Ctx => ({
  db: database.db,
  actor: who,
  now: new Date(`${TODAY}T09:00:00+07:00`),
  log: silentLog,
  requestId: 'probe',
});

beforeAll(async () => {
  const { db } = database;
  ground = await loadTerritory(db);
  const [here, there] = ground.provinces(34).map((p) => p.code);
  province = here ?? '';
  const cast = await castOf(db, ground, province);
  commune = cast.commune;
  producer = cast.producerId;
  const sister = ground.communesOf(province)[1]?.code ?? '';
  const away = ground.communesOf(there ?? '')[0]?.code ?? '';
  const otherProducer = await addProducer(db, commune, province);

  const units = { nation: [NATION], province: [province, there ?? ''], commune: [commune, sister, away] };
  actors = ROLES.flatMap((role) =>
    ROLE_RULES[role].at
      .flatMap((level) => units[level])
      .flatMap((unit) =>
        (ROLE_RULES[role].ownOnly ? [producer, otherProducer] : [undefined]).map((own) => ({
          label: `${role} ${unit}${own === otherProducer ? ' of another' : ''}`,
          who: personAs(role, unit, own),
        })),
      ),
  );

  // councils in which everybody has a seat: a seat alone gives no right
  const walk = walker(db, ground, cast, TODAY);
  const seated = (chair: Person) =>
    [chair, ...actors.map((a) => a.who).filter((a) => a !== chair)].map((a, i) => ({ account: a.account, name: a.name, chair: i === 0 }));
  const actor = (label: string) => actors.find((a) => a.label === label)?.who ?? cast.chair;
  const chair = actor(`province_council_chair ${province}`);
  const centralChair = actor(`central_council_chair ${NATION}`);
  const common = { name: 'Hội đồng', regulation: '1/QĐ' };
  const council = (await assessment.formCouncil(walk.on(cast.head), { ...common, unit: province, members: seated(chair) }, ground)).id;
  const centre = (await assessment.formCouncil(walk.on(cast.minister), { ...common, unit: NATION, members: seated(centralChair) }, ground))
    .id;

  const at = async (state: assessment.State) => {
    const { id } = await assessment.startDossier(
      walk.on(cast.producer),
      { kind: 'first', producerId: producer, productName: `Trà ${state}`, set: 1 },
      ground,
    );
    await sql`update assessment.dossier set state = ${state}, version = 1 where id = ${id}`.execute(db);
    return id;
  };
  const ready = async (state: 'advisory_review' | 'central_advisory', sitting: string, head: Person) => {
    const id = await at(state);
    const adviser = state === 'advisory_review' ? cast.adviser : cast.ministry;
    await assessment.reportAdvisory(walk.on(adviser), { dossier: id, summary: 'Đúng', surveyedOn: TODAY }, ground);
    return (await assessment.openCouncil(ctxAs(head), { dossier: id, council: sitting }, ground)).hearing;
  };
  const hearing = await ready('advisory_review', council, chair);
  const central = await ready('central_advisory', centre, centralChair);

  // what is watched over: a product of three or four stars, one of five
  const star4 = await putProduct(db, 41, province, commune);
  await putTerm(db, star4, 4, '2025-01-10', '2028-01-10');
  const star5 = await putProduct(db, 51, province, commune);
  await putTerm(db, star5, 5, '2025-01-10', '2028-01-10');
  const made4 = await putProduct(db, 42, province, commune);
  await sql`update registry.product set producer_id = ${producer} where id = ${made4}`.execute(db);
  await putTerm(db, made4, 4, '2025-01-10', '2028-01-10');
  const watch = walk.on(cast.body);
  const basis = { cause: 'mark_misuse' as const, basisNo: '1/KL', basisBy: 'Thanh tra', basisOn: TODAY, note: 'x' };
  const cases = [
    (await supervision.openCase(watch, { productId: star4, ...basis }, ground)).id,
    (await supervision.openCase(watch, { productId: star5, ...basis }, ground)).id,
  ];
  const { id: inspection } = await supervision.orderInspection(watch, { productId: star4, dueOn: TODAY, note: 'x' }, ground);
  const found = { kind: 'mark' as const, text: 'x', dueOn: TODAY };
  const record = { inspectionId: inspection, doneOn: TODAY, outcome: 'findings' as const, note: 'x', findings: [found] };
  await supervision.recordInspection(watch, record, ground);
  const finding = (await supervision.listOpenFindings(db, province, TODAY))[0]?.id ?? '';
  await supervision.closeFinding(watch, { findingId: finding, closing: 'x' }, ground);
  const report = (await supervision.takeReport(watch, { productId: star4, kind: 'mark', text: 'x' })).id;
  await supervision.triageReport(watch, { reportId: report, to: 'dismissed', note: 'x' }, ground);
  const list = (await handInList(watch, { unit: province, file: Buffer.from('name;producer\nx;y'), fileName: 'x.csv' }, ground)).id;
  await putAwayList(watch, { id: list }, ground);

  const store = assessment.evidenceStore({ data: mkdtempSync(path.join(tmpdir(), 'sanvat-probe-')), clamd: undefined });
  const old = async (state: assessment.State) => ({ dossier: await at(state), rowVersion: 9999 });
  const [draft, sent, local, up, intake, advice, waits] = await Promise.all(
    (['draft', 'submitted', 'commune_review', 'sent_to_province', 'intake', 'advisory_review', 'council'] as const).map(old),
  );
  const [up2, intake2, advice2, waits2, back] = await Promise.all(
    (['approved_for_centre', 'central_intake', 'central_advisory', 'central_council', 'back_to_province'] as const).map(old),
  );
  if (!draft || !sent || !local || !up || !intake || !advice || !waits || !up2 || !intake2 || !advice2 || !waits2 || !back)
    throw new Error('the scene is not complete');

  const a = assessment;
  const s = supervision;
  const own = (name: string, call: Probe['call']): Probe => ({ name, verb: 'act_for_producer', at: 'producer', call });
  const in_ = (at_: Where, verb: Verb, name: string, call: Probe['call'], more: Partial<Probe> = {}): Probe => ({
    name,
    verb,
    at: at_,
    call,
    ...more,
  });
  const contents = { materials: 'x', labour: 'x', idea: 'x', identity: 'x' };
  const round = {
    name: '',
    plan: '',
    filesFrom: TODAY,
    filesUntil: TODAY,
    reviewUntil: TODAY,
    councilFrom: TODAY,
    councilUntil: TODAY,
  };
  const test = { lot: '', lab: 'x', reportNo: 'x', published: true, results: [{ parameter: 'x', unit: '', value: 1 }] };
  const decision = { decisionNo: '1/QĐ', decidedOn: TODAY };
  const sits = (of: Person) => ({ only: (who: Person) => who === of });
  probes = [
    own('startDossier', (c) => a.startDossier(c, { kind: 'first', producerId: producer }, ground)),
    own('answerSheet', (c) => a.answerSheet(c, { ...draft, answers: {} }, ground)),
    own('attachEvidence', (c) => a.attachEvidence(c, { ...draft, criterion: '1.1', name: 'x', bytes: aPdf('x') }, ground, store)),
    own('detachEvidence', (c) => a.detachEvidence(c, { ...draft, criterion: '1.1', evidence: 'x' }, ground)),
    own('usePaper', (c) => a.usePaper(c, { ...draft, criterion: '1.1', evidence: 'x' }, ground)),
    own('keepPaper', (c) => a.keepPaper(c, { producerId: producer, name: '', bytes: new Uint8Array(), kind: 'other' }, ground, store)),
    own('submitDossier', (c) => a.submitDossier(c, draft, ground)),
    own('declareSpecification', (c) => s.declareSpecification(c, { productId: made4, parameter: 'x', unit: '', min: 2, max: 1 }, ground)),
    own('withdrawDossier', (c) => a.withdrawDossier(c, draft, ground)),
    in_('commune', 'receive_dossier', 'receiveDossier', (c) => a.receiveDossier(c, sent, ground)),
    in_('commune', 'receive_dossier', 'returnDossier (commune)', (c) => a.returnDossier(c, { ...local, reason: 'x' }, ground)),
    in_('commune', 'assess_local', 'reportLocalContents', (c) => a.reportLocalContents(c, { ...local, ...contents }, ground)),
    in_('commune', 'assess_local', 'sendToProvince', (c) => a.sendToProvince(c, { ...local, letterNo: '1' }, ground)),
    in_('province', 'check_dossier', 'acceptDossier', (c) => a.acceptDossier(c, up, ground)),
    in_('province', 'check_dossier', 'returnDossier (province)', (c) => a.returnDossier(c, { ...intake, reason: 'x' }, ground)),
    in_('province', 'check_dossier', 'passToAdvisers', (c) => a.passToAdvisers(c, intake, ground)),
    in_('province', 'check_dossier', 'reportAdvisory', (c) => a.reportAdvisory(c, { ...advice, summary: 'x' }, ground)),
    in_('province', 'check_dossier', 'placeInRound', (c) => a.placeInRound(c, { ...intake, round: null }, ground)),
    in_('province', 'publish', 'openRound', (c) => a.openRound(c, { ...round, unit: province }, ground)),
    in_('province', 'propose_centre', 'proposeCentre', (c) => a.proposeCentre(c, { ...advice, letterNo: '1' }, ground)),
    in_('province', 'chair_council', 'openCouncil', (c) => a.openCouncil(c, { ...advice, council }, ground)),
    in_('province', 'chair_council', 'openCouncil (again)', (c) => a.openCouncil(c, { ...back, council }, ground)),
    in_('province', 'decide', 'formCouncil', (c) => a.formCouncil(c, { ...common, unit: province, members: [] }, ground)),
    in_('province', 'score', 'submitSheet', (c) => a.submitSheet(c, { hearing, round: 9, answers: {} }, ground)),
    in_('province', 'score', 'declareConflict', (c) => a.declareConflict(c, { hearing, reason: '' }, ground)),
    in_('province', 'chair_council', 'closeScoring', (c) => a.closeScoring(c, { hearing }, ground), sits(chair)),
    in_('province', 'chair_council', 'rescore', (c) => a.rescore(c, { hearing, minutes: '' }, ground), sits(chair)),
    in_('province', 'chair_council', 'orderRescore', (c) => a.orderRescore(c, { hearing, reason: '' }, ground), sits(chair)),
    in_('province', 'chair_council', 'waiveSecond', (c) => a.waiveSecond(c, { hearing, reason: '' }, ground), sits(chair)),
    in_('province', 'chair_council', 'callMeeting', (c) => a.callMeeting(c, { hearing, meetsOn: TODAY, reason: '' }, ground), sits(chair)),
    in_('province', 'decide', 'decide', (c) => a.decide(c, { ...waits, ...decision }, ground)),
    in_('province', 'decide', 'decide (back)', (c) => a.decide(c, { ...back, ...decision }, ground)),
    in_('nation', 'check_centre', 'acceptDossier (centre)', (c) => a.acceptDossier(c, up2, ground)),
    in_('nation', 'check_centre', 'passToAdvisers (centre)', (c) => a.passToAdvisers(c, intake2, ground)),
    in_('nation', 'check_centre', 'reportAdvisory (centre)', (c) => a.reportAdvisory(c, { ...advice2, summary: 'x' }, ground)),
    in_('nation', 'check_centre', 'placeInRound (centre)', (c) => a.placeInRound(c, { ...intake2, round: null }, ground)),
    in_('nation', 'publish', 'openRound (centre)', (c) => a.openRound(c, { ...round, unit: NATION }, ground)),
    in_('nation', 'chair_centre', 'openCouncil (centre)', (c) => a.openCouncil(c, { ...advice2, council: centre }, ground)),
    in_('nation', 'decide_centre', 'formCouncil (centre)', (c) => a.formCouncil(c, { ...common, unit: NATION, members: [] }, ground)),
    in_('nation', 'score_centre', 'submitSheet (centre)', (c) => a.submitSheet(c, { hearing: central, round: 9, answers: {} }, ground)),
    in_('nation', 'chair_centre', 'closeScoring (centre)', (c) => a.closeScoring(c, { hearing: central }, ground), sits(centralChair)),
    in_('nation', 'decide_centre', 'decide (centre)', (c) => a.decide(c, { ...waits2, ...decision }, ground)),
    in_('province', 'inspect', 'openCase', (c) => s.openCase(c, { productId: star4, ...basis, basisOn: addDays(TODAY, 1) }, ground)),
    in_(
      'province',
      'inspect',
      'openCase (stopped)',
      (c) => s.openCase(c, { productId: star4, ...basis, cause: 'stopped', basisOn: addDays(TODAY, 1) }, ground),
      { or: { verb: 'assess_local', at: 'commune' } },
    ),
    ...cases.flatMap((caseId, i) => [
      in_('province', 'inspect', `moveCase propose ${i + 4}`, (c) => s.moveCase(c, { caseId, move: 'propose', note: 'x' }, ground)),
      in_(i ? 'nation' : 'province', i ? 'revoke_centre' : 'revoke', `moveCase return ${i + 4}`, (c) =>
        s.moveCase(c, { caseId, move: 'return', note: 'x' }, ground),
      ),
      in_(i ? 'nation' : 'province', i ? 'revoke_centre' : 'revoke', `decideRevocation ${i + 4}`, (c) =>
        s.decideRevocation(c, { caseId, ...decision }, ground),
      ),
    ]),
    in_('province', 'decide', 'extendLateFiling 4', (c) =>
      s.extendLateFiling(c, { productId: star4, until: '2099-01-01', reason: 'x' }, ground),
    ),
    in_('nation', 'decide_centre', 'extendLateFiling 5', (c) =>
      s.extendLateFiling(c, { productId: star5, until: '2099-01-01', reason: 'x' }, ground),
    ),
    in_('province', 'inspect', 'drawInspections', (c) =>
      s.drawInspections(c, { unit: province, until: '2026-01-01', size: 1, randomShare: 1 }, ground),
    ),
    in_('province', 'inspect', 'orderInspection', (c) =>
      s.orderInspection(c, { productId: star4, dueOn: '2026-01-01', note: 'x' }, ground),
    ),
    in_('province', 'inspect', 'recordInspection', (c) => s.recordInspection(c, record, ground)),
    in_('province', 'inspect', 'recordTest', (c) => s.recordTest(c, { ...test, productId: star4, testedOn: addDays(TODAY, 1) }, ground)),
    in_('province', 'inspect', 'closeFinding', (c) => s.closeFinding(c, { findingId: finding, closing: 'x' }, ground)),
    in_('province', 'inspect', 'triageReport', (c) => s.triageReport(c, { reportId: report, to: 'dismissed', note: 'x' }, ground)),
    in_('province', 'import_products', 'handInList', (c) =>
      handInList(c, { unit: province, file: new Uint8Array(), fileName: 'x' }, ground),
    ),
    in_('province', 'import_products', 'enterList', (c) => enterList(c, { id: list }, ground)),
    in_('province', 'import_products', 'answerList', (c) => answerList(c, { id: list, answers: [] }, ground)),
    in_('province', 'import_products', 'putAwayList', (c) => putAwayList(c, { id: list }, ground)),
  ];
}, 120_000);

/** What stands in the tables that these acts may change. */
async function scene(): Promise<string> {
  const { rows } = await sql<{ all: string }>`
    select md5(concat(
      (select string_agg(d::text, '|' order by d.id) from assessment.dossier d),
      (select string_agg(h::text, '|' order by h.id) from assessment.hearing h),
      (select count(*) from assessment.score_sheet), (select count(*) from assessment.council), (select count(*) from assessment.round),
      (select count(*) from assessment.evidence), (select count(*) from assessment.conflict), (select count(*) from assessment.decision),
      (select string_agg(c::text, '|' order by c.id) from supervision.revocation_case c),
      (select string_agg(i::text, '|' order by i.id) from supervision.inspection i),
      (select count(*) from supervision.plan), (select string_agg(r::text, '|' order by r.product_id) from registry.recognition r),
      (select count(*) from registry.product))) as "all"`.execute(database.db);
  return rows[0]?.all ?? '';
}
const lastAct = async () =>
  (
    await sql<{
      no: number;
      verb: string;
      actor_id: string;
    }>`select no::int, verb, actor_id from audit.act order by no desc limit 1`.execute(database.db)
  ).rows[0];

/** Commands that no role is asked for: what runs by itself, and what anybody may. */
const ASKS_NOBODY: Record<string, string> = {
  takeReport: 'anybody reports',
  writeReminders: 'the day does it',
  remindPapers: 'the day does it',
  writeCheckpoint: 'the day does it',
  importRuleset: 'the command line alone; asked in the test of the import',
  recordRefusal: 'part of every command: what was refused goes on record under the name of whoever asked',
};

describe('every role, every unit, every act', () => {
  it('leaves out no command of assessment, supervision and lists', () => {
    const probed = new Set(probes.map((p) => p.name.split(' ')[0]));
    const modules = new URL('../src/server/modules/', import.meta.url).pathname;
    const files = globSync(['assessment/**/*.ts', 'supervision/**/*.ts', 'registry/lists.ts'], { cwd: modules });
    const commands = files
      .filter((f) => !/test\.ts$|fixture|(^|\/)(sample|queries|rules)\/|route-walk/.test(f))
      .map((f) => readFileSync(path.join(modules, f), 'utf8'))
      .filter((text) => /\b(transact|once|moveDossier)[(<]/.test(text))
      .flatMap((text) =>
        [...text.matchAll(/^export (?:async function|const) (\w+)(?: = (?:async )?)?\(\s*ctx: Ctx/gm)].map((m) => m[1] ?? ''),
      );
    expect(commands.length).toBeGreaterThan(40);
    expect(commands.filter((c) => !probed.has(c) && !ASKS_NOBODY[c] && !/^(get|list|read|assert)[A-Z]/.test(c))).toEqual([]);
  });

  it('is done or refused as the table says; a refusal changes nothing and is on record', async () => {
    const wrong: string[] = [];
    let refusals = 0;
    let allowed = 0;
    const before = await scene();
    for (const { name, verb, at, only, or, call } of probes) {
      let opened = 0;
      for (const { label, who } of actors) {
        const holds = may(ground, who, verb, unitAt(at), TODAY) || (or !== undefined && may(ground, who, or.verb, unitAt(or.at), TODAY));
        const expected = holds && (only?.(who) ?? true);
        const seen = (await lastAct())?.no ?? 0;
        const refused = await call(ctxAs(who)).then(
          () => false,
          (e: unknown) => {
            if (!(e instanceof AppError)) throw e;
            if (e.code === 'not_found' || e.code === 'unauthorized') wrong.push(`${name}: ${label} hears ${e.code}`);
            return e.code === 'forbidden';
          },
        );
        if (refused === expected) wrong.push(`${name}: ${label} ${refused ? 'is refused' : 'gets through'}`);
        if (!refused) {
          allowed++;
          opened++;
          continue;
        }
        refusals++;
        const act = await lastAct();
        if (!act || act.no <= seen || act.actor_id !== who.id || !act.verb.endsWith('_refused'))
          wrong.push(`${name}: the refusal of ${label} is not on record`);
      }
      if (opened === 0) wrong.push(`${name}: nobody may`);
      if ((await scene()) !== before) throw new Error(`${name} changed the scene`);
    }
    expect(wrong).toEqual([]);
    expect({ refusals: refusals > 2000, allowed: allowed > 100 }).toEqual({ refusals: true, allowed: true });
  }, 240_000);
});
