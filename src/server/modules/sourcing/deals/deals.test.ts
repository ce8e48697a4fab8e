// From the pool to the last payment, against a real database.
import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { type Person, SYSTEM } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { acceptRound, clearDeals, numberOf, settledDemand, signedContract } from '../../../../../tests/support/honey-deal.ts';
import { chain, honeyId, maker, makerId, post, putHoneyMarket, twelveTonnes } from '../../../../../tests/support/honey-market.ts';
import { listPools, proposePool } from '../pools/index.ts';
import { actorOfLink } from '../pools/link-actor.ts';
import { lapseAgreements } from './commands/lapse-agreements.ts';
import { releaseEnded } from './commands/release-ended.ts';
import {
  checkDelivery,
  drawContract,
  drawMemorandum,
  endAgreement,
  getAgreement,
  linkMemorandum,
  listAgreements,
  listDrawable,
  listTurns,
  receiveDelivery,
  recordPayment,
  type ShipmentView,
  shipDelivery,
  signAgreement,
  stateAccountNumber,
} from './index.ts';
import { lineAmount } from './rules/money.ts';

const base = testDatabase();
let ground: Territory;
const buyer = chain('C0');
const at = (who: Person = buyer, day = '2027-02-01') => testCtx(base.db, `${day}T08:00:00+07:00`, who);
const small = {
  deliveries: [{ dueOn: '2027-01-15', quantity: 1000, store: null, place: 'Kho', province: '01' }],
  maxShare: null,
  smallShare: null,
};

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  await putHoneyMarket(base.db, ['C0', 'C1']);
});
beforeEach(async () => {
  await clearDeals(base.db);
  await sql`update registry.recognition set valid_until = '2028-06-01', ended_on = null, ended_by = null`.execute(base.db);
});
const shipmentsOf = async (id: string) => (await getAgreement(at(), id, ground)).shipments;
const by = (s: Pick<ShipmentView, 'producerId'>) => maker(numberOf(s.producerId));
const ship = (s: ShipmentView, more = {}) => shipDelivery(at(by(s)), { id: s.id, quantity: s.planned, day: '2027-01-14', ...more }, ground);
const receive = (s: ShipmentView, quantity = s.planned) => receiveDelivery(at(), { id: s.id, quantity, day: '2027-01-15' }, ground);
const check = (s: ShipmentView, accepted = s.planned, note = '') =>
  checkDelivery(at(), { id: s.id, accepted, day: '2027-01-16', note }, ground);

