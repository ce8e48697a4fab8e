// Walks a dossier along the route for tests, as the people whose work it is.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NATION } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import type { Db } from '#server/platform/db.ts';
import type { Settings } from './councils/rules/conclude.ts';
import * as door from './index.ts';
import { addProducer, aPdf, ctxOf, personAs, sheetWorth } from './route-fixture.ts';

export const SET = 1;
const FIELDS = {
  address: 'Thôn 1',
  phone: '0900000000',
  specification: 'Gói 500 g',
  results: 'Có lãi',
  plan: 'Mở rộng',
  changes: 'Bao bì mới',
};

/** Everybody of one province, and of the centre. */
export async function castOf(db: Db, ground: Territory, province: string) {
  const commune = ground.communesOf(province)[0]?.code ?? '';
  const producerId = await addProducer(db, commune, province);
  const members = (role: 'province_council_member' | 'central_council_member', unit: string) => [1, 2, 3].map(() => personAs(role, unit));
  return {
    province,
    commune,
    producerId,
    producer: personAs('producer', commune, producerId),
    officer: personAs('commune_officer', commune),
    body: personAs('province_body', province),
    adviser: personAs('province_adviser', province),
    chair: personAs('province_council_chair', province),
    members: members('province_council_member', province),
    head: personAs('province_chair', province),
    ministry: personAs('ministry_officer', NATION),
    centralChair: personAs('central_council_chair', NATION),
    centralMembers: members('central_council_member', NATION),
    minister: personAs('minister_office', NATION),
  };
}
export type Cast = Awaited<ReturnType<typeof castOf>>;

/** Two provinces with their people, and the way through the first: what most tests of a dossier begin with. */
export async function twoProvinces(db: Db) {
  const ground = await loadTerritory(db);
  const [a, b] = ground.provinces(34);
  const cast = await castOf(db, ground, a?.code ?? '');
  return { ground, cast, far: await castOf(db, ground, b?.code ?? ''), walk: walker(db, ground, cast) };
}

/** Steps of a dossier's way in one province, each as whoever takes it; on one day unless told otherwise. */
export function walker(db: Db, ground: Territory, cast: Cast, day = '2026-11-23') {
  const store = door.evidenceStore({ data: mkdtempSync(path.join(tmpdir(), 'sanvat-evidence-')), clamd: undefined });
  const on = (actor: Cast['producer']) => ctxOf(db, actor, day);
  const walk = {
    store,
    on,
    /** A complete draft worth so many points. */
    async draft(points: number, more: Partial<door.NewDossier> = {}) {
      const input = {
        kind: 'first' as const,
        producerId: cast.producerId,
        productName: `Trà thử nghiệm ${crypto.randomUUID()}`,
        set: SET,
        ...more,
      };
      const { id } = await door.startDossier(on(cast.producer), input, ground);
      await walk.fill(id, points);
      return id;
    },
    async fill(id: string, points: number) {
      const details = { ...FIELDS, representative: 'Đại diện', pledge: '1' };
      const answers = sheetWorth(SET, points);
      const score = await door.answerSheet(on(cast.producer), { dossier: id, answers, details }, ground);
      for (const criterion of new Set(score.gates.map((g) => g.criterion)))
        await door.attachEvidence(on(cast.producer), { dossier: id, criterion, name: 'giấy.pdf', bytes: aPdf(criterion) }, ground, store);
    },
    async toProvince(id: string) {
      await door.submitDossier(on(cast.producer), { dossier: id }, ground);
      await door.receiveDossier(on(cast.officer), { dossier: id }, ground);
      const report = { dossier: id, materials: 'Tại xã', labour: 'Lao động tại chỗ', idea: 'Của chủ thể', identity: 'Nghề lâu đời' };
      await door.reportLocalContents(on(cast.officer), report, ground);
      await door.sendToProvince(on(cast.officer), { dossier: id, letterNo: '12/TTr-UBND' }, ground);
    },
    async toCouncil(id: string, sitting?: string) {
      await door.acceptDossier(on(cast.body), { dossier: id }, ground);
      await door.passToAdvisers(on(cast.body), { dossier: id }, ground);
      await door.reportAdvisory(on(cast.adviser), { dossier: id, summary: 'Hồ sơ đúng', surveyedOn: day }, ground);
      const council = sitting ?? (await walk.council());
      const { hearing } = await door.openCouncil(on(cast.chair), { dossier: id, council }, ground);
      return hearing;
    },
    async council(seconds: Cast['members'] = [], settings?: Partial<Settings>) {
      const members = [
        { account: cast.chair.account, name: 'Chủ tịch', chair: true },
        ...cast.members.map((m) => ({ account: m.account, name: m.name })),
        ...seconds.map((m) => ({ account: m.account, name: m.name, second: true })),
      ];
      const council = { unit: cast.province, name: 'Hội đồng', regulation: '1/QĐ-UBND', members, settings };
      return (await door.formCouncil(on(cast.head), council, ground)).id;
    },
    async toCentralCouncil(id: string) {
      await door.acceptDossier(on(cast.ministry), { dossier: id }, ground);
      await door.passToAdvisers(on(cast.ministry), { dossier: id }, ground);
      await door.reportAdvisory(on(cast.ministry), { dossier: id, summary: 'Hồ sơ đúng' }, ground);
      const members = [
        { account: cast.centralChair.account, name: 'Chủ tịch', chair: true },
        ...cast.centralMembers.map((m) => ({ account: m.account, name: m.name })),
      ];
      const { id: council } = await door.formCouncil(
        on(cast.minister),
        { unit: NATION, name: 'Hội đồng', regulation: '1/QĐ-BNNMT', members },
        ground,
      );
      return (await door.openCouncil(on(cast.centralChair), { dossier: id, council }, ground)).hearing;
    },
    /** Every member, the chair first, sends a sheet worth so many points; the last number goes for the rest. */
    async score(hearing: string, points: number[], who = [cast.chair, ...cast.members], round = 1) {
      for (const [i, member] of who.entries())
        await door.submitSheet(on(member), { hearing, round, answers: sheetWorth(SET, points[i] ?? points.at(-1) ?? 0) }, ground);
    },
    /** From a draft to a closed council with everybody agreeing. */
    async concluded(points: number, more: Partial<door.NewDossier> = {}) {
      const id = await walk.draft(points, more);
      await walk.toProvince(id);
      const hearing = await walk.toCouncil(id);
      await walk.score(hearing, [points]);
      await door.closeScoring(on(cast.chair), { hearing }, ground);
      return id;
    },
    decide: (id: string, decisionNo = '100/QĐ-UBND', decidedOn = day) =>
      door.decide(on(cast.head), { dossier: id, decisionNo, decidedOn }, ground),
  };
  return walk;
}
