// What producers declare in numbers, and what laboratories found.
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import type { TestVerdict } from '../rules/verdict.ts';
import { namesOf } from './names-of.ts';
import '../tables.ts';

export type SpecificationView = {
  productId: string;
  parameter: string;
  unit: string;
  min: number | null;
  max: number | null;
  since: string;
};
export type TestView = {
  id: string;
  productId: string;
  lot: string;
  parameter: string;
  unit: string;
  value: number;
  min: number | null;
  max: number | null;
  verdict: TestVerdict;
  lab: string;
  reportNo: string;
  testedOn: string;
  published: boolean;
};

/** The claims that stand today, of these products. */
export async function listDeclared(db: Db, productIds: readonly string[]): Promise<SpecificationView[]> {
  if (productIds.length === 0) return [];
  return db
    .selectFrom('supervision.specification')
    .select(['product_id as productId', 'parameter', 'unit', 'min', 'max', 'stated_on as since'])
    .where('product_id', 'in', productIds)
    .where('replaced_on', 'is', null)
    .orderBy('product_id')
    .orderBy('parameter')
    .execute();
}

const columns = sql`t.id, t.product_id as "productId", t.lot, t.parameter, t.unit, t.value, t.min, t.max, t.verdict, t.lab, t.report_no as "reportNo",
  t.tested_on as "testedOn", t.published`;

/** The newest results of a unit's inspections ('VN' or a province), at most a hundred values. */
export async function listTests(db: Db, unit: string): Promise<(TestView & { name: string })[]> {
  const { rows } = await sql<TestView>`
    select ${columns} from supervision.test_result t join supervision.inspection i on i.id = t.inspection_id
    where ${unit} = 'VN' or i.province_code = ${unit} order by t.tested_on desc, t.report_no, t.parameter limit 100`.execute(db);
  const names = await namesOf(
    db,
    rows.map((r) => r.productId),
  );
  return rows.map((r) => ({ ...r, name: names.get(r.productId)?.name ?? r.productId }));
}

/** What anybody may read of a product: the values of its three newest published reports. */
export async function publishedTests(db: Db, productId: string): Promise<TestView[]> {
  const { rows } = await sql<TestView>`
    select ${columns} from supervision.test_result t
    where t.product_id = ${productId} and t.published and t.inspection_id in (
      select inspection_id from supervision.test_result n where n.product_id = ${productId} and n.published
      group by inspection_id order by max(n.tested_on) desc, inspection_id limit 3)
    order by t.tested_on desc, t.report_no, t.parameter`.execute(db);
  return rows;
}

/** Products that have a published result: pages of all others need not ask. */
export async function testedProducts(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('supervision.test_result').select('product_id').distinct().where('published', '=', true).execute();
  return new Set(rows.map((r) => r.product_id));
}