test('contract, deliveries, checks and payments are five things, and the money adds up', async () => {
  const demandId = await settledDemand(at, buyer, 'C0', ground);
  await expect(drawContract(at(chain('C1')), { demandId }, ground)).rejects.toThrow(/^forbidden/);
  const [first, second] = await Promise.all([1, 2].map(() => drawContract(at(buyer, '2026-12-04'), { demandId }, ground)));
  expect(second).toEqual(first);
  const id = first?.id ?? '';
  const drawn = await getAgreement(at(), id, ground);
  expect(drawn.shipments.reduce((n, s) => n + s.planned, 0)).toBeCloseTo(12_000, 2);
  expect(drawn.amount).toBe(drawn.shipments.reduce((n, s) => n + lineAmount(s.planned, s.unitPrice), 0));
  expect(numberOf(drawn.leadProducerId ?? '') % 4).toBe(0); // invoices
  const lead = maker(numberOf(drawn.leadProducerId ?? ''));
  const [one] = drawn.shipments;
  if (!one) throw new Error('no delivery');
  const turns = async (organisations: string[], producers: string[] = [], until = '2027-01-16') =>
    (await listTurns(base.db, { organisations, producers }, until)).map(({ id: _, title: __, ...turn }) => turn);
  expect(await turns(['C0'])).toEqual([{ sign: true, ship: 0, receive: 0, check: 0 }]);
  expect(await turns([], [drawn.leadProducerId ?? ''])).toEqual([{ sign: true, ship: 0, receive: 0, check: 0 }]);
  expect(await turns(['C1'])).toEqual([]);

  await expect(ship(one)).rejects.toThrow(/^conflict/); // not signed
  await expect(signAgreement(at(maker(numberOf(one.producerId) === 40 ? 39 : 40), '2026-12-04'), { id }, ground)).rejects.toThrow();
  expect(await signAgreement(at(buyer, '2026-12-04'), { id }, ground)).toEqual({ state: 'drawn' });
  expect(await signAgreement(at(buyer, '2026-12-04'), { id }, ground)).toEqual({ state: 'drawn' });
  expect(await signAgreement(at(lead, '2026-12-05'), { id }, ground)).toEqual({ state: 'signed' });

  const january = drawn.shipments.filter((s) => s.dueOn === '2027-01-15');
  await expect(shipDelivery(at(buyer), { id: one.id, quantity: 1, day: '2027-01-14' }, ground)).rejects.toThrow(/^forbidden/);
  await expect(ship(one, { quantity: one.planned + 1 })).rejects.toThrow(/^invalid/);
  await expect(ship(one, { day: '2027-03-01' })).rejects.toThrow(/^invalid/); // of the future
  await expect(ship(one, { day: '2026-12-01' })).rejects.toThrow(/^invalid/); // before the signature
  await expect(ship(one, { quantity: 0 })).rejects.toThrow(/^invalid/);
  await expect(ship(one, { lot: 'KHONGCO' })).rejects.toThrow(/^invalid/);
  await expect(receive(one)).rejects.toThrow(/^conflict/);
  expect(await turns([], [one.producerId])).toMatchObject([
    { sign: false, ship: january.filter((s) => s.producerId === one.producerId).length },
  ]);
  for (const s of january) await ship(s);
  await ship(one); // a retry
  await expect(ship(one, { quantity: 1 })).rejects.toThrow(/^conflict/);
  await expect(receive(one, one.planned + 1)).rejects.toThrow(/^invalid/);
  await expect(receiveDelivery(at(chain('C1')), { id: one.id, quantity: 1, day: '2027-01-15' }, ground)).rejects.toThrow(/^forbidden/);
  const parts = { sign: false, ship: 0, receive: 0, check: 0 };
  expect(await turns(['C0'])).toEqual([{ ...parts, receive: january.length }]);
  expect(await turns([], [one.producerId], '2027-01-16')).toEqual([]); // its next delivery is far off
  for (const s of january) await receive(s);
  expect(await turns(['C0'])).toEqual([{ ...parts, check: january.length }]);
  await expect(check(one, one.planned + 1)).rejects.toThrow(/^invalid/);
  await expect(check(one, one.planned - 0.5)).rejects.toThrow(/^invalid/); // no note
  for (const s of january) await check(s, s === one ? s.planned - 0.5 : s.planned, s === one ? 'Một hũ vỡ' : '');

  const seen = await getAgreement(at(), id, ground);
  const accepted = seen.shipments.filter((s) => s.state === 'checked');
  expect(accepted).toHaveLength(january.length);
  const due = accepted.reduce((n, s) => n + lineAmount(s.accepted ?? 0, s.unitPrice), 0);
  expect(seen.due).toBe(due);
  expect(seen.payouts.reduce((n, p) => n + p.due, 0)).toBe(due);
  expect(seen.state).toBe('signed'); // three months are still to come

  const pay = (who: Person, more: object) =>
    recordPayment(at(who), { agreementId: id, amount: 1000, day: '2027-01-20', reference: 'FT1', ...more }, ground);
  await expect(pay(lead, {})).rejects.toThrow(/^forbidden/); // the buyer says what it paid
  await expect(pay(buyer, { producerId: one.producerId })).rejects.toThrow(/^forbidden/);
  await expect(pay(buyer, { amount: seen.amount + 1 })).rejects.toThrow(/^invalid/);
  const paid = await Promise.all([pay(buyer, { amount: due }), pay(buyer, { amount: due })]);
  expect(paid[0]).toEqual(paid[1]);
  await expect(pay(buyer, { amount: 5 })).rejects.toThrow(/^conflict/);
  for (const p of seen.payouts.filter((p) => p.due > 0)) {
    await expect(pay(lead, { producerId: p.producerId, amount: p.due + 1 })).rejects.toThrow(/^invalid/);
    await pay(lead, { producerId: p.producerId, amount: p.due });
  }
  const done = await getAgreement(at(), id, ground);
  expect(done.paid).toBe(due);
  expect(done.payouts.reduce((n, p) => n + p.paid, 0)).toBe(due);

  // a member sees its own part, a stranger nothing
  const member = january.find((s) => s.producerId !== drawn.leadProducerId) as ShipmentView;
  const own = await getAgreement(at(by(member)), id, ground);
  expect(new Set(own.shipments.map((s) => s.producerId))).toEqual(new Set([member.producerId]));
  expect(own.terms.lines.every((l) => l.producerId === member.producerId)).toBe(true);
  expect(own.amount).toBeLessThan(done.amount);
  expect(own.paid).toBe(0);
  await expect(getAgreement(at(chain('C1')), id, ground)).rejects.toThrow(/^not_found/);
  expect(await listAgreements(base.db, { producers: [member.producerId] })).toHaveLength(1);
});

