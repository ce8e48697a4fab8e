import { beforeAll, describe, expect, it } from 'vitest';
import { verifyChain } from '#server/modules/audit/index.ts';
import { extendRecognition, readFacts, standing } from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import { transact } from '#server/platform/db.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import * as door from './index.ts';
import { sheetWorth } from './route-fixture.ts';
import { type Cast, SET, twoProvinces, walker } from './route-walk.ts';

const database = testDatabase();
let ground: Territory;
let cast: Cast;
let walk: ReturnType<typeof walker>;
beforeAll(async () => {
  ({ ground, cast, walk } = await twoProvinces(database.db));
});

const factsOf = async (id: string) => {
  for await (const [facts] of readFacts(database.db, [id])) return facts;
  return undefined;
};

describe('the route', () => {
  it('leads from a draft to four stars, a recognition of 36 months and a certificate', async () => {
    const id = await walk.concluded(80);
    const decided = await walk.decide(id);
    expect(decided).toMatchObject({ outcome: '4', certificateNo: `${cast.province}-2026-00001` });
    const facts = await factsOf(decided.productId ?? '');
    expect(facts).toMatchObject({ set: SET, producer: { id: cast.producerId }, place: { communeCode: cast.commune } });
    expect(facts?.recognitions).toHaveLength(1);
    expect(facts?.recognitions[0]).toMatchObject({
      star: 4,
      potentialFive: false,
      validFrom: '2026-11-23',
      validUntil: '2029-11-23',
      decisionNo: '100/QĐ-UBND',
    });
    const seen = await door.getDossier(walk.on(cast.producer), id, ground);
    expect(seen).toMatchObject({ state: 'decided', outcome: '4', moves: [] });
    expect(seen.history.map((h) => h.move)).toEqual([
      'submit',
      'receive',
      'report_local',
      'send_to_province',
      'accept',
      'pass_to_advisers',
      'report_advisory',
      'open_council',
      'decide',
    ]);
    expect(await door.listCouncils(walk.on(cast.chair), cast.province)).toMatchObject([{ regulation: '1/QĐ-UBND' }]);
    expect(await verifyChain(database.db)).not.toHaveProperty('brokenAt');
  });

  it('gives a potential five and goes to the centre with 90 points, comes home with five stars', async () => {
    const id = await walk.concluded(95);
    const first = await walk.decide(id, '101/QĐ-UBND');
    expect(first.outcome).toBe('approved_for_centre');
    expect((await factsOf(first.productId ?? ''))?.recognitions).toMatchObject([{ star: 4, potentialFive: true }]);
    const later = walker(database.db, ground, cast, '2026-12-20');
    const hearing = await later.toCentralCouncil(id);
    await later.score(hearing, [95], [cast.centralChair, ...cast.centralMembers]);
    await door.closeScoring(later.on(cast.centralChair), { hearing }, ground);
    const decided = await door.decide(later.on(cast.minister), { dossier: id, decisionNo: '9/QĐ-BNNMT', decidedOn: '2026-12-20' }, ground);
    expect(decided).toMatchObject({ outcome: '5', certificateNo: 'VN-2026-00001' });
    expect((await factsOf(first.productId ?? ''))?.recognitions).toMatchObject([
      { star: 4, endedOn: '2026-12-20', endedBy: 'superseded' },
      { star: 5, potentialFive: false, validUntil: '2029-12-20', issuer: 'Bộ Nông nghiệp và Môi trường' },
    ]);
  });

  it('comes back from the centre under 90, and the province decides on the central result', async () => {
    const id = await walk.concluded(95);
    const { productId } = await walk.decide(id, '102/QĐ-UBND');
    const later = walker(database.db, ground, cast, '2026-12-21');
    const hearing = await later.toCentralCouncil(id);
    await later.score(hearing, [80], [cast.centralChair, ...cast.centralMembers]);
    await door.closeScoring(later.on(cast.centralChair), { hearing }, ground);
    const back = await door.decide(later.on(cast.minister), { dossier: id, decidedOn: '2026-12-21' }, ground);
    expect(back).toMatchObject({ outcome: 'back_to_province', certificateNo: null });
    expect((await later.decide(id, '103/QĐ-UBND')).outcome).toBe('4');
    expect((await factsOf(productId ?? ''))?.recognitions.map((r) => [r.star, r.potentialFive, r.endedBy])).toEqual([
      [4, true, 'superseded'],
      [4, false, null],
    ]);
  });

  it('gives nothing under fifty points: no decision number, no product, no certificate', async () => {
    const id = await walk.concluded(45);
    const before = await database.db.selectFrom('registry.product').select('id').execute();
    await expect(walk.decide(id, '100/QĐ-UBND')).rejects.toMatchObject({ faults: [{ path: 'decisionNo', code: 'below_three_stars' }] });
    expect(await walk.decide(id, '')).toEqual({ outcome: 'none', certificateNo: null, productId: null });
    expect(await database.db.selectFrom('registry.product').select('id').execute()).toHaveLength(before.length);
  });

  it('renews in its window with what is still valid, by written opinions, within 45 days', async () => {
    const { productId } = await walk.decide(await walk.concluded(80), '104/QĐ-UBND');
    const more = { kind: 'reassessment' as const, productId: productId ?? '' };
    const early = walker(database.db, ground, cast, '2029-05-01');
    const draft = await early.draft(80, more);
    await expect(door.submitDossier(early.on(cast.producer), { dossier: draft }, ground)).rejects.toMatchObject({
      faults: [{ path: 'kind', code: 'too_early' }],
    });
    await door.withdrawDossier(early.on(cast.producer), { dossier: draft }, ground);

    const late = walker(database.db, ground, cast, '2029-08-01');
    const { id } = await door.startDossier(late.on(cast.producer), { ...more, producerId: cast.producerId }, ground);
    const carried = await door.getDossier(late.on(cast.producer), id, ground);
    expect(carried.answers).toEqual(sheetWorth(SET, 80));
    expect(carried.papers.length).toBeGreaterThan(0);
    expect(carried.details).not.toHaveProperty('pledge');
    await late.fill(id, 80);
    const sent = { dossier: id };
    await expect(door.submitDossier(late.on(cast.producer), sent, ground)).rejects.toMatchObject({ faults: [{ path: 'lateReason' }] });
    await door.submitDossier(late.on(cast.producer), { ...sent, lateReason: 'Bão số 5' }, ground);
    await door.withdrawDossier(late.on(cast.producer), sent, ground);

    const onTime = walker(database.db, ground, cast, '2029-06-15');
    const renewal = await onTime.draft(60, more);
    await onTime.toProvince(renewal);
    const hearing = await onTime.toCouncil(renewal);
    expect(await door.getDossier(onTime.on(cast.body), renewal, ground)).toMatchObject({
      due: '2029-07-30',
      hearings: [{ mode: 'written' }],
    });
    await onTime.score(hearing, [60]);
    await door.closeScoring(onTime.on(cast.chair), { hearing }, ground);
    expect((await onTime.decide(renewal, '105/QĐ-UBND')).outcome).toBe('3');
    expect((await factsOf(productId ?? ''))?.recognitions.map((r) => [r.star, r.endedOn])).toEqual([
      [4, '2029-06-15'],
      [3, null],
    ]);
  });

  it('keeps the effect of a late filing to the decision: a re-assessment that fails ends the extension, not the printed term', async () => {
    const { productId } = await walk.decide(await walk.concluded(80), '107/QĐ-UBND');
    const id = productId ?? '';
    const onTime = walker(database.db, ground, cast, '2029-06-15');
    const renewal = await onTime.draft(40, { kind: 'reassessment', productId: id });
    await onTime.toProvince(renewal);
    const chair = onTime.on(cast.chair);
    const late = walker(database.db, ground, cast, '2029-12-15');
    await transact(database.db, (tx) =>
      extendRecognition(
        tx,
        { ...chair, now: new Date('2029-11-01T09:00:00+07:00') },
        { productId: id, until: '2030-04-01', reason: 'muộn' },
      ),
    );
    const hearing = await late.toCouncil(renewal);
    await late.score(hearing, [40]);
    await door.closeScoring(late.on(cast.chair), { hearing }, ground);
    expect((await late.decide(renewal, '')).outcome).toBe('none');
    const terms = (await factsOf(id))?.recognitions ?? [];
    expect(['2029-11-23', '2029-12-14', '2029-12-15'].map((day) => standing(terms, day)?.status)).toEqual([
      'expiring',
      'extended',
      'expired',
    ]);
  });

  it('leaves the star as it is when an upgrade does not rise', async () => {
    const { productId } = await walk.decide(await walk.concluded(80), '106/QĐ-UBND');
    const later = walker(database.db, ground, cast, '2027-03-01');
    const id = await later.concluded(75, { kind: 'upgrade', productId: productId ?? '' });
    expect((await later.decide(id, '107/QĐ-UBND')).outcome).toBe('none');
    expect((await factsOf(productId ?? ''))?.recognitions).toMatchObject([{ star: 4, endedOn: null }]);
  });
});
