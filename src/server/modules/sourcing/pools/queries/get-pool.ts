import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import type { Answer } from '../../engine/index.ts';
import type { PoolState, ShareState } from '../../tables.ts';
import type { Explained } from '../commands/propose-pool.ts';

export type ShareView = {
  id: string;
  poolId: string;
  round: number;
  deliveryId: string;
  dueOn: string;
  productId: string;
  producerId: string;
  quantity: number;
  unitPrice: number;
  state: ShareState;
  answered: number | null;
  reason: string | null;
};
export type PoolView = {
  id: string;
  demandId: string;
  round: number;
  strategy: string;
  state: PoolState;
  answer: Answer;
  explained: Explained;
  leadProducerId: string | null;
  answerBy: Date | null;
  solvedAt: Date;
};

/** Rounds of a demand, newest first; dropped ones stay for the record. */
export async function listPools(db: Db, filter: { demandId?: string; id?: string }): Promise<PoolView[]> {
  const { rows } = await sql<PoolView>`
    select id, demand_id as "demandId", round, strategy, state, answer, explained, lead_producer_id as "leadProducerId", answer_by as "answerBy",
      solved_at as "solvedAt"
    from sourcing.pool where ${filter.id ? sql`id = ${filter.id}` : sql`demand_id = ${filter.demandId ?? ''}`} order by round desc`.execute(
    db,
  );
  return rows;
}

/** Shares of a demand, of a pool, or of a producer (those that were sent). */
export async function listShares(
  db: Db,
  filter: { demandId?: string; poolId?: string; producerIds?: readonly string[] },
): Promise<ShareView[]> {
  const { rows } = await sql<ShareView>`
    select s.id, s.pool_id as "poolId", p.round, s.delivery_id as "deliveryId", d.due_on as "dueOn", s.product_id as "productId",
      s.producer_id as "producerId", s.quantity, s.unit_price as "unitPrice", s.state, s.answered_quantity as answered, s.reason
    from sourcing.share s join sourcing.pool p on p.id = s.pool_id join sourcing.demand_delivery d on d.id = s.delivery_id
    where ${filter.demandId ? sql`s.demand_id = ${filter.demandId}` : sql`true`}
      and ${filter.poolId ? sql`s.pool_id = ${filter.poolId}` : sql`true`}
      and ${filter.producerIds ? sql`s.producer_id = any(${filter.producerIds}) and s.state <> 'proposed' and p.state <> 'dropped'` : sql`true`}
    order by d.due_on, s.product_id, s.id`.execute(db);
  return rows;
}