test('two people record the same check: one is written, the same is harmless, another one is refused', async () => {
  const { id, demandId } = await signedContract(at, buyer, 'C0', ground, small);
  const list = await shipmentsOf(id);
  for (const s of list) {
    await ship(s);
    await receive(s);
    const results = await Promise.allSettled([check(s, 1, 'ẩm'), check(s, 2, 'ẩm'), check(s, 1, 'ẩm')]);
    const state = (await shipmentsOf(id)).find((x) => x.id === s.id);
    expect([1, 2]).toContain(state?.accepted);
    expect(results.map((r) => r.status === 'fulfilled')).toEqual([state?.accepted === 1, state?.accepted === 2, state?.accepted === 1]);
  }
  expect((await getAgreement(at(), id, ground)).state).toBe('fulfilled');
  const demand = await base.db.selectFrom('sourcing.demand').select('state').where('id', '=', demandId).executeTakeFirst();
  expect(demand?.state).toBe('fulfilled');
});

test('a star is revoked in the middle: shipped goods go on, the rest leaves at once, the buyer is told, a refill joins the contract', async () => {
  const { id, demandId, leadProducerId } = await signedContract(at, buyer, 'C0', ground);
  const all = await shipmentsOf(id);
  const gone = all.find((s) => s.dueOn === '2027-01-15' && s.producerId !== leadProducerId) as ShipmentView;
  const ofGone = all.filter((s) => s.productId === gone.productId);
  await ship(gone);
  await sql`update registry.recognition set ended_on = '2027-01-20', ended_by = 'revoked' where product_id = ${gone.productId}`.execute(
    base.db,
  );
  const system = testCtx(base.db, '2027-01-20T08:00:00+07:00', SYSTEM);
  expect((await releaseEnded(system, ground, [honeyId(40)])).released).toBe(0);
  const [a, b] = await Promise.all([releaseEnded(system, ground, [gone.productId]), releaseEnded(system, ground)]);
  expect(a.released + b.released).toBe(ofGone.length - 1);
  const after = await shipmentsOf(id);
  for (const s of after) {
    const mine = ofGone.some((g) => g.id === s.id);
    expect(s.state).toBe(s.id === gone.id ? 'shipped' : mine ? 'cancelled' : 'planned');
    if (s.state === 'cancelled') expect(s.cancelledReason).toBe('not_in_force');
  }
  await receive(gone);
  await check(gone);
  const notices = await sql<{
    verb: string;
  }>`select verb from audit.act where subject_id = ${demandId} and verb = 'release_shares'`.execute(base.db);
  expect(notices.rows).toHaveLength(1);

  // the refill: proposed by itself, without the revoked one, drawn as a further contract that names the first
  const [pool] = await listPools(base.db, { demandId });
  expect(pool?.state).toBe('proposed');
  expect(pool?.answer.allocations.every((x) => x.supplier !== gone.productId)).toBe(true);
  await acceptRound(at, buyer, pool?.id ?? '', ground);
  const more = await drawContract(at(buyer, '2027-01-21'), { demandId }, ground);
  expect(more.id).not.toBe(id);
  const added = await getAgreement(at(), more.id, ground);
  expect(added.terms.addsTo).toBe((await getAgreement(at(), id, ground)).number);
  expect(added.shipments.reduce((n, s) => n + s.planned, 0)).toBeCloseTo(
    ofGone.filter((s) => s.id !== gone.id).reduce((n, s) => n + s.planned, 0),
    2,
  );
  expect(await drawContract(at(buyer, '2027-01-21'), { demandId }, ground)).toEqual(more);
});

