import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { chain, honeyId, maker, makerId, post, putHoneyMarket, twelveTonnes } from '../../../../../tests/support/honey-market.ts';
import { officer } from '../../../../../tests/support/recognised.ts';
import { listDemands } from '../demands/index.ts';
import { answerPool, listLinks, listPools, listShares, makeLinks, producerOfLink, proposePool, sendPool, settlePool } from './index.ts';
import { loadCandidates } from './queries/load-wanted.ts';

const base = testDatabase();
let ground: Territory;
const CHAINS = Array.from({ length: 50 }, (_, i) => `C${i}`);
const buyer = chain('C0');
const promoter = officer('p', 'promotion_officer', 'VN');
const at = (who = buyer, day = '2026-12-02') => testCtx(base.db, `${day}T08:00:00+07:00`, who);
const DEADLINE = new Date('2026-12-10T23:59:59+07:00');
beforeAll(async () => {
  ground = await loadTerritory(base.db);
  await putHoneyMarket(base.db, CHAINS);
});
beforeEach(async () => {
  for (const t of ['answer_link', 'share', 'pool', 'demand_delivery', 'demand'])
    await sql`delete from ${sql.table(`sourcing.${t}`)}`.execute(base.db);
});
const posted = async () => (await post(at(buyer, '2026-11-21'), twelveTonnes('C0'), ground)).id;
const sum = (list: { quantity: number }[]) => list.reduce((a, b) => a + b.quantity, 0);
/** Every condition of the demand, read from what is stored. */
async function checkHeld(demandId: string) {
  const shares = (await listShares(base.db, { demandId })).filter((s) => ['offered', 'accepted'].includes(s.state));
  const held = shares.map((s) => ({ ...s, quantity: s.answered ?? s.quantity }));
  for (const month of ['2027-01', '2027-02', '2027-03', '2027-04']) {
    const delivery = held.filter((s) => s.dueOn.startsWith(month));
    expect(sum(delivery)).toBeLessThanOrEqual(3000.0005);
    // the largest part binds a producer: all its products, all rounds together
    for (const own of Map.groupBy(delivery, (s) => s.producerId).values()) expect(sum(own)).toBeLessThanOrEqual(300.0005);
  }
  return held;
}

