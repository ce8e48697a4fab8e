import type { Db } from '#server/platform/db.ts';
import type { Line } from '../rules/money.ts';

/** Each delivery of a contract with its agreed price. */
export const linesOf = (db: Db, agreementId: string): Promise<Line[]> =>
  db
    .selectFrom('sourcing.delivery as d')
    .innerJoin('sourcing.share as s', 's.id', 'd.share_id')
    .select(['d.producer_id as producerId', 'd.accepted', 's.unit_price as unitPrice'])
    .where('d.agreement_id', '=', agreementId)
    .execute();