test('an expired star leaves proposals too; a contract cannot be drawn with it', async () => {
  const demandId = await settledDemand(at, buyer, 'C0', ground, small);
  const { id: waiting } = await post(at(buyer, '2026-11-21'), twelveTonnes('C0', small), ground);
  const { id: proposal } = await proposePool(at(buyer, '2026-12-02'), { demandId: waiting }, ground);
  for (const demand of [demandId, waiting])
    await sql`update registry.recognition set valid_until = '2027-01-10'
      where product_id = (select product_id from sourcing.share where demand_id = ${demand} limit 1)`.execute(base.db);
  await expect(drawContract(at(buyer, '2026-12-04'), { demandId }, ground)).rejects.toThrow(/^conflict/);
  await releaseEnded(at(buyer, '2026-12-04'), ground);
  const { rows: left } = await sql`select state from sourcing.pool where id = ${proposal}`.execute(base.db);
  expect(left).toEqual([{ state: 'dropped' }]);
  const { rows: acts } = await sql`select detail from audit.act where subject_id = ${waiting} and verb = 'release_shares'`.execute(base.db);
  expect(acts).toMatchObject([{ detail: { reason: 'not_in_force', rounds: 1, shares: 0 } }]);
  await expect(drawContract(at(buyer, '2026-12-04'), { demandId }, ground)).rejects.toThrow(/^conflict/); // not filled
  const { id } = await drawContract(at(buyer, '2026-12-04'), { demandId, short: true }, ground);
  expect((await getAgreement(at(), id, ground)).terms.short).toBe(true);
});

test('no contract while answers are awaited, without a share or without an invoice; none is signed once it is over', async () => {
  const { id: bare } = await post(at(buyer, '2026-11-21'), twelveTonnes('C0', small), ground);
  const drawnOn = (demandId: string) => drawContract(at(buyer, '2026-12-04'), { demandId }, ground);
  const says = (en: string) => ({ code: 'conflict', detail: { en } });
  await expect(drawnOn(bare)).rejects.toMatchObject(says('No share is accepted yet.'));
  const demandId = await settledDemand(at, buyer, 'C0', ground, { ...small, needsInvoice: true });
  await sql`insert into sourcing.pool select (jsonb_populate_record(p, '{"id":"R2","round":2,"state":"offered"}')).*
    from sourcing.pool p where demand_id = ${demandId}`.execute(base.db);
  await expect(drawnOn(demandId)).rejects.toMatchObject(says('Answers to a round are awaited.'));
  await sql`delete from sourcing.pool where id = 'R2'`.execute(base.db);
  await sql`update sourcing.paper set ended_at = now() where kind = 'invoice'`.execute(base.db);
  await expect(drawnOn(demandId)).rejects.toMatchObject(says('No producer of the pool can invoice.'));
  await sql`update sourcing.paper set ended_at = null`.execute(base.db);
  // what the page foretells is what the contract says, to the đồng
  await sql`update sourcing.share set answered_quantity = 100.005, unit_price = 90100 where demand_id = ${demandId}`.execute(base.db);
  const [foretold] = await listDrawable(base.db, ['C0']);
  const { id } = await drawContract(at(buyer, '2026-12-04'), { demandId, short: true }, ground);
  const { amount, shipments } = await getAgreement(at(), id, ground);
  expect(shipments.length).toBeGreaterThan(1);
  expect([foretold?.amount, amount]).toEqual([shipments.length * 9_010_451, shipments.length * 9_010_451]);
  const end = () => endAgreement(at(buyer, '2026-12-05'), { id, reason: 'Hết nhu cầu' }, ground);
  await end();
  await end(); // a retry
  await expect(signAgreement(at(buyer, '2026-12-05'), { id }, ground)).rejects.toMatchObject(says('This no longer waits for signatures.'));
});

