import { beforeAll, describe, expect, it } from 'vitest';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import * as door from './index.ts';
import { aPdf, ctxOf, personAs, sheetWorth } from './route-fixture.ts';
import { type Cast, SET, twoProvinces, type walker } from './route-walk.ts';

const database = testDatabase();
let ground: Territory;
let cast: Cast;
let other: Cast;
let walk: ReturnType<typeof walker>;
beforeAll(async () => {
  ({ ground, cast, far: other, walk } = await twoProvinces(database.db));
});

const lastAct = () =>
  database.db.selectFrom('audit.act').select(['verb', 'actor_id', 'detail']).orderBy('no', 'desc').limit(1).executeTakeFirstOrThrow();
const atCouncil = async (points = 80) => {
  const id = await walk.draft(points);
  await walk.toProvince(id);
  return { id, hearing: await walk.toCouncil(id) };
};
const member = (i = 0) => cast.members[i] ?? cast.chair;

describe('rights before anything else', () => {
  it('whoever may not make a move hears that alone, wherever the dossier stands', async () => {
    const id = await walk.draft(80);
    const moves: Record<string, (on: Ctx) => Promise<unknown>> = {
      answerSheet: (on) => door.answerSheet(on, { dossier: id, answers: {} }, ground),
      submitDossier: (on) => door.submitDossier(on, { dossier: id }, ground),
      withdrawDossier: (on) => door.withdrawDossier(on, { dossier: id }, ground),
      receiveDossier: (on) => door.receiveDossier(on, { dossier: id }, ground),
      returnDossier: (on) => door.returnDossier(on, { dossier: id, reason: 'x' }, ground),
      sendToProvince: (on) => door.sendToProvince(on, { dossier: id, letterNo: '1' }, ground),
      acceptDossier: (on) => door.acceptDossier(on, { dossier: id }, ground),
      passToAdvisers: (on) => door.passToAdvisers(on, { dossier: id }, ground),
      reportAdvisory: (on) => door.reportAdvisory(on, { dossier: id, summary: 'x' }, ground),
      proposeCentre: (on) => door.proposeCentre(on, { dossier: id, letterNo: '1' }, ground),
      openCouncil: (on) => door.openCouncil(on, { dossier: id, council: 'x' }, ground),
      decide: (on) => door.decide(on, { dossier: id, decidedOn: '2026-11-23' }, ground),
    };
    const strangers = [
      other.producer,
      other.officer,
      other.body,
      other.chair,
      other.head,
      personAs('buyer', other.province),
      personAs('inspector', other.province),
    ];
    let turn = 0;
    for (const state of door.STATES) {
      await database.db
        .updateTable('assessment.dossier')
        .set({ state, outcome: state === 'decided' ? 'none' : null })
        .where('id', '=', id)
        .execute();
      for (const [name, move] of Object.entries(moves)) {
        // 12 moves, 7 strangers: everybody comes to every move
        const who = strangers[turn++ % strangers.length] ?? other.head;
        await expect(move(walk.on(who)), `${name} at ${state}`).rejects.toMatchObject({ code: 'forbidden' });
      }
    }
    // whoever may at another step hears where it stands
    await expect(door.receiveDossier(walk.on(cast.officer), { dossier: id }, ground)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('refused in the open, nothing lost, recorded', () => {
  it('a request id too short or too long to be anybody’s own', async () => {
    const id = await walk.draft(80);
    for (const requestId of ['', 'x', 'x'.repeat(201), 'a\0bcdefgh'])
      await expect(door.withdrawDossier(walk.on(cast.producer), { dossier: id, requestId }, ground)).rejects.toMatchObject({
        code: 'invalid',
        faults: [{ path: 'requestId' }],
      });
  });

  it('a forged average or total', async () => {
    const { hearing } = await atCouncil();
    const forged = { hearing, round: 1, answers: sheetWorth(SET, 40), total: 99 };
    await expect(door.submitSheet(walk.on(member()), forged, ground)).rejects.toMatchObject({
      code: 'invalid',
      faults: [{ path: 'total', code: 'not_accepted' }],
    });
    expect(await lastAct()).toMatchObject({ verb: 'submit_sheet_refused', actor_id: member().id, detail: { code: 'invalid' } });
    const { total } = await door.submitSheet(walk.on(member()), { hearing, round: 1, answers: forged.answers }, ground);
    expect(total).toBeLessThanOrEqual(40);
  });

  it('an option beyond the maximum, of another set, of nobody', async () => {
    const { hearing } = await atCouncil();
    for (const answers of [{ '1.1': '1.1-99' }, { '26.9': '26.9-1' }, { '1.1': '1.2-1' }] as Record<string, string>[])
      await expect(door.submitSheet(walk.on(member()), { hearing, round: 1, answers }, ground)).rejects.toMatchObject({
        code: 'invalid',
        faults: [{ code: 'unknown' }],
      });
  });

  it('a second sheet, a sheet of a round that is over, a sheet of somebody without a seat or of another province', async () => {
    const { hearing } = await atCouncil();
    const sheet = { hearing, round: 1, answers: sheetWorth(SET, 80) };
    await door.submitSheet(walk.on(member()), sheet, ground);
    await expect(door.submitSheet(walk.on(member()), sheet, ground)).rejects.toMatchObject({ code: 'conflict' });
    await expect(door.submitSheet(walk.on(member(1)), { ...sheet, round: 2 }, ground)).rejects.toMatchObject({ code: 'conflict' });
    const stranger = personAs('province_council_member', cast.province);
    await expect(door.submitSheet(walk.on(stranger), sheet, ground)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(door.submitSheet(walk.on(other.members[0] ?? stranger), sheet, ground)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('a member who is kin, or acts for the maker', async () => {
    const { hearing } = await atCouncil();
    const sheet = { hearing, round: 1, answers: sheetWorth(SET, 80) };
    await door.declareConflict(walk.on(member()), { hearing, reason: 'Em ruột của giám đốc' }, ground);
    await expect(door.submitSheet(walk.on(member()), sheet, ground)).rejects.toMatchObject({ code: 'forbidden' });
    const both = { ...member(1), assignments: [...member(1).assignments, ...cast.producer.assignments] };
    await expect(door.submitSheet(walk.on(both), sheet, ground)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('a council without quorum or without its chair, and members too far apart until they scored again', async () => {
    const { id, hearing } = await atCouncil();
    await walk.score(hearing, [80], cast.members);
    await expect(door.closeScoring(walk.on(cast.chair), { hearing }, ground)).rejects.toMatchObject({ code: 'conflict' });
    await expect(walk.decide(id)).rejects.toMatchObject({ code: 'conflict' });
    await walk.score(hearing, [60], [cast.chair]);
    await expect(door.closeScoring(walk.on(member()), { hearing }, ground)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await door.closeScoring(walk.on(cast.chair), { hearing }, ground)).toMatchObject({ closed: false, limit: 10 });
    await door.rescore(walk.on(cast.chair), { hearing, minutes: 'Đã thảo luận tiêu chí bao bì' }, ground);
    await walk.score(hearing, [78, 76, 75, 74], [cast.chair, ...cast.members], 2);
    expect(await door.closeScoring(walk.on(cast.chair), { hearing }, ground)).toMatchObject({
      closed: true,
      result: { star: 4, sheets: 4 },
    });
    const sheets = await database.db.selectFrom('assessment.score_sheet').select('round').where('hearing_id', '=', hearing).execute();
    expect(sheets).toHaveLength(8);
  });

  it('work that is done: a member’s list holds what still waits', async () => {
    const { hearing } = await atCouncil();
    const waits = async (who: typeof cast.head) => (await door.listOwnHearings(walk.on(who))).some((h) => h.id === hearing);
    expect([await waits(member()), await waits(cast.chair), await waits(cast.head)]).toEqual([true, true, false]);
    await door.declareConflict(walk.on(member(2)), { hearing, reason: 'Anh em' }, ground);
    await walk.score(hearing, [80], [cast.chair, member(), member(1)]);
    expect([await waits(member()), await waits(member(2)), await waits(cast.chair)]).toEqual([false, false, true]);
    await door.closeScoring(walk.on(cast.chair), { hearing }, ground);
    expect(await waits(cast.chair)).toBe(false);
  });

  it('the sheets of others while scoring is open', async () => {
    const { hearing } = await atCouncil();
    await walk.score(hearing, [80], [cast.chair]);
    const seen = await door.getHearing(walk.on(cast.head), hearing, ground);
    expect(seen.members.filter((m) => m.scored)).toHaveLength(1);
    expect(seen.members.every((m) => m.total === null)).toBe(true);
    expect(seen.own).toBeNull();
  });

  it('the council’s conclusion, to the producer, before it is decided', async () => {
    const id = await walk.concluded(80);
    const seenBy = async (who: typeof cast.head) => (await door.getDossier(walk.on(who), id, ground)).hearings[0]?.result?.star;
    expect(await seenBy(cast.head)).toBe(4);
    expect(await seenBy(cast.producer)).toBeUndefined();
    const [hearing] = (await door.getDossier(walk.on(cast.producer), id, ground)).hearings;
    const asked = () => door.getHearing(walk.on(cast.producer), hearing?.id ?? '', ground);
    await expect(asked()).rejects.toMatchObject({ code: 'forbidden' });
    await walk.decide(id);
    expect(await seenBy(cast.producer)).toBe(4);
    expect((await asked()).result?.star).toBe(4);
  });

  it('a decision dated before the council or in the future, without a number, by another province', async () => {
    const id = await walk.concluded(80);
    await expect(walk.decide(id, '1/QĐ-UBND', '2026-11-22')).rejects.toMatchObject({
      faults: [{ path: 'decidedOn', code: 'before_council' }],
    });
    await expect(walk.decide(id, '1/QĐ-UBND', '2026-11-24')).rejects.toMatchObject({ faults: [{ path: 'decidedOn', code: 'future' }] });
    await expect(walk.decide(id, ' ')).rejects.toMatchObject({ faults: [{ path: 'decisionNo' }] });
    const far = door.decide(walk.on(other.head), { dossier: id, decisionNo: '1/QĐ-UBND', decidedOn: '2026-11-23' }, ground);
    await expect(far).rejects.toMatchObject({ code: 'forbidden' });
    expect(await lastAct()).toMatchObject({ verb: 'decide_dossier_refused', actor_id: other.head.id });
    expect((await walk.decide(id)).outcome).toBe('4');
  });

  it('a second certificate of a product for the same day', async () => {
    const { productId } = await walk.decide(await walk.concluded(80));
    const again = await walk.concluded(85, { kind: 'upgrade', productId: productId ?? '' });
    // an upgrade within four stars gives nothing; the same product twice at once is refused at the door
    expect((await walk.decide(again, '2/QĐ-UBND')).outcome).toBe('none');
    const five = await walk.concluded(95, { kind: 'upgrade', productId: productId ?? '' });
    await expect(walk.decide(five, '3/QĐ-UBND')).rejects.toMatchObject({ code: 'conflict' });
    const held = await database.db.selectFrom('registry.recognition').select('star').where('product_id', '=', productId).execute();
    expect(held).toEqual([{ star: 4 }]);
    expect(await database.db.selectFrom('assessment.decision').select('id').where('dossier_id', '=', five).execute()).toEqual([]);
  });

  it('a second open dossier of a product, an upgrade of nothing, a producer of somebody else', async () => {
    const { productId } = await walk.decide(await walk.concluded(80));
    const upgrade = { kind: 'upgrade' as const, producerId: cast.producerId, productId: productId ?? '' };
    await door.startDossier(walk.on(cast.producer), upgrade, ground);
    await expect(door.startDossier(walk.on(cast.producer), upgrade, ground)).rejects.toMatchObject({ code: 'conflict' });
    await expect(walk.draft(80, { kind: 'upgrade' })).rejects.toMatchObject({ faults: [{ path: 'kind' }] });
    await expect(door.startDossier(walk.on(other.producer), upgrade, ground)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('an unfinished dossier, naming each part', async () => {
    const { id } = await door.startDossier(
      walk.on(cast.producer),
      { kind: 'first', producerId: cast.producerId, productName: 'Mật', set: SET },
      ground,
    );
    const sent = await door.submitDossier(walk.on(cast.producer), { dossier: id }, ground).catch((e) => e);
    const paths = sent.faults.map((f: { path: string }) => f.path);
    expect(paths).toEqual(expect.arrayContaining(['details.pledge', 'details.plan', 'answers.1.1']));
    await expect(door.getDossier(walk.on(cast.officer), id, ground)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('a renamed program, a file over 20 MB, a criterion that does not exist; the same paper is kept once', async () => {
    const id = await walk.draft(80);
    const attach = (bytes: Uint8Array, criterion = '1.1') =>
      door.attachEvidence(walk.on(cast.producer), { dossier: id, criterion, name: '../../anh.pdf', bytes }, ground, walk.store);
    await expect(attach(new TextEncoder().encode('MZ program'))).rejects.toMatchObject({ code: 'unsupported_media_type' });
    await expect(attach(new TextEncoder().encode('PK\u0003\u0004 some archive'))).rejects.toMatchObject({ code: 'unsupported_media_type' });
    const huge = new Uint8Array(20 * 1024 * 1024 + 1);
    huge.set(aPdf('x'));
    await expect(attach(huge)).rejects.toMatchObject({ code: 'too_large' });
    await expect(attach(aPdf('a'), '99.9')).rejects.toMatchObject({ faults: [{ path: 'criterion' }] });
    const first = await attach(aPdf('a'));
    expect(await attach(aPdf('a'), '1.2')).toEqual(first);
    const paper = await door.getEvidence(walk.on(cast.producer), { dossier: id, evidence: first.id }, ground, walk.store);
    expect(paper).toMatchObject({ name: 'anh.pdf', type: 'application/pdf' });
    expect(Buffer.from(paper.bytes).equals(Buffer.from(aPdf('a')))).toBe(true);
    await expect(door.getEvidence(walk.on(other.producer), { dossier: id, evidence: first.id }, ground, walk.store)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await door.detachEvidence(walk.on(cast.producer), { dossier: id, criterion: '1.2', evidence: first.id }, ground);
  });

  it('steps out of their order, by the wrong hands, on a dossier that has changed meanwhile', async () => {
    const id = await walk.draft(80);
    await expect(door.receiveDossier(walk.on(cast.officer), { dossier: id }, ground)).rejects.toMatchObject({ code: 'conflict' });
    await door.submitDossier(walk.on(cast.producer), { dossier: id }, ground);
    await expect(walk.fill(id, 90)).rejects.toMatchObject({ code: 'conflict' });
    await expect(door.receiveDossier(walk.on(other.officer), { dossier: id }, ground)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(door.receiveDossier(walk.on(cast.officer), { dossier: id, rowVersion: 1 }, ground)).rejects.toMatchObject({
      code: 'conflict',
    });
    await door.receiveDossier(walk.on(cast.officer), { dossier: id }, ground);
    await expect(door.sendToProvince(walk.on(cast.officer), { dossier: id, letterNo: '1' }, ground)).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(door.returnDossier(walk.on(cast.officer), { dossier: id, reason: ' ' }, ground)).rejects.toMatchObject({
      code: 'invalid',
    });
    await door.returnDossier(walk.on(cast.officer), { dossier: id, reason: 'Thiếu giấy' }, ground);
    await walk.toProvince(id);
    const versions = await database.db.selectFrom('assessment.dossier_version').select('version').where('dossier_id', '=', id).execute();
    expect(versions).toHaveLength(2);
  });

  it('a change of a version already sent, even by the owner of the rows', async () => {
    const id = await walk.draft(80);
    await door.submitDossier(walk.on(cast.producer), { dossier: id }, ground);
    const tamper = database.db.updateTable('assessment.dossier_version').set({ body: '{}' }).where('dossier_id', '=', id).execute();
    await expect(tamper).rejects.toThrow(/never changes/);
  });

  it('somebody who has not signed in', async () => {
    const id = await walk.draft(80);
    const nobody = ctxOf(database.db, { kind: 'public', id: 'public', name: 'public' });
    await expect(door.submitDossier(nobody, { dossier: id }, ground)).rejects.toMatchObject({ code: 'unauthorized' });
    expect((await door.listDossiers(nobody, { view: 'desk', page: 1, pageSize: 20 }, ground)).total).toBe(0);
  });
});
