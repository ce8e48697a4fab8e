// What anybody may read about a lot: when and roughly where its steps happened. Households are counted, never named; buyers stay out.
import { sql } from 'kysely';
import { findProducer } from '#server/modules/registry/index.ts';
import type { Db } from '#server/platform/db.ts';
import { placePath } from '../../events/rules/lot-key.ts';
import { findRecalls, type RecallNotice } from '../../recall/queries/find-recalls.ts';
import { type StepKind, stepKind } from '../rules/step-kind.ts';
import '../../events/tables.ts';

export type StoryStep = {
  kind: StepKind;
  /** ISO day, Asia/Ho_Chi_Minh. */
  day: string;
  /** Commune and province as text; null when the event names no place of ours. */
  place: string | null;
  /** The code of that place: path of the producer's GLN, else of its own (Circular 02/2024/TT-BKHCN, art. 6.5). */
  placeCode: string;
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
  /** The earliest first; what happened on one day in one place in one way is one step. */
  steps: StoryStep[];
  tests: StoryTest[];
  recalled?: Pick<RecallNotice, 'recallId' | 'since' | 'level' | 'reason' | 'advice'>;
  sample: boolean;
  /** Numbers of this lot and of every lot it came from; undefined when there are more than the story tells of. */
  lots: number[] | undefined;
};

/** A pooled lot may have thousands of forebears; the story tells of the nearest. */
const ANCESTORS = 2_000;
const STEPS = 200;

type StepRow = {
  type: string;
  biz_step: string | null;
  day: string;
  owner: string;
  place: string | null;
  gln: string | null;
  /** Households, by id. */
  givers: string[] | null;
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
  const { rows: near } = await sql<{ no: number }>`
    with recursive back(no) as (
      select ${lot.no}::bigint union select e.from_no from back b join traceability.lot_edge e on e.to_no = b.no
    ) select no from back limit ${ANCESTORS + 1}`.execute(db);
  const lots = near.slice(0, ANCESTORS).map((n) => n.no);
  const { rows } = await sql<StepRow>`
    with told as (
      select event_no from traceability.lot_move where lot_no = any(${lots}::bigint[]) and kind in ('make', 'use', 'receive', 'ship')
      union select event_no from traceability.lot_test where lot_no = ${lot.no}
    )
    select e.type, e.biz_step, ((e.event_time at time zone 'Asia/Ho_Chi_Minh')::date)::text as day, e.owner, e.place, g.gln,
      array_agg(distinct p.id) filter (where p.id is not null) as givers
    from told t join traceability.event e on e.no = t.event_no
    left join traceability.lot_move m on m.event_no = e.no
    left join traceability.party p on p.id = m.holder and p.kind = 'household'
    left join lateral (select min(gln) as gln from traceability.gln where producer_id = e.owner) g on true
    where not e.declares_error and e.declared_error_at is null
    group by 1, 2, 3, 4, 5, 6 order by min(e.event_time), min(e.no) limit ${STEPS}`.execute(db);
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
    steps: stepsOf(rows, names),
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
    lots: near.length > ANCESTORS ? undefined : lots,
  };
}

/** Deliveries and their pooling, by whatever business step they are told, are one step of a day. */
function stepsOf(rows: readonly StepRow[], names: ReadonlyMap<string, string | null>): StoryStep[] {
  const groups = Map.groupBy(rows, (r) => [stepKind(r.type, r.biz_step), r.day, r.owner, r.place].join('\n'));
  return [...groups.values()].flatMap((group) => {
    const [r] = group;
    if (!r) return [];
    const households = new Set(group.flatMap((g) => g.givers ?? [])).size;
    const step = {
      kind: stepKind(r.type, r.biz_step),
      day: r.day,
      place: r.place,
      placeCode: placePath(r.owner, r.gln),
      who: names.get(r.owner) ?? null,
    };
    return [households > 0 ? { ...step, households } : step];
  });
}

/** Has anybody made this lot? `lot` as printed, any case. */
export async function isLotMade(db: Db, asked: { productId: string; lot: string }): Promise<boolean> {
  const lot = await db
    .selectFrom('traceability.lot')
    .select('no')
    .where('product_id', '=', asked.productId)
    .where('code', '=', asked.lot.toUpperCase())
    .where('made_on', 'is not', null)
    .executeTakeFirst();
  return lot !== undefined;
}
