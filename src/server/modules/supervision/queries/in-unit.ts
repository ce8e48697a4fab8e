import { type RawBuilder, sql } from 'kysely';

/** Rows of an alias that lie in a unit of today: 'VN', a province, a commune. */
export function inUnit(alias: string, unit: string): RawBuilder<unknown> {
  if (unit === 'VN') return sql`true`;
  return unit.length === 2 ? sql`${sql.ref(`${alias}.province_code`)} = ${unit}` : sql`${sql.ref(`${alias}.commune_code`)} = ${unit}`;
}
