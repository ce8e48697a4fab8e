// People in office and recognised products, put straight into the tables.
import { sql } from 'kysely';
import type { Person, Role } from '#server/modules/identity/index.ts';
import type { Db } from '#server/platform/db.ts';
import { idFrom } from '#shared/ids.ts';

/** Somebody with one role in one unit, all year long. */
export const officer = (
  id: string,
  role: Role,
  unit: string,
  span: { from: string; until: string | null } = { from: '2020-01-01', until: null },
): Person => ({
  kind: 'person',
  id,
  name: id,
  account: id,
  sample: false,
  mustChange: false,
  assignments: [
    { id: `r-${id}`, role, unit, organisation: null, producers: [], revoked: false, verbs: null, source: null, basis: 'b', ...span },
  ],
});

/** A product of a province without any recognition; the number decides its id. */
export async function putProduct(db: Db, n: number, province = '08', commune: string | null = null): Promise<string> {
  const id = idFrom(n);
  await sql`insert into registry.producer (id, name, name_key, type, place_key, province_code)
    values (${`M${province}`}, ${`HTX ${province}`}, 'x', 'cooperative', ${province}, ${province}) on conflict do nothing`.execute(db);
  await sql`insert into registry.product (id, producer_id, name, name_key, province_code, commune_code, group_code)
    values (${id}, ${`M${province}`}, ${`Mật ong số ${n}`}, ${id}, ${province}, ${commune}, 'I')`.execute(db);
  return id;
}

export async function putTerm(db: Db, id: string, star: 3 | 4 | 5, from: string, until: string): Promise<void> {
  await sql`insert into registry.recognition (product_id, star, valid_from, valid_until) values (${id}, ${star}, ${from}, ${until})`.execute(
    db,
  );
}