test('one order is filled by many; two decline, one cuts, one is silent; the rest is pooled anew around the answers', async () => {
  const demandId = await posted();
  const first = await proposePool(at(), { demandId }, ground);
  expect(first.status).toBe('optimal');
  const [pool] = await listPools(base.db, { demandId });
  const shares = await listShares(base.db, { poolId: first.id });
  expect(sum(shares)).toBeCloseTo(12_000, 3);
  const producers = [...new Set(shares.map((s) => s.producerId))];
  expect(producers.length).toBeGreaterThanOrEqual(10);
  expect(pool?.leadProducerId).not.toBeNull();
  expect(Number(pool?.leadProducerId?.slice(2)) % 4).toBe(0);
  expect(pool?.explained.alternatives.map((a) => a.kind).sort()).toEqual(['cheapest', 'fewest', 'nearest', 'widest']);
  // counted by producer, not by product
  expect(pool?.explained.alternatives.find((a) => a.kind === 'cheapest')?.suppliers).toBe(producers.length);
  expect(pool?.explained.conditions.map((c) => c.rule)).toContain('maxShare');
  // everybody who got nothing is told why
  const all = new Set([...producers.map((p) => honeyId(Number(p.slice(2)))), ...(pool?.answer.refused.map((r) => r.supplier) ?? [])]);
  expect(all.size).toBe(40);

  await sendPool(at(), { poolId: first.id, answerBy: DEADLINE }, ground);
  await expect(makeLinks(at(), { poolId: first.id }, ground)).rejects.toThrow(/^forbidden/);
  await expect(makeLinks(at(officer('q', 'promotion_officer', '24')), { poolId: first.id }, ground)).rejects.toThrow(/^forbidden/);
  const made = await makeLinks(at(officer('r', 'promotion_officer', '08')), { poolId: first.id }, ground);
  expect(made).toHaveLength(producers.length);
  // pressed again, links that were passed on stay good; one that was lost is made anew for its producer alone
  expect(await makeLinks(at(promoter), { poolId: first.id }, ground)).toEqual([]);
  const [lost] = made;
  const renewed = await makeLinks(at(promoter), { poolId: first.id, again: lost?.producerId }, ground);
  expect(renewed.map((l) => l.producerId)).toEqual([lost?.producerId]);
  expect(await producerOfLink(at(), lost?.token ?? '')).toBeUndefined();
  const links = [...renewed, ...made.slice(1)];
  for (const { producerId, token } of links) expect(await producerOfLink(at(), token)).toMatchObject({ producerId });
  expect((await listLinks(base.db, { poolIds: [first.id], now: DEADLINE })).map((l) => l.producerId).sort()).toEqual([...producers].sort());
  await checkHeld(demandId);
  const [refuses, quits, cuts, silent, ...others] = producers;
  const answer = async (producerId: string, part: (q: number) => number, token?: string) => {
    const own = shares.filter((s) => s.producerId === producerId);
    const answers = Object.fromEntries(own.map((s) => [s.id, part(s.quantity)]));
    await answerPool(
      token ? testCtx(base.db, '2026-12-03T08:00:00+07:00') : at(maker(Number(producerId.slice(2)))),
      { poolId: first.id, producerId, answers, ...(token ? { token } : {}) },
      ground,
    );
  };
  await answer(refuses ?? '', () => 0);
  const link = links.find((l) => l.producerId === quits);
  expect(await producerOfLink(at(), link?.token ?? '')).toEqual({ poolId: first.id, producerId: quits });
  await answer(quits ?? '', () => 0, link?.token);
  await answer(cuts ?? '', (q) => q / 2);
  await answer(cuts ?? '', (q) => q / 2); // a retry
  for (const p of others) await answer(p, (q) => q);
  await expect(settlePool(at(), { poolId: first.id }, ground)).rejects.toThrow(/^conflict/);
  const settled = await settlePool(at(buyer, '2026-12-11'), { poolId: first.id }, ground);
  expect(settled.missing).toBeGreaterThan(0);
  const refill = await listShares(base.db, { poolId: settled.refill ?? '' });
  expect(sum(refill)).toBeCloseTo(settled.missing, 2);
  for (const gone of [refuses, quits, silent]) expect(refill.map((s) => s.producerId)).not.toContain(gone);
  // who took half of a delivery said what it has: it is not asked for the other half
  expect(refill.map((s) => s.producerId)).not.toContain(cuts);
  await sendPool(at(buyer, '2026-12-11'), { poolId: settled.refill ?? '', answerBy: new Date('2026-12-20T00:00:00Z') }, ground);
  for (const p of [...new Set(refill.map((s) => s.producerId))]) {
    const answers = Object.fromEntries(refill.filter((s) => s.producerId === p).map((s) => [s.id, s.quantity]));
    await answerPool(at(maker(Number(p.slice(2))), '2026-12-12'), { poolId: settled.refill ?? '', producerId: p, answers }, ground);
  }
  const done = await settlePool(at(buyer, '2026-12-12'), { poolId: settled.refill ?? '' }, ground);
  expect([done.missing, done.refill]).toEqual([0, undefined]);
  const held = await checkHeld(demandId);
  expect(sum(held)).toBeCloseTo(12_000, 2);
  // half of the whole order comes from small producers, whoever declined on the way
  const { rows } = await sql<{ id: string }>`select id from registry.producer where type in ('household', 'cooperative')`.execute(base.db);
  const small = new Set(rows.map((r) => r.id));
  expect(sum(held.filter((s) => small.has(s.producerId)))).toBeGreaterThanOrEqual(6_000);
  expect(await settlePool(at(buyer, '2026-12-12'), { poolId: settled.refill ?? '' }, ground)).toEqual(done);
});

