import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { daysBetween } from '#shared/dates.ts';
import { type Light, lightOf } from '../rules/reminders.ts';
import { inUnit } from './in-unit.ts';
import { namesOf } from './names-of.ts';

export type ExpiringView = {
  productId: string;
  name: string;
  producer: string;
  communeCode: string | null;
  provinceCode: string;
  star: 3 | 4 | 5;
  validUntil: string;
  extendedUntil: string | null;
  daysLeft: number;
  light: Light;
};
type Row = {
  product_id: string;
  star: 3 | 4 | 5;
  valid_until: string;
  extended_until: string | null;
  province_code: string;
  commune_code: string | null;
};

/** Terms in force on `day` whose printed end is near, latest term of each product. */
const ending = (day: string, unit: string): RawBuilder<unknown> => sql`
  select * from (
    select distinct on (t.product_id) t.product_id, t.star, t.valid_until, t.extended_until, t.province_code, t.commune_code
    from registry.pub_term t
    where t.valid_from <= ${day}::date and coalesce(t.extended_until, t.valid_until) >= ${day}::date
      and (t.ended_on is null or t.ended_on > ${day}::date) and ${inUnit('t', unit)}
    order by t.product_id, t.valid_from desc) latest
  where valid_until <= ${day}::date + 210`;

const BOUNDS: Record<Light, RawBuilder<unknown>> = {
  over: sql`left_days < 0`,
  late: sql`left_days >= 0 and left_days < 120`,
  file: sql`left_days between 120 and 180`,
  wait: sql`left_days > 180`,
};

/** What ends within 210 days in a unit (nation, province or commune of today), soonest first, with a count for each light. */
export async function listExpiring(
  db: Db,
  query: { unit: string; day: string; light?: Light | undefined; page: number; pageSize: number },
): Promise<{ total: number; counts: Record<Light, number>; items: ExpiringView[] }> {
  const { unit, day, light, page, pageSize } = query;
  const from = sql`(select e.*, e.valid_until - ${day}::date as left_days from (${ending(day, unit)}) e) x`;
  const { rows: sums } = await sql<Record<Light, number>>`
    select count(*) filter (where ${BOUNDS.over}) as over, count(*) filter (where ${BOUNDS.late}) as late,
      count(*) filter (where ${BOUNDS.file}) as file, count(*) filter (where ${BOUNDS.wait}) as wait from ${from}`.execute(db);
  const counts = sums[0] ?? { over: 0, late: 0, file: 0, wait: 0 };
  const { rows } = await sql<Row>`
    select * from ${from} where ${light ? BOUNDS[light] : sql`true`}
    order by valid_until, product_id limit ${pageSize} offset ${(page - 1) * pageSize}`.execute(db);
  const names = await namesOf(
    db,
    rows.map((r) => r.product_id),
  );
  const items = rows.map((r) => {
    const daysLeft = daysBetween(day, r.valid_until);
    return {
      productId: r.product_id,
      name: names.get(r.product_id)?.name ?? r.product_id,
      producer: names.get(r.product_id)?.producer ?? '',
      communeCode: r.commune_code,
      provinceCode: r.province_code,
      star: r.star,
      validUntil: r.valid_until,
      extendedUntil: r.extended_until,
      daysLeft,
      light: lightOf(daysLeft),
    };
  });
  return { total: light ? counts[light] : counts.over + counts.late + counts.file + counts.wait, counts, items };
}
