// What anybody may read about a lot: when and roughly where its steps happened. Households are counted, never named; buyers stay out.
import { sql } from 'kysely';
import { findProducer } from '#server/modules/registry/index.ts';
import type { Db } from '#server/platform/db.ts';
import { dayOf } from '#shared/dates.ts';
import { findRecalls, type RecallNotice } from '../../recall/queries/find-recalls.ts';
import { type StepKind, stepKind } from '../rules/step-kind.ts';
import '../../events/tables.ts';

export type StoryStep = {
  kind: StepKind;
  /** ISO day, Asia/Ho_Chi_Minh. */
  day: string;
  /** Commune and province as text; null when the event names no place of ours. */
  place: string | null;
  /** A producer of the register; null for households and unknown parties. */
  who: string | null;
  /** How many households delivered, on a buying-in step. */
  households?: number;
};
export type StoryTest = { day: string; what: string; lab: string | null; passed: boolean };
export type LotStory = {
  lot: string;
  product: string;
  madeOn: string | null;
  bestBefore: string | null;
  /** The earliest first. */
  steps: StoryStep[];
  tests: StoryTest[];
  recalled?: Pick<RecallNotice, 'recallId' | 'since' | 'level' | 'reason' | 'advice'>;
  sample: boolean;
};

/** A pooled lot may have thousands of forebears; the story tells of the nearest. */
const ANCESTORS = 2_000;
const STEPS = 200;

type EventRow = {
  no: number;
  type: string;
  biz_step: string | null;
  event_time: Date;
  owner: string;
  place: string | null;
  households: number;
};

/** The public story of one lot of a product; undefined for a lot nobody has made. `lot` as printed, any case. */
export async function findLotStory(db: Db, asked: { productId: string; lot: string }): Promise<LotStory | undefined> {
  const lot = await db
    .selectFrom('traceability.lot')
    .select(['no', 'code', 'made_on', 'best_before', 'sample'])
    .where('product_id', '=', asked.productId)
    .where('code', '=', asked.lot.toUpperCase())
    .where('made_on', 'is not', null)
    .executeTakeFirst();
  if (!lot?.code) return undefined;
  const { rows } = await sql<EventRow>`
    with recursive back(no) as (
      select ${lot.no}::bigint union select e.from_no from back b join traceability.lot_edge e on e.to_no = b.no
    ), near as (select no from back limit ${ANCESTORS}),
    told as (
      select m.event_no from traceability.lot_move m join near n on n.no = m.lot_no where m.kind in ('make', 'use', 'receive', 'ship')
      union select t.event_no from traceability.lot_test t where t.lot_no = ${lot.no}
    )
    select e.no, e.type, e.biz_step, e.event_time, e.owner, e.place,
      (select count(distinct p.id)::int from traceability.lot_move m join traceability.party p on p.id = m.holder and p.kind = 'household'
        where m.event_no = e.no) as households
    from told t join traceability.event e on e.no = t.event_no
    where not e.declares_error and e.declared_error_at is null
    order by e.event_time, e.no limit ${STEPS}`.execute(db);
  const names = new Map<string, string | null>();
  for (const owner of new Set(rows.map((r) => r.owner))) names.set(owner, (await findProducer(db, owner))?.name ?? null);
  const tests = await db
    .selectFrom('traceability.lot_test')
    .select(['on_day as day', 'what', 'lab', 'passed'])
    .where('lot_no', '=', lot.no)
    .orderBy('on_day')
    .execute();
  const recalled = (await findRecalls(db, asked.productId)).find((r) => r.lot === lot.code);
  return {
    lot: lot.code,
    product: asked.productId,
    madeOn: lot.made_on,
    bestBefore: lot.best_before,
    steps: rows.map((r) => ({
      kind: stepKind(r.type, r.biz_step),
      day: dayOf(r.event_time),
      place: r.place,
      who: names.get(r.owner) ?? null,
      ...(r.households > 0 ? { households: r.households } : {}),
    })),
    tests,
    ...(recalled
      ? {
          recalled: {
            recallId: recalled.recallId,
            since: recalled.since,
            level: recalled.level,
            reason: recalled.reason,
            advice: recalled.advice,
          },
        }
      : {}),
    sample: lot.sample,
  };
}