test('the largest part counts every product of a producer; quantities are whole; what is not yet recognised is out of sight', async () => {
  const [second, tomorrow] = [honeyId(91), honeyId(92)];
  for (const [id, from] of [
    [second, '2025-06-01'],
    [tomorrow, '2026-12-28'],
  ] as const) {
    await sql`insert into registry.product (id, producer_id, name, name_key, province_code, group_code, set_no)
      values (${id}, ${makerId(1)}, ${`Mật ong hũ nhỏ ${id}`}, ${id}, '08', 'I', 5)`.execute(base.db);
    await sql`insert into registry.recognition (product_id, star, valid_from, valid_until) values (${id}, 4, ${from}, '2028-06-01')`.execute(
      base.db,
    );
    await sql`insert into sourcing.supply (product_id, producer_id, unit, unit_price, packs, stated_by, stated_at)
      values (${id}, ${makerId(1)}, 'kg', 50000, '[]', 't', now())`.execute(base.db);
    await sql`insert into sourcing.capacity select ${id}, month, 130.5, now() from sourcing.capacity where product_id = ${honeyId(1)}`.execute(
      base.db,
    );
  }
  const { id: demandId } = await post(at(buyer, '2026-11-21'), twelveTonnes('C0', { maxShare: 0.07, smallShare: null }), ground);
  const { id } = await proposePool(at(), { demandId }, ground);
  const shares = await listShares(base.db, { poolId: id });
  expect(sum(shares)).toBe(12_000);
  for (const s of shares) expect(Number.isInteger(s.quantity), `${s.productId} ${s.quantity}`).toBe(true);
  for (const own of Map.groupBy(shares, (s) => `${s.producerId} ${s.dueOn}`).values()) expect(sum(own)).toBeLessThanOrEqual(210);
  const own = shares.filter((s) => s.producerId === makerId(1));
  expect(new Set(own.map((s) => s.productId))).toEqual(new Set([honeyId(1), second]));
  const [pool] = await listPools(base.db, { id });
  expect(JSON.stringify([pool?.answer, pool?.explained])).not.toContain(tomorrow);
  for (const table of ['sourcing.capacity', 'sourcing.share', 'sourcing.supply', 'registry.recognition'])
    await sql`delete from ${sql.table(table)} where product_id in (${second}, ${tomorrow})`.execute(base.db);
});

test('fifty buyers commit at once and no capacity is sold twice', async () => {
  const demands = await Promise.all(
    CHAINS.map(async (id) => ({
      id,
      demand: (
        await post(
          at(chain(id), '2026-11-21'),
          twelveTonnes(id, {
            maxShare: null,
            smallShare: null,
            needsInvoice: false,
            deliveries: [{ dueOn: '2027-01-15', quantity: 600, store: null, place: '', province: null }],
          }),
          ground,
        )
      ).id,
    })),
  );
  const pools: { id: string; pool: string }[] = [];
  for (const { id, demand } of demands) pools.push({ id, pool: (await proposePool(at(chain(id)), { demandId: demand }, ground)).id });
  const sent = await Promise.allSettled(pools.map(({ id, pool }) => sendPool(at(chain(id)), { poolId: pool, answerBy: DEADLINE }, ground)));
  const done = sent.filter((s) => s.status === 'fulfilled');
  expect(done.length).toBeGreaterThanOrEqual(1);
  for (const s of sent) if (s.status === 'rejected') expect(String(s.reason)).toMatch(/conflict/);
  const { rows } = await sql<{ product: string; held: number }>`
    select product_id as product, sum(quantity) as held from sourcing.share where state in ('offered', 'accepted') group by 1`.execute(
    base.db,
  );
  for (const r of rows) expect(r.held).toBeLessThanOrEqual(300);
  // whoever was too late pools again with what is left
  const late = pools[sent.findIndex((s) => s.status === 'rejected')];
  const again = await proposePool(at(chain(late?.id ?? '')), { demandId: demands.find((d) => d.id === late?.id)?.demand ?? '' }, ground);
  expect(again.status).toBe('optimal');
  await sendPool(at(chain(late?.id ?? '')), { poolId: again.id, answerBy: DEADLINE }, ground);
});

test('a certificate must hold on the day of delivery, a sealed demand is pooled after closing only, and others keep out', async () => {
  await sql`update registry.recognition set valid_until = '2027-02-20' where product_id = ${honeyId(1)}`.execute(base.db);
  const demandId = await posted();
  const { id } = await proposePool(at(), { demandId, strategy: 'widest' }, ground);
  const late = (await listShares(base.db, { poolId: id })).filter((s) => s.productId === honeyId(1) && s.dueOn > '2027-02-20');
  expect(late).toEqual([]);
  await sql`update registry.recognition set valid_until = '2028-06-01' where product_id = ${honeyId(1)}`.execute(base.db);
  await expect(proposePool(at(chain('C1')), { demandId }, ground)).rejects.toThrow(/^forbidden/);
  await expect(sendPool(at(chain('C1')), { poolId: id, answerBy: DEADLINE }, ground)).rejects.toThrow(/^forbidden/);
  await expect(sendPool(at(), { poolId: id, answerBy: new Date('2026-12-01') }, ground)).rejects.toThrow(/^invalid/);
  await sendPool(at(), { poolId: id, answerBy: DEADLINE }, ground);
  expect(await sendPool(at(), { poolId: id, answerBy: DEADLINE }, ground)).toEqual({ producers: 0 });
  await expect(proposePool(at(), { demandId }, ground)).rejects.toThrow(/^conflict/);
  const [share] = await listShares(base.db, { poolId: id });
  const n = Number(share?.producerId.slice(2));
  const input = { poolId: id, producerId: makerId(n), answers: { [share?.id ?? '']: (share?.quantity ?? 0) + 1 } };
  await expect(answerPool(at(maker(n)), input, ground)).rejects.toThrow(/^invalid/);
  await expect(answerPool(at(maker(n === 1 ? 2 : 1)), { ...input, answers: {} }, ground)).rejects.toThrow(/^forbidden/);
  await expect(answerPool(at(maker(n)), { ...input, token: 'x' }, ground)).rejects.toThrow(/^forbidden/);
  await expect(answerPool(at(maker(n), '2026-12-11'), { ...input, answers: { [share?.id ?? '']: 1 } }, ground)).rejects.toThrow(
    /^conflict/,
  );
  const sealed = await post(at(buyer, '2026-11-21'), twelveTonnes('C0', { sealed: true }), ground);
  await expect(proposePool(at(buyer, '2026-11-30'), { demandId: sealed.id }, ground)).rejects.toThrow(/^conflict/);
});

