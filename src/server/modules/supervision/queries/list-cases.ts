import type { Db } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import { daysBetween } from '#shared/dates.ts';
import type { CaseState, Move } from '../rules/case-moves.ts';
import type { Cause } from '../rules/causes.ts';
import { namesOf } from './names-of.ts';
import '../tables.ts';

export type CaseView = {
  id: string;
  productId: string;
  name: string;
  producer: string;
  provinceCode: string;
  communeCode: string | null;
  star: 3 | 4 | 5;
  cause: Cause;
  basisNo: string;
  basisBy: string;
  basisOn: string;
  dueOn: string;
  daysLeft: number;
  state: CaseState;
  decisionNo: string | null;
  decidedOn: string | null;
};
export type StepView = { no: number; move: 'open' | Move; state: CaseState; onDay: string; byName: string; note: string };

type Filter = { unit: string; day: string; open?: boolean | undefined; productId?: string | undefined; id?: string | undefined };

/** Cases of a unit: open ones by deadline first, then the closed ones, newest first; at most 500. */
export async function listCases(db: Db, filter: Filter): Promise<CaseView[]> {
  let query = db.selectFrom('supervision.revocation_case').selectAll();
  if (filter.unit.length === 2 && filter.unit !== 'VN') query = query.where('province_code', '=', filter.unit);
  if (filter.open === true) query = query.where('state', 'not in', ['revoked', 'dropped']);
  if (filter.open === false) query = query.where('state', 'in', ['revoked', 'dropped']);
  if (filter.productId) query = query.where('product_id', '=', filter.productId);
  if (filter.id) query = query.where('id', '=', filter.id);
  const rows = await query
    .orderBy((e) => e('state', 'in', ['revoked', 'dropped']))
    .orderBy('due_on')
    .orderBy('id')
    .limit(500)
    .execute();
  const names = await namesOf(
    db,
    rows.map((r) => r.product_id),
  );
  return rows
    .map((r) => ({
      id: r.id,
      productId: r.product_id,
      name: names.get(r.product_id)?.name ?? r.product_id,
      producer: names.get(r.product_id)?.producer ?? '',
      provinceCode: r.province_code,
      communeCode: names.get(r.product_id)?.communeCode ?? null,
      star: r.star,
      cause: r.cause,
      basisNo: r.basis_no,
      basisBy: r.basis_by,
      basisOn: r.basis_on,
      dueOn: r.due_on,
      daysLeft: daysBetween(filter.day, r.due_on),
      state: r.state,
      decisionNo: r.decision_no,
      decidedOn: r.decided_on,
    }))
    .filter((c) => filter.unit.length === 2 || c.communeCode === filter.unit);
}

/** One case with its steps. */
export async function getCase(db: Db, id: string, day: string): Promise<CaseView & { steps: StepView[] }> {
  const [found] = await listCases(db, { unit: 'VN', day, id });
  if (!found) throw notFound('caseId', { vi: 'hồ sơ thu hồi', en: 'revocation case' });
  const steps = await db
    .selectFrom('supervision.case_step')
    .select(['no', 'move', 'state', 'on_day as onDay', 'by_name as byName', 'note'])
    .where('case_id', '=', id)
    .orderBy('no')
    .execute();
  return { ...found, steps };
}