test('goods leave only with a star in force, and are checked only once received', async () => {
  const { id } = await signedContract(at, buyer, 'C0', ground, small);
  const [one, two = one] = await shipmentsOf(id);
  if (!one || !two) throw new Error('no delivery');
  await ship(one);
  await expect(check(one)).rejects.toThrow(/^conflict/);
  await sql`update registry.recognition set ended_on = '2027-01-14', ended_by = 'revoked' where product_id = ${two.productId}`.execute(
    base.db,
  );
  expect(two.id).not.toBe(one.id);
  await expect(ship(two)).rejects.toMatchObject({ code: 'conflict', detail: { en: 'The product is not in force.' } });
});

test('a recalled lot does not leave, and while one is recalled a lot must be named', async () => {
  const { id } = await signedContract(at, buyer, 'C0', ground, small);
  const [s] = await shipmentsOf(id);
  if (!s) throw new Error('no delivery');
  const lot = (code: string) =>
    sql<{ no: number }>`insert into traceability.lot (epc, product_id, code, maker, unit, created_at)
      values (${`P/${s.productId}/L/${code}`}, ${s.productId}, ${code}, ${s.producerId}, 'KGM', now()) returning no`.execute(base.db);
  const bad = (await lot('XAU')).rows[0]?.no;
  await lot('TOT');
  await sql`insert into traceability.recall (id, product_id, producer_id, province_code, level, reason_vi, reason_en, advice_vi, advice_en, since, opened_by, opened_name)
    values ('R1', ${s.productId}, ${s.producerId}, '08', 'health', 'a', 'a', 'a', 'a', now(), 't', 't')`.execute(base.db);
  await sql`insert into traceability.recall_lot (recall_id, lot_no, named) values ('R1', ${bad}, true)`.execute(base.db);
  await expect(ship(s, { lot: 'xau' })).rejects.toThrow(/recall/);
  await expect(ship(s)).rejects.toThrow(/recall/);
  await ship(s, { lot: 'tot' });
  await sql`update traceability.recall set closed_at = now(), closed_by = 't', report = 'r'`.execute(base.db);
  expect((await shipmentsOf(id))[0]?.lot).toBe('TOT');
});

test('a memorandum is no contract: it is signed, linked or lapses, and never makes a delivery', async () => {
  const input = { organisation: 'C0', producerId: makerId(4), title: 'Ghi nhớ mật ong', amount: 500_000_000, endsOn: '2027-01-10' };
  await expect(drawMemorandum(at(chain('C1'), '2026-12-01'), input, ground)).rejects.toThrow(/^forbidden/);
  await expect(drawMemorandum(at(buyer, '2026-12-01'), { ...input, endsOn: '2026-11-30' }, ground)).rejects.toThrow(/^invalid/);
  const one = await drawMemorandum(at(buyer, '2026-12-01'), input, ground);
  const two = await drawMemorandum(at(buyer, '2026-12-01'), input, ground);
  for (const { id } of [one, two]) {
    await signAgreement(at(buyer, '2026-12-01'), { id }, ground);
    await signAgreement(at(maker(4), '2026-12-01'), { id }, ground);
  }
  const { id } = await signedContract(at, buyer, 'C0', ground, small);
  await linkMemorandum(at(), { contractId: id, memorandumId: one.id }, ground);
  await linkMemorandum(at(), { contractId: id, memorandumId: one.id }, ground);
  await expect(linkMemorandum(at(), { contractId: id, memorandumId: two.id }, ground)).rejects.toThrow(/^conflict/);
  expect(await lapseAgreements(at(buyer, '2027-01-10'))).toEqual({ lapsed: 0 });
  expect(await lapseAgreements(at(buyer, '2027-01-11'))).toEqual({ lapsed: 1 });
  expect(await lapseAgreements(at(buyer, '2027-01-11'))).toEqual({ lapsed: 0 });
  const states = new Map((await listAgreements(base.db, { organisations: ['C0'] })).map((a) => [a.id, a.state]));
  expect([states.get(one.id), states.get(two.id), states.get(id)]).toEqual(['fulfilled', 'lapsed', 'signed']);
  await expect(recordPayment(at(), { agreementId: one.id, amount: 1, day: '2027-01-20', reference: 'X' }, ground)).rejects.toThrow(
    /^conflict/,
  );
});

