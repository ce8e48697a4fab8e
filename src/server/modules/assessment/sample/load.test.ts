import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSamplePeople } from '#server/modules/identity/fixtures.ts';
import { listSamplePeople, NATION, SYSTEM } from '#server/modules/identity/index.ts';
import { loadSample } from '#server/modules/registry/fixtures.ts';
import { readFacts } from '#server/modules/registry/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { conclude, DEFAULT_SETTINGS } from '../councils/rules/conclude.ts';
import { loadSampleDossiers } from '../fixtures.ts';
import * as door from '../index.ts';
import { ctxOf, personAs } from '../route-fixture.ts';
import { findRuleset } from '../rulesets/known.ts';
import { samplePapers } from './papers.ts';

const database = testDatabase();
let ground: Territory;
let people: Awaited<ReturnType<typeof listSamplePeople>>;
const ctx = () => testCtx(database.db, '2026-11-23T08:00:00+07:00', SYSTEM);
const blobs = new Map<string, Uint8Array>();
const put = async (bytes: Uint8Array) => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  blobs.set(sha256, bytes);
  return sha256;
};
const load = () => loadSampleDossiers(ctx(), () => readFacts(database.db), { put });
beforeAll(async () => {
  ground = await loadTerritory(database.db);
  await loadSample(database.db, ctx(), ground);
  await loadSamplePeople(ctx(), ground, () => readFacts(database.db));
  people = await listSamplePeople(ctx(), { sample: true });
  expect(await load()).toBe(true);
});

describe('the sample dossiers', () => {
  it('are loaded once, all marked', async () => {
    expect(await load()).toBe(false);
    const rows = await database.db.selectFrom('assessment.dossier').select('sample').execute();
    expect(rows.length).toBeGreaterThan(60);
    expect(rows.every((r) => r.sample)).toBe(true);
  });

  it('carry small papers, each kept, the same at every start, and the version sent names them', async () => {
    const papers = await database.db
      .selectFrom('assessment.dossier_evidence as d')
      .innerJoin('assessment.evidence as e', 'e.id', 'd.evidence_id')
      .select(['d.dossier_id as dossier', 'd.criterion', 'e.sha256', 'e.size', 'e.name'])
      .execute();
    expect(papers.length).toBeGreaterThan(200);
    for (const p of papers) {
      expect(blobs.get(p.sha256)?.byteLength).toBe(p.size);
      expect(p.size).toBeLessThan(60_000);
      expect(p.name).toContain('(mẫu)');
    }
    expect((await samplePapers()).map((p) => p.sha256).sort()).toEqual([...blobs.keys()].sort());
    const versions = await database.db.selectFrom('assessment.dossier_version').select(['dossier_id', 'body']).execute();
    for (const v of versions)
      expect((v.body as { papers: unknown[] }).papers, v.dossier_id).toHaveLength(papers.filter((p) => p.dossier === v.dossier_id).length);
  });

  it('stand at every step of both provinces, and before the people whose work they are', async () => {
    for (const unit of new Set(people.filter((p) => p.role === 'province_chair').map((p) => p.unit))) {
      const { counts } = await door.listDossiers(
        ctxOf(database.db, personAs('province_body', unit)),
        { view: 'desk', page: 1, pageSize: 50 },
        ground,
      );
      const states = counts.map((c) => c.state);
      for (const state of ['submitted', 'commune_review', 'returned', 'sent_to_province', 'intake', 'advisory_review', 'council'] as const)
        expect(states, `${unit} ${state}`).toContain(state);
    }
    const nation = await door.listDossiers(
      ctxOf(database.db, personAs('ministry_officer', NATION)),
      { view: 'desk', page: 1, pageSize: 50 },
      ground,
    );
    expect(new Set(nation.items.map((d) => d.light))).toEqual(new Set(['none', 'green', 'amber', 'red']));
    for (const state of ['approved_for_centre', 'central_intake', 'central_advisory', 'central_council'] as const)
      expect(nation.counts.find((c) => c.state === state)?.count).toBeGreaterThan(0);
    for (const p of people.filter((p) => p.role === 'province_council_chair')) {
      const person = { ...personAs('province_council_chair', p.unit), account: p.account };
      expect((await door.listOwnHearings(ctxOf(database.db, person))).length, p.account).toBeGreaterThan(0);
    }
  });

  it('hold scores, stars and conclusions that the server itself would give', async () => {
    const sheets = await database.db
      .selectFrom('assessment.score_sheet as s')
      .innerJoin('assessment.hearing as h', 'h.id', 's.hearing_id')
      .innerJoin('assessment.dossier as d', 'd.id', 'h.dossier_id')
      .select([
        'h.id',
        'h.result',
        'h.second_of',
        'd.ruleset',
        'd.set_no',
        'd.outcome',
        's.answers',
        's.total',
        's.star',
        's.account',
        's.score',
      ])
      .execute();
    expect(sheets.length).toBeGreaterThan(100);
    for (const s of sheets) {
      const { total, star } = door.scoreSheet({ ruleset: s.ruleset, set: s.set_no, answers: s.answers });
      expect({ total, star }).toEqual({ total: s.total, star: s.star });
    }
    for (const rows of Map.groupBy(sheets, (s) => s.id).values()) {
      const [first] = rows;
      if (!first?.result || first.second_of) continue;
      const bands = findRuleset(first.ruleset)?.sheets.get(first.set_no)?.bands ?? [];
      const given = rows.map((r) => ({ account: r.account, chair: r.account.startsWith('chu-tich'), score: r.score }));
      expect(conclude(given, rows.length, DEFAULT_SETTINGS, bands)).toEqual({ kind: 'concluded', result: first.result });
    }
    const moves = await database.db.selectFrom('assessment.dossier_move').select(['from_state', 'to_state', 'move']).execute();
    const { STEPS } = await import('../dossiers/rules/states.ts');
    expect(moves.length).toBeGreaterThan(100);
    for (const m of moves)
      expect(
        STEPS.some((s) => s.move === m.move && s.from === m.from_state && s.to === m.to_state),
        JSON.stringify(m),
      ).toBe(true);
  });

  it('give the page on grading something to find: the planted members, named with their error', async () => {
    const grading = await door.getGrading(ctxOf(database.db, personAs('ministry_officer', NATION)), { unit: NATION }, ground);
    expect(grading.counts.hearings).toBeGreaterThan(30);
    expect(grading.severity?.members.filter((m) => m.differs).length).toBeGreaterThanOrEqual(2);
    expect(grading.second.compared).toBeGreaterThan(3);
  });

  it('can be worked on: the next step is taken by the real command', async () => {
    const d = await database.db
      .selectFrom('assessment.dossier')
      .select(['id', 'province_code', 'commune_code'])
      .where('state', '=', 'submitted')
      .executeTakeFirstOrThrow();
    await door.receiveDossier(ctxOf(database.db, personAs('commune_officer', d.commune_code)), { dossier: d.id }, ground);
    const closed = await database.db
      .selectFrom('assessment.hearing as h')
      .innerJoin('assessment.dossier as d', 'd.id', 'h.dossier_id')
      .select(['d.id', 'd.province_code'])
      .where('d.state', '=', 'council')
      .where('h.state', '=', 'closed')
      .executeTakeFirstOrThrow();
    const head = ctxOf(database.db, personAs('province_chair', closed.province_code));
    expect((await door.decide(head, { dossier: closed.id, decisionNo: '900/QĐ-UBND', decidedOn: '2026-11-23' }, ground)).outcome).toBe('4');
  });
});