test('an order nobody can fill says which conditions to change', async () => {
  const big = twelveTonnes('C0', {
    deliveries: [{ dueOn: '2027-01-15', quantity: 50_000, store: null, place: '', province: null }],
    maxShare: null,
    smallShare: null,
  });
  const { id } = await post(at(buyer, '2026-11-21'), big, ground);
  const { status, id: poolId } = await proposePool(at(), { demandId: id }, ground);
  expect(status).toBe('infeasible');
  const [pool] = await listPools(base.db, { id: poolId });
  expect(pool?.answer.relax?.length).toBeGreaterThanOrEqual(1);
  await expect(sendPool(at(), { poolId, answerBy: DEADLINE }, ground)).rejects.toThrow(/^conflict/);
});

test('goods without a point of their own start from their commune or province: nobody is near for want of one', async () => {
  const [one, two] = ground.communesOf('08');
  await sql`update territory.unit set lat = 22.0, lng = 105.0 where code = ${one?.code} and level = 'commune'`.execute(base.db);
  await sql`update territory.unit set lat = 23.0, lng = 105.4 where code = ${two?.code} and level = 'commune'`.execute(base.db);
  const placed = await loadTerritory(base.db);
  const known = placed.communesOf('08').filter((c) => c.lat !== null);
  const of = async () => {
    const [demand] = await listDemands(base.db, { id: await posted() });
    if (!demand) throw new Error('no demand');
    return new Map((await loadCandidates(at(), demand, placed)).candidates.map((c) => [c.productId, c.at]));
  };
  await sql`update registry.product set lat = null, lng = null where id = ${honeyId(3)}`.execute(base.db);
  expect((await of()).get(honeyId(3))?.lat).toBeCloseTo(known.reduce((n, c) => n + (c.lat ?? 0), 0) / known.length, 6);
  await sql`update registry.product set commune_code = ${two?.code} where id = ${honeyId(3)}`.execute(base.db);
  expect((await of()).get(honeyId(3))).toEqual({ lat: 23, lng: 105.4 });
});

test('the nearest are the nearest on a fresh start, with a province for an address and no official centres', async () => {
  await sql`update registry.product set lat = 22 + substr(producer_id, 3)::int / 100.0, lng = 105`.execute(base.db);
  const near = { maxShare: 0.1, smallShare: null, needsInvoice: false };
  const deliveries = [{ dueOn: '2027-01-15', quantity: 3000, store: null, place: 'Kho', province: '04' }];
  const { id } = await post(at(buyer, '2026-11-21'), twelveTonnes('C0', { ...near, deliveries }), ground);
  const pool = await proposePool(at(), { demandId: id, strategy: 'nearest' }, ground);
  // Dear and near lie at the same end: makers go north one by one, and up in price.
  const last = Array.from({ length: 10 }, (_, i) => honeyId(31 + i)).sort();
  expect((await listShares(base.db, { poolId: pool.id })).map((s) => s.productId).sort()).toEqual(last);
  const [{ explained } = { explained: undefined }] = await listPools(base.db, { id: pool.id });
  const of = (kind: string) => explained?.alternatives.find((a) => a.kind === kind);
  expect(of('nearest')?.transport).toBeGreaterThan(0);
  expect(of('nearest')?.transport).toBeLessThan(of('cheapest')?.transport ?? 0);
  expect(of('cheapest')?.cost).toBeLessThan(of('nearest')?.cost ?? 0);
});
