// What is left when the goods are gone: facts behind reliability, contests, and the figures.
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { numberOf, signedContract } from '../../../../../tests/support/honey-deal.ts';
import { chain, maker, putHoneyMarket } from '../../../../../tests/support/honey-market.ts';
import { officer } from '../../../../../tests/support/recognised.ts';
import {
  answerContest,
  checkDelivery,
  contestFact,
  getAgreement,
  listContests,
  readDealFigures,
  readReliability,
  receiveDelivery,
  recordPayment,
  shipDelivery,
} from './index.ts';

const base = testDatabase();
let ground: Territory;
const buyer = chain('C0');
const at = (who = buyer, day = '2027-02-01') => testCtx(base.db, `${day}T08:00:00+07:00`, who);

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  await putHoneyMarket(base.db, ['C0']);
});

test('numbers rest on facts that can be shown, contested and struck; stages are counted apart and agree with the money', async () => {
  const deliveries = [{ dueOn: '2027-01-15', quantity: 1000, store: null, place: '', province: '01' }];
  const { id, lead } = await signedContract(at, buyer, 'C0', ground, { deliveries, maxShare: null, smallShare: null });
  const { shipments } = await getAgreement(at(), id, ground);
  const [late, overdue, ...good] = shipments;
  if (!late || !overdue) throw new Error('too few');
  for (const s of [late, ...good]) {
    const day = s === late ? '2027-01-17' : '2027-01-15';
    await shipDelivery(at(maker(numberOf(s.producerId))), { id: s.id, quantity: s.planned, day }, ground);
    await receiveDelivery(at(), { id: s.id, quantity: s.planned, day: '2027-01-18' }, ground);
    await checkDelivery(at(), { id: s.id, accepted: s.planned / 2, day: '2027-01-18', note: 'ẩm' }, ground);
  }
  const of = (s: { producerId: string }) => readReliability(at(), s.producerId);
  const first = await of(late);
  expect(first.numbers).toEqual({
    answered: { n: 1, of: 1 },
    taken: { n: 1, of: 1 },
    onTime: { n: 0, of: 1 },
    quality: { n: late.planned / 2, of: late.planned },
  });
  expect(first.facts.map((f) => f.kind).sort()).toEqual(['accepted', 'checked', 'late']);
  expect((await of(overdue)).facts.map((f) => f.kind).sort()).toEqual(['accepted', 'overdue']);

  const own = maker(numberOf(late.producerId));
  const fact = { producerId: late.producerId, shareId: late.shareId, deliveryId: late.id, text: 'Kho đóng cửa hai ngày' };
  await expect(contestFact(at(buyer), fact, ground)).rejects.toThrow(/^forbidden/);
  await expect(contestFact(at(own), { ...fact, shareId: overdue.shareId }, ground)).rejects.toThrow(/^not_found/);
  const contest = await contestFact(at(own), fact, ground);
  expect(await contestFact(at(own), fact, ground)).toEqual(contest);
  expect((await of(late)).numbers.onTime).toEqual({ n: 0, of: 1 }); // an open contest changes nothing
  const answer = { id: contest.id, upheld: true, answer: 'Kho xác nhận' };
  await expect(answerContest(at(officer('x', 'promotion_officer', '12')), answer, ground)).rejects.toThrow(/^forbidden/);
  await answerContest(at(officer('y', 'promotion_officer', '08')), answer, ground);
  await expect(answerContest(at(officer('y', 'promotion_officer', '08')), { ...answer, upheld: false }, ground)).rejects.toThrow(
    /^conflict/,
  );
  expect((await of(late)).numbers.onTime).toEqual({ n: 0, of: 0 });
  expect((await listContests(base.db, { unit: '08' })).map((c) => c.state)).toEqual(['upheld']);
  expect(await listContests(base.db, { unit: '12' })).toEqual([]);

  const seen = await getAgreement(at(), id, ground);
  await recordPayment(at(), { agreementId: id, amount: seen.due, day: '2027-01-20', reference: 'A' }, ground);
  const one = seen.payouts.find((p) => p.due > 0);
  await recordPayment(
    at(lead),
    { agreementId: id, producerId: one?.producerId, amount: one?.due ?? 0, day: '2027-02-01', reference: 'A' },
    ground,
  );
  const figures = await readDealFigures(base.db);
  const total = (stage: string) => figures.filter((f) => f.stage === stage).reduce((n, f) => n + f.amount, 0);
  expect(total('contracted')).toBe(seen.amount);
  expect([total('accepted'), total('paid'), total('paid_out')]).toEqual([seen.due, seen.due, one?.due]);
  expect(total('delivered')).toBeGreaterThan(total('accepted'));
  expect(figures.find((f) => f.stage === 'contracted')).toMatchObject({ month: '2026-12', province: '08', organisationId: 'C0', count: 1 });
  expect(await readDealFigures(base.db, { province: '12' })).toEqual([]);
  await sql`update sourcing.agreement set sample = true`.execute(base.db);
  expect(await readDealFigures(base.db)).toEqual([]);
});
