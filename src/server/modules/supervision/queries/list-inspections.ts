import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import { daysBetween } from '#shared/dates.ts';
import { type Drawn, drawPlan, frameHash } from '../rules/draw-plan.ts';
import type { Risk, RiskReason } from '../rules/risk.ts';
import type { FindingKind, Outcome, ReportKind } from '../tables.ts';
import { namesOf } from './names-of.ts';
import '../tables.ts';

export type InspectionView = {
  id: string;
  planId: string | null;
  productId: string;
  name: string;
  producer: string;
  communeCode: string | null;
  why: 'risk' | 'random' | 'report' | 'surprise';
  reasons: RiskReason[];
  risk: number;
  dueOn: string;
  daysLeft: number;
  doneOn: string | null;
  outcome: Outcome | null;
};
export type PlanView = {
  id: string;
  unit: string;
  drawnOn: string;
  until: string;
  seed: string;
  size: number;
  randomShare: number;
  frameHash: string;
  done: number;
  all: number;
};
export type FindingView = { id: string; productId: string; name: string; kind: FindingKind; text: string; dueOn: string; daysLeft: number };
export type ReportView = {
  id: string;
  productId: string | null;
  name: string | null;
  codeRead: string | null;
  kind: ReportKind;
  text: string;
  contact: string | null;
  photo: boolean;
  receivedAt: Date;
};

/** Inspections waiting in a province or the nation, nearest deadline first; with `planId` all of that plan. */
export async function listInspections(
  db: Db,
  filter: { unit: string; day: string; planId?: string | undefined },
): Promise<InspectionView[]> {
  let query = db
    .selectFrom('supervision.inspection as i')
    .select(['i.id', 'i.plan_id', 'i.product_id', 'i.why', 'i.risk', 'i.reasons', 'i.due_on', 'i.done_on', 'i.outcome'])
    .orderBy('i.due_on')
    .orderBy('i.risk', 'desc')
    .orderBy('i.id')
    .limit(500);
  query = filter.planId ? query.where('i.plan_id', '=', filter.planId) : query.where('i.done_on', 'is', null);
  if (filter.unit !== 'VN') query = query.where('i.province_code', '=', filter.unit);
  const rows = await query.execute();
  const names = await namesOf(
    db,
    rows.map((r) => r.product_id),
  );
  return rows.map((r) => ({
    id: r.id,
    planId: r.plan_id,
    productId: r.product_id,
    name: names.get(r.product_id)?.name ?? r.product_id,
    producer: names.get(r.product_id)?.producer ?? '',
    communeCode: names.get(r.product_id)?.communeCode ?? null,
    why: r.why,
    reasons: r.reasons,
    risk: r.risk,
    dueOn: r.due_on,
    daysLeft: daysBetween(filter.day, r.due_on),
    doneOn: r.done_on,
    outcome: r.outcome,
  }));
}

/** The newest plans of a unit, with how far they are. */
export async function listPlans(db: Db, unit: string): Promise<PlanView[]> {
  const { rows } = await sql<PlanView>`
    select p.id, p.unit, p.drawn_on as "drawnOn", p.until, p.seed, p.size, p.random_share as "randomShare", p.frame_hash as "frameHash",
      count(*) filter (where i.done_on is not null) as done, count(i.id) as all
    from supervision.plan p left join supervision.inspection i on i.plan_id = p.id
    where p.unit = ${unit} group by p.id order by p.drawn_on desc, p.id limit 20`.execute(db);
  return rows;
}

/** Draws a plan again from what was kept; whoever doubts it compares. */
export async function redrawPlan(db: Db, id: string): Promise<{ drawn: Drawn[]; frameHash: string; same: boolean }> {
  const plan = await db.selectFrom('supervision.plan').selectAll().where('id', '=', id).executeTakeFirst();
  if (!plan) throw notFound('planId', { vi: 'kế hoạch', en: 'plan' });
  const frame = plan.frame as Risk[];
  const drawn = drawPlan(frame, { seed: plan.seed, size: plan.size, randomShare: plan.random_share });
  const kept = await db.selectFrom('supervision.inspection').select(['product_id', 'why']).where('plan_id', '=', id).execute();
  const key = (rows: { id: string; why: string }[]) => JSON.stringify(rows.map((r) => `${r.id} ${r.why}`).sort());
  const hash = frameHash(frame);
  const same = hash === plan.frame_hash && key(drawn) === key(kept.map((k) => ({ id: k.product_id, why: k.why })));
  return { drawn, frameHash: hash, same };
}

/** Findings not yet closed in a unit, nearest deadline first. */
export async function listOpenFindings(db: Db, unit: string, day: string): Promise<FindingView[]> {
  let query = db
    .selectFrom('supervision.finding as f')
    .innerJoin('supervision.inspection as i', 'i.id', 'f.inspection_id')
    .select(['f.id', 'f.product_id', 'f.kind', 'f.text', 'f.due_on'])
    .where('f.closed_on', 'is', null)
    .orderBy('f.due_on')
    .orderBy('f.id')
    .limit(500);
  if (unit !== 'VN') query = query.where('i.province_code', '=', unit);
  const rows = await query.execute();
  const names = await namesOf(
    db,
    rows.map((r) => r.product_id),
  );
  return rows.map((r) => ({
    id: r.id,
    productId: r.product_id,
    name: names.get(r.product_id)?.name ?? r.product_id,
    kind: r.kind,
    text: r.text,
    dueOn: r.due_on,
    daysLeft: daysBetween(day, r.due_on),
  }));
}

/** Reports nobody has dealt with, oldest first; those about unknown codes belong to the nation. */
export async function listNewReports(db: Db, unit: string): Promise<ReportView[]> {
  let query = db
    .selectFrom('supervision.consumer_report')
    .leftJoin('supervision.report_photo as p', 'p.report_id', 'id')
    .select(['id', 'product_id', 'code_read', 'kind', 'text', 'contact', 'received_at', 'p.report_id as photo'])
    .where('state', '=', 'new')
    .orderBy('received_at')
    .limit(500);
  if (unit !== 'VN') query = query.where('province_code', '=', unit);
  const rows = await query.execute();
  const names = await namesOf(
    db,
    rows.flatMap((r) => (r.product_id ? [r.product_id] : [])),
  );
  return rows.map((r) => ({
    id: r.id,
    productId: r.product_id,
    name: r.product_id ? (names.get(r.product_id)?.name ?? r.product_id) : null,
    codeRead: r.code_read,
    kind: r.kind,
    text: r.text,
    contact: r.contact,
    photo: r.photo !== null,
    receivedAt: r.received_at,
  }));
}
