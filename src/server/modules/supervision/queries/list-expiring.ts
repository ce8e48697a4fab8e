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
  extended_on: string | null;
  province_code: string;
  commune_code: string | null;
};

/** In force on `day`. */
const running = (alias: string, day: string): RawBuilder<unknown> => {
  const [from, until, extended, ended] = ['valid_from', 'valid_until', 'extended_until', 'ended_on'].map((c) => sql.ref(`${alias}.${c}`));
  return sql`${from} <= ${day}::date and coalesce(${extended}, ${until}) >= ${day}::date and (${ended} is null or ${ended} > ${day}::date)`;
};

/** Terms in force whose printed end is near and that no later one in force follows. */
const ending = (day: string, unit: string): RawBuilder<unknown> => sql`
  select t.product_id, t.star, t.valid_until, t.extended_until, t.extended_on, t.province_code, t.commune_code, t.valid_until - ${day}::date as left_days
  from registry.pub_term t
  where t.valid_until <= ${day}::date + 210 and ${running('t', day)} and ${inUnit('t', unit)}
    and not exists (select from registry.pub_term n where n.product_id = t.product_id and n.valid_from > t.valid_from and ${running('n', day)})`;

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
  const { rows: found } = await sql<{ counts: Record<Light, number>; rows: Row[] }>`
    with ending as materialized (${ending(day, unit)})
    select
      (select json_build_object('over', count(*) filter (where ${BOUNDS.over}), 'late', count(*) filter (where ${BOUNDS.late}),
        'file', count(*) filter (where ${BOUNDS.file}), 'wait', count(*) filter (where ${BOUNDS.wait})) from ending) as counts,
      coalesce((select json_agg(page) from (
        select * from ending where ${light ? BOUNDS[light] : sql`true`}
        order by valid_until, product_id limit ${pageSize} offset ${(page - 1) * pageSize}) page), '[]') as rows`.execute(db);
  const { counts, rows } = found[0] ?? { counts: { over: 0, late: 0, file: 0, wait: 0 }, rows: [] };
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
      extendedUntil: r.extended_on !== null && r.extended_on > day ? null : r.extended_until,
      daysLeft,
      light: lightOf(daysLeft),
    };
  });
  return { total: light ? counts[light] : counts.over + counts.late + counts.file + counts.wait, counts, items };
}