test('a memorandum outlives its last day while a contract drawn from it waits for its signatures', async () => {
  const demandId = await settledDemand(at, buyer, 'C0', ground, small);
  const input = { organisation: 'C0', producerId: makerId(4), demandId, title: 'Ghi nhớ', amount: 1, endsOn: '2026-12-20' };
  const { id: memorandum } = await drawMemorandum(at(buyer, '2026-12-01'), input, ground);
  for (const who of [buyer, maker(4)]) await signAgreement(at(who, '2026-12-01'), { id: memorandum }, ground);
  const { id: contract } = await drawContract(at(buyer, '2026-12-04'), { demandId }, ground);
  expect(await lapseAgreements(at(buyer, '2026-12-21'))).toEqual({ lapsed: 0 });
  await endAgreement(at(buyer, '2026-12-21'), { id: contract, reason: 'Không ký' }, ground);
  expect(await lapseAgreements(at(buyer, '2026-12-21'))).toEqual({ lapsed: 1 });
  expect((await getAgreement(at(), memorandum, ground)).state).toBe('lapsed');
});

test('an ended contract frees what was not shipped; account numbers are stated by their producers', async () => {
  const { id, demandId, lead } = await signedContract(at, buyer, 'C0', ground, small);
  const [s, ...rest] = await shipmentsOf(id);
  if (!s) throw new Error('no delivery');
  await ship(s);
  await expect(endAgreement(at(chain('C1')), { id, reason: 'x' }, ground)).rejects.toThrow(/^forbidden/);
  await expect(endAgreement(at(lead), { id, reason: ' ' }, ground)).rejects.toThrow(/^invalid/);
  await endAgreement(at(lead), { id, reason: 'Mất mùa' }, ground);
  const after = await shipmentsOf(id);
  expect(after.map((x) => x.state).sort()).toEqual([...rest.map(() => 'cancelled'), 'shipped'].sort());
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from sourcing.share where demand_id = ${demandId} and state = 'accepted'`.execute(base.db);
  expect(rows[0]?.n).toBe(1);
  await receive(s);
  await check(s);
  expect((await proposePool(at(buyer, '2026-12-20'), { demandId }, ground)).status).toBe('optimal');

  const account = { producerId: makerId(3), bin: '970436', number: '0123 456 789', holder: 'Chủ thể 3' };
  await expect(stateAccountNumber(at(maker(2)), account, ground)).rejects.toThrow(/^forbidden/);
  await expect(stateAccountNumber(at(maker(3)), { ...account, number: 'số 1' }, ground)).rejects.toThrow(/^invalid/);
  await stateAccountNumber(at(maker(3)), account, ground);
  // a link that went astray cannot send the money elsewhere
  const link = testCtx(base.db, '2027-02-01T08:00:00+07:00', actorOfLink({ poolId: 'P', producerId: makerId(3) }, '2027-02-01'));
  await stateAccountNumber(link, account, ground);
  await expect(stateAccountNumber(link, { ...account, number: '999988887777' }, ground)).rejects.toThrow(/^conflict/);
  await stateAccountNumber(at(maker(3)), { ...account, number: '999988887777' }, ground);
});
