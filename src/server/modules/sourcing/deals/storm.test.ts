import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { SYSTEM } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { type At, numberOf, signedContract } from '../../../../../tests/support/honey-deal.ts';
import { chain, maker, post, putHoneyMarket, twelveTonnes } from '../../../../../tests/support/honey-market.ts';
import { answerPool, listShares, proposePool, sendPool } from '../pools/index.ts';
import { releaseEnded } from './commands/release-ended.ts';
import { endAgreement, getAgreement, shipDelivery } from './index.ts';

const base = testDatabase();
let ground: Territory;
const CHAINS = Array.from({ length: 14 }, (_, i) => `C${i}`);
const at: At = (who, day) => testCtx(base.db, `${day}T08:00:00+07:00`, who);
beforeAll(async () => {
  ground = await loadTerritory(base.db);
  await putHoneyMarket(base.db, CHAINS);
});

test('commitments, answers, a star taken back, a contract ended and goods sent at once: nothing is oversold, nothing stays of what is gone', async () => {
  const one = {
    deliveries: [{ dueOn: '2027-01-15', quantity: 1500, store: null, place: 'Kho', province: '01' }],
    maxShare: null,
    smallShare: null,
  };
  const contract = await signedContract(at, chain('C0'), 'C0', ground, { ...one, needsInvoice: true });
  const [ended, ...rest] = CHAINS.slice(1);
  const other = await signedContract(at, chain(ended ?? ''), ended ?? '', ground, one);
  const pools: { id: string; pool: string }[] = [];
  for (const id of rest) {
    const demand = (await post(at(chain(id), '2026-11-21'), twelveTonnes(id, { ...one, needsInvoice: false }), ground)).id;
    pools.push({ id, pool: (await proposePool(at(chain(id), '2026-12-06'), { demandId: demand }, ground)).id });
  }
  const [first, ...others] = pools;
  const answerBy = new Date('2026-12-10T23:59:59+07:00');
  await sendPool(at(chain(first?.id ?? ''), '2026-12-06'), { poolId: first?.pool ?? '', answerBy }, ground);
  const offered = await listShares(base.db, { poolId: first?.pool ?? '' });
  const signed = await getAgreement(at(chain('C0'), '2026-12-06'), contract.id, ground);
  const [sent, revoked] = signed.shipments.filter((s) => s.producerId !== signed.leadProducerId);
  const gone = revoked?.productId ?? '';
  await sql`update registry.recognition set ended_on = '2026-12-06', ended_by = 'revoked' where product_id = ${gone}`.execute(base.db);

  const outcome = await Promise.allSettled([
    ...others.map(({ id, pool }) => sendPool(at(chain(id), '2026-12-06'), { poolId: pool, answerBy }, ground)),
    ...offered.map((s, i) =>
      answerPool(
        at(maker(numberOf(s.producerId)), '2026-12-06'),
        { poolId: s.poolId, producerId: s.producerId, answers: { [s.id]: [0, s.quantity / 2, s.quantity][i % 3] ?? 0 } },
        ground,
      ),
    ),
    releaseEnded(testCtx(base.db, '2026-12-06T08:00:00+07:00', SYSTEM), ground, [gone]),
    releaseEnded(testCtx(base.db, '2026-12-06T08:00:00+07:00', SYSTEM), ground),
    endAgreement(at(chain(ended ?? ''), '2026-12-06'), { id: other.id, reason: 'Hai bên thỏa thuận' }, ground),
    shipDelivery(
      at(maker(numberOf(sent?.producerId ?? '')), '2026-12-06'),
      { id: sent?.id ?? '', quantity: sent?.planned ?? 0, day: '2026-12-06' },
      ground,
    ),
  ]);
  // whoever was too late is told so in words; nobody meets a fault of the machine
  for (const o of outcome) if (o.status === 'rejected') expect(String(o.reason)).toMatch(/conflict/);
  expect(outcome.filter((o) => o.status === 'fulfilled').length).toBeGreaterThan(offered.length / 2);
  await releaseEnded(testCtx(base.db, '2026-12-06T09:00:00+07:00', SYSTEM), ground);
  const { rows } = await sql<{ product: string; held: number; capacity: number }>`
    select s.product_id as product, sum(coalesce(s.answered_quantity, s.quantity))::float as held, max(c.quantity)::float as capacity
    from sourcing.share s join sourcing.demand_delivery d on d.id = s.delivery_id
      join sourcing.capacity c on c.product_id = s.product_id and c.month = date_trunc('month', d.due_on)::date
    where s.state in ('offered', 'accepted', 'delivered') group by s.product_id, c.month`.execute(base.db);
  expect(rows.length).toBeGreaterThan(0);
  for (const r of rows) expect(r.held, r.product).toBeLessThanOrEqual(r.capacity);
  const left = await sql`select 1 from sourcing.share where product_id = ${gone} and state in ('proposed', 'offered', 'accepted')`.execute(
    base.db,
  );
  expect(left.rows).toHaveLength(0);
  const freed = await sql`select 1 from sourcing.delivery where agreement_id = ${other.id} and state = 'planned'`.execute(base.db);
  expect(freed.rows).toHaveLength(0);
}, 120_000);
