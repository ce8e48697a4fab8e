// Rounds of a province; re-assessment by written opinions; five stars again, straight to the centre.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Territory } from '#server/modules/territory/index.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import * as door from '../index.ts';
import { type Cast, twoProvinces, walker } from '../route-walk.ts';

const database = testDatabase();
let ground: Territory;
let cast: Cast;
let other: Cast;
let walk: ReturnType<typeof walker>;
beforeAll(async () => {
  ({ ground, cast, far: other, walk } = await twoProvinces(database.db));
});
const DAYS = {
  filesFrom: '2026-11-01',
  filesUntil: '2027-03-31',
  reviewUntil: '2027-04-30',
  councilFrom: '2027-05-05',
  councilUntil: '2027-06-15',
};

describe('a round', () => {
  it('takes in what is sent in its days, filters the queue, and lets a file move', async () => {
    const open = (name: string, days = DAYS, who = cast.body) =>
      door.openRound(walk.on(who), { ...days, unit: cast.province, name, plan: '5/KH-UBND' }, ground);
    const { id: round } = await open('Đợt 1 năm 2027');
    const { id: later } = await open('Đợt 2 năm 2027', {
      filesFrom: '2027-04-01',
      filesUntil: '2027-09-30',
      reviewUntil: '2027-10-30',
      councilFrom: '2027-11-05',
      councilUntil: '2027-12-15',
    });
    await expect(open('Đợt 1 năm 2027')).rejects.toMatchObject({ code: 'conflict' });
    await expect(open('x', DAYS, cast.adviser)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(open('x', DAYS, other.body)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(open('x', { ...DAYS, councilUntil: '2027-06-30' })).rejects.toMatchObject({
      faults: [{ path: 'councilUntil', code: 'too_late' }],
    });

    const id = await walk.draft(80);
    await walk.toProvince(id);
    await door.acceptDossier(walk.on(cast.body), { dossier: id }, ground);
    const queue = async (of: string) =>
      (await door.listDossiers(walk.on(cast.body), { view: 'desk', round: of, page: 1, pageSize: 20 }, ground)).items.map((d) => d.id);
    expect(await queue(round)).toEqual([id]);
    expect(await queue(later)).toEqual([]);
    await door.placeInRound(walk.on(cast.body), { dossier: id, round: later }, ground);
    expect([await queue(round), await queue(later)]).toEqual([[], [id]]);
    expect((await door.getDossier(walk.on(cast.body), id, ground)).round).toBe(later);
    expect((await door.listRounds(walk.on(cast.body), [cast.province])).map((r) => [r.name, r.dossiers])).toEqual([
      ['Đợt 2 năm 2027', 1],
      ['Đợt 1 năm 2027', 0],
    ]);
    const place = (who: Cast['chair'], to: string | null) => door.placeInRound(walk.on(who), { dossier: id, round: to }, ground);
    await expect(place(other.body, round)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(place(cast.body, 'ZZZZ')).rejects.toMatchObject({ code: 'not_found' });
    await place(cast.body, null);
    expect((await door.getDossier(walk.on(cast.body), id, ground)).round).toBeNull();
  });
});

describe('a re-assessment', () => {
  const granted = async (points: number, no: string) => (await walk.decide(await walk.concluded(points), no)).productId ?? '';
  const again = async (productId: string, at: ReturnType<typeof walker>) => {
    const id = await at.draft(80, { kind: 'reassessment', productId });
    await at.toProvince(id);
    await door.acceptDossier(at.on(cast.body), { dossier: id }, ground);
    await door.passToAdvisers(at.on(cast.body), { dossier: id }, ground);
    await door.reportAdvisory(at.on(cast.adviser), { dossier: id, summary: 'Đủ' }, ground);
    return id;
  };

  it('runs by written opinions, and meets only with a reason', async () => {
    const id = await again(await granted(80, '201/QĐ-UBND'), walker(database.db, ground, cast, '2029-06-15'));
    const at = walker(database.db, ground, cast, '2029-06-16');
    const council = await at.council();
    const open = (more: Partial<door.Opening>) => door.openCouncil(at.on(cast.chair), { dossier: id, council, ...more }, ground);
    await expect(open({ mode: 'meeting' })).rejects.toMatchObject({ faults: [{ path: 'reason' }] });
    const { hearing } = await open({});
    await at.score(hearing, [80, 60]);
    expect(await door.closeScoring(at.on(cast.chair), { hearing }, ground)).toMatchObject({ closed: false });
    const rescore = () => door.rescore(at.on(cast.chair), { hearing, minutes: 'Thảo luận' }, ground);
    await expect(rescore()).rejects.toMatchObject({ code: 'conflict' });
    const call = (who: Cast['chair'], meetsOn: string) =>
      door.callMeeting(at.on(who), { hearing, meetsOn, reason: 'Ý kiến khác nhau' }, ground);
    await expect(call(cast.members[0] ?? cast.head, '2029-06-20')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(call(cast.chair, '2029-06-15')).rejects.toMatchObject({ faults: [{ path: 'meetsOn' }] });
    await call(cast.chair, '2029-06-16');
    expect(await rescore()).toEqual({ round: 2 });
    await expect(call(cast.chair, '2029-06-20')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is the only kind that runs by written opinions', async () => {
    const id = await walk.draft(80);
    await walk.toProvince(id);
    await door.acceptDossier(walk.on(cast.body), { dossier: id }, ground);
    await door.passToAdvisers(walk.on(cast.body), { dossier: id }, ground);
    await door.reportAdvisory(walk.on(cast.adviser), { dossier: id, summary: 'Đủ', surveyedOn: '2026-11-23' }, ground);
    const opening = { dossier: id, council: await walk.council(), mode: 'written' as const };
    await expect(door.openCouncil(walk.on(cast.chair), opening, ground)).rejects.toMatchObject({ faults: [{ path: 'mode' }] });
    await expect(door.proposeCentre(walk.on(cast.head), { dossier: id, letterNo: '1' }, ground)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await door.getDossier(walk.on(cast.head), id, ground)).moves.map((m) => m.move)).not.toContain('propose_centre');
  });

  it('of five stars goes to the centre with the report of the body, without a provincial council', async () => {
    const first = await walk.concluded(95);
    const { productId } = await walk.decide(first, '202/QĐ-UBND');
    const later = walker(database.db, ground, cast, '2026-12-20');
    const hearing = await later.toCentralCouncil(first);
    await later.score(hearing, [95], [cast.centralChair, ...cast.centralMembers]);
    await door.closeScoring(later.on(cast.centralChair), { hearing }, ground);
    await door.decide(later.on(cast.minister), { dossier: first, decisionNo: '9/QĐ-BNNMT', decidedOn: '2026-12-20' }, ground);

    const at = walker(database.db, ground, cast, '2029-07-10');
    const id = await again(productId ?? '', at);
    const propose = (who: Cast['chair'], letterNo: string) => door.proposeCentre(at.on(who), { dossier: id, letterNo }, ground);
    expect((await door.getDossier(at.on(cast.head), id, ground)).moves.map((m) => m.move)).toContain('propose_centre');
    await expect(propose(cast.body, '33/TTr-UBND')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(propose(cast.head, ' ')).rejects.toMatchObject({ faults: [{ path: 'letterNo' }] });
    await propose(cast.head, '33/TTr-UBND');
    const central = await at.toCentralCouncil(id);
    await at.score(central, [93], [cast.centralChair, ...cast.centralMembers]);
    await door.closeScoring(at.on(cast.centralChair), { hearing: central }, ground);
    const decided = await door.decide(at.on(cast.minister), { dossier: id, decisionNo: '10/QĐ-BNNMT', decidedOn: '2029-07-10' }, ground);
    expect(decided.outcome).toBe('5');
    expect((await door.getDossier(at.on(cast.head), id, ground)).hearings).toHaveLength(1);
  });
});
