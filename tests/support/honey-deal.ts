// A contract of the honey market for tests: posted, pooled, answered, settled, drawn, signed.
import { sql } from 'kysely';
import type { Person } from '#server/modules/identity/index.ts';
import { drawContract, getAgreement, signAgreement } from '#server/modules/sourcing/deals/index.ts';
import type { DemandInput } from '#server/modules/sourcing/demands/index.ts';
import { answerPool, listShares, proposePool, sendPool, settlePool } from '#server/modules/sourcing/pools/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { maker, post, twelveTonnes } from './honey-market.ts';

export type At = (who: Person, day: string) => Ctx;
export const numberOf = (producerId: string): number => Number(producerId.slice(2));
export const DEALS = [
  'contest',
  'payment',
  'delivery',
  'agreement_signature',
  'agreement',
  'answer_link',
  'share',
  'pool',
  'offer',
] as const;

export async function clearDeals(db: Db): Promise<void> {
  for (const t of [...DEALS, 'demand_delivery', 'demand']) await sql`delete from ${sql.table(`sourcing.${t}`)}`.execute(db);
}

/** Everybody accepts a round; it is settled the day after its deadline. */
export async function acceptRound(at: At, buyer: Person, poolId: string, ground: Territory): Promise<void> {
  await sendPool(at(buyer, '2026-12-02'), { poolId, answerBy: new Date('2026-12-10T23:59:59+07:00') }, ground);
  const shares = await listShares(at(buyer, '2026-12-02').db, { poolId });
  for (const producerId of [...new Set(shares.map((s) => s.producerId))])
    await answerPool(
      at(maker(numberOf(producerId)), '2026-12-03'),
      { poolId, producerId, answers: Object.fromEntries(shares.filter((s) => s.producerId === producerId).map((s) => [s.id, s.quantity])) },
      ground,
    );
  await settlePool(at(buyer, '2026-12-03'), { poolId }, ground);
}

/** A demand with a settled round that everybody accepted. */
export async function settledDemand(at: At, buyer: Person, organisation: string, ground: Territory, more: Partial<DemandInput> = {}) {
  const { id: demandId } = await post(at(buyer, '2026-11-21'), twelveTonnes(organisation, more), ground);
  const { id: poolId } = await proposePool(at(buyer, '2026-12-02'), { demandId }, ground);
  await acceptRound(at, buyer, poolId, ground);
  return demandId;
}

/** Its contract, signed by both sides on 05/12/2026. */
export async function signedContract(at: At, buyer: Person, organisation: string, ground: Territory, more: Partial<DemandInput> = {}) {
  const demandId = await settledDemand(at, buyer, organisation, ground, more);
  const { id } = await drawContract(at(buyer, '2026-12-04'), { demandId }, ground);
  const { leadProducerId } = await getAgreement(at(buyer, '2026-12-04'), id, ground);
  const lead = maker(numberOf(leadProducerId ?? ''));
  await signAgreement(at(buyer, '2026-12-04'), { id }, ground);
  await signAgreement(at(lead, '2026-12-05'), { id }, ground);
  return { demandId, id, lead, leadProducerId: leadProducerId ?? '' };
}
