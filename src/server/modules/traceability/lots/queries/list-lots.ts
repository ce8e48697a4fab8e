// The lot register: what a producer has, made, and awaits.
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { dayOf } from '#shared/dates.ts';
import type { Warning } from '../../events/rules/mass-balance.ts';
import { type StepKind, stepKind } from '../rules/step-kind.ts';
import '../../events/tables.ts';

export type LotView = {
  no: number;
  /** The address: `{product or producer}/{lot}`; undefined for a lot known by its EPC alone. */
  path: string | undefined;
  epc: string;
  productId: string | null;
  code: string | null;
  name: string | null;
  maker: string | null;
  unit: string;
  madeOn: string | null;
  bestBefore: string | null;
  made: number;
  left: number;
  arriving: number;
  recalled: boolean;
  sample: boolean;
};

type Row = Omit<LotView, 'path'>;
const OWN = /^[PN]\/([^/]+)\/L\/(.+)$/;
/** `7K2M9QXD/L1` of `P/7K2M9QXD/L/L1`. */
export const pathOfLot = (epc: string): string | undefined => {
  const m = OWN.exec(epc);
  return m ? `${m[1]}/${encodeURIComponent(m[2] ?? '')}` : undefined;
};
const view = (r: Row): LotView => ({ ...r, path: pathOfLot(r.epc) });

const COLUMNS = sql`l.no, l.epc, l.product_id as "productId", l.code, l.name, l.maker, coalesce(l.unit, 'H87') as unit, l.made_on as "madeOn",
  l.best_before as "bestBefore", l.sample,
  exists (select 1 from traceability.recall_lot rl join traceability.recall r on r.id = rl.recall_id where rl.lot_no = l.no and r.closed_at is null) as recalled`;

export type LotFilter = { producer: string; productId?: string | undefined; page: number; pageSize: number; all?: boolean };

/** Lots that the producer holds, awaits or made; with `all` also those that are used up. The newest first. */
export async function listLots(db: Db, f: LotFilter): Promise<{ items: LotView[]; more: boolean }> {
  const { rows } = await sql<Row>`
    with mine as (
      select m.lot_no, sum(m.delta) filter (where m.kind <> 'arrive') as left, sum(m.delta) filter (where m.kind = 'arrive') as arriving,
        sum(m.delta) filter (where m.kind = 'make') as made
      from traceability.lot_move m where m.holder = ${f.producer} group by m.lot_no
    )
    select ${COLUMNS}, coalesce(mine.made, 0) as made, coalesce(mine.left, 0) as left, coalesce(mine.arriving, 0) as arriving
    from mine join traceability.lot l on l.no = mine.lot_no
    where (${f.productId ?? null}::text is null or l.product_id = ${f.productId ?? null})
      and (${f.all ?? false} or coalesce(mine.left, 0) <> 0 or coalesce(mine.arriving, 0) > 0)
    order by l.no desc limit ${f.pageSize + 1} offset ${(f.page - 1) * f.pageSize}`.execute(db);
  return { items: rows.slice(0, f.pageSize).map(view), more: rows.length > f.pageSize };
}

/** One lot by the address of its page: of a product, else a material of a producer. */
export async function findLot(db: Db, id: string, code: string): Promise<LotView | undefined> {
  const keys = [`P/${id.toUpperCase()}/L/${code.toUpperCase()}`, `N/${id.toUpperCase()}/L/${code.toUpperCase()}`];
  const { rows } = await sql<Row>`
    select ${COLUMNS}, coalesce((select sum(delta) from traceability.lot_move where lot_no = l.no and kind = 'make'), 0) as made,
      coalesce((select sum(delta) from traceability.lot_move where lot_no = l.no), 0) as left, 0 as arriving
    from traceability.lot l where l.epc = any(${keys}::text[]) order by l.epc desc limit 1`.execute(db);
  return rows[0] ? view(rows[0]) : undefined;
}

export type HistoryView = {
  eventId: string;
  kind: StepKind;
  day: string;
  owner: string;
  place: string | null;
  /** Declared wrong since; it counts no more. */
  wrongSince: string | null;
  moves: { holder: string; name: string | null; kind: string; quantity: number }[];
};

/** Everything told of a lot, the newest first. */
export async function listHistory(db: Db, lotNo: number, limit = 200): Promise<HistoryView[]> {
  const { rows } = await sql<{
    event_id: string;
    type: string;
    biz_step: string | null;
    event_time: Date;
    owner: string;
    place: string | null;
    declared_error_at: Date | null;
    moves: HistoryView['moves'] | null;
  }>`
    select e.event_id, e.type, e.biz_step, e.event_time, e.owner, e.place, e.declared_error_at,
      (select json_agg(json_build_object('holder', m.holder, 'name', p.name, 'kind', m.kind, 'quantity', m.delta) order by m.kind, m.holder)
        from traceability.lot_move m left join traceability.party p on p.id = m.holder where m.event_no = e.no and m.lot_no = l.no) as moves
    from traceability.lot l join traceability.event_epc x on x.epc = l.epc join traceability.event e on e.no = x.event_no
    where l.no = ${lotNo} and not e.declares_error
    group by e.no, l.no order by e.event_time desc, e.no desc limit ${limit}`.execute(db);
  return rows.map((r) => ({
    eventId: r.event_id,
    kind: stepKind(r.type, r.biz_step),
    day: dayOf(r.event_time),
    owner: r.owner,
    place: r.place,
    wrongSince: r.declared_error_at ? dayOf(r.declared_error_at) : null,
    moves: r.moves ?? [],
  }));
}

/** Names of the producer's address book, for the form. */
export const listParties = (db: Db, owner: string): Promise<{ kind: 'household' | 'business'; name: string }[]> =>
  db.selectFrom('traceability.party').select(['kind', 'name']).where('owner', '=', owner).orderBy('name').limit(500).execute();

/** Did one of these producers ever have the lot, or does it wait for it? */
export async function hadLot(db: Db, lotNo: number, producers: readonly string[]): Promise<boolean> {
  const { rows } =
    await sql`select 1 from traceability.lot_move where lot_no = ${lotNo} and holder = any(${producers}::text[]) limit 1`.execute(db);
  return rows.length > 0;
}

/** The warnings of one's own step. */
export async function listWarnings(db: Db, captureId: string, owner: string): Promise<Warning[]> {
  const row = await db
    .selectFrom('traceability.capture')
    .select('warnings')
    .where('id', '=', captureId)
    .where('owner', '=', owner)
    .executeTakeFirst();
  return (row?.warnings ?? []) as Warning[];
}
