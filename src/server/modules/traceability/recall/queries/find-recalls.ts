// Which lots of a product are called back today, and what a lot was called back for before: packages of it may still lie at somebody's home.
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import type { Bilingual } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import '../../events/tables.ts';

export type RecallNotice = {
  recallId: string;
  lot: string;
  /** ISO day. */
  since: string;
  /** The day it was closed; null while it is open. */
  closed: string | null;
  level: 'health' | 'quality' | 'label';
  reason: Bilingual;
  advice: Bilingual;
};

type Row = { id: string; code: string; since: Date; closed_at: Date | null; level: RecallNotice['level'] } & Record<
  'reason_vi' | 'reason_en' | 'advice_vi' | 'advice_en',
  string
>;

/** Open recalls that name a lot of the product or reached one by trace, the newest first; then the closed ones of `lot`, when one is given. */
export async function findRecalls(db: Db, productId: string, lot = ''): Promise<RecallNotice[]> {
  const { rows } = await sql<Row>`
    select r.id, l.code, r.since, r.closed_at, r.level, r.reason_vi, r.reason_en, r.advice_vi, r.advice_en
    from traceability.lot l join traceability.recall_lot rl on rl.lot_no = l.no join traceability.recall r on r.id = rl.recall_id
    where l.product_id = ${productId} and (r.closed_at is null or upper(l.code) = upper(${lot}))
    order by r.closed_at is not null, r.since desc, l.code`.execute(db);
  return rows.map((r) => ({
    recallId: r.id,
    lot: r.code,
    since: dayOf(r.since),
    closed: r.closed_at && dayOf(r.closed_at),
    level: r.level,
    reason: { vi: r.reason_vi, en: r.reason_en },
    advice: { vi: r.advice_vi, en: r.advice_en },
  }));
}
