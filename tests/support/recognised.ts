// People in office and recognised products, put straight into the tables.
import { sql } from 'kysely';
import type { Assignment, Person, Role } from '#server/modules/identity/index.ts';
import type { Db } from '#server/platform/db.ts';
import { idFrom } from '#shared/ids.ts';

const SINCE = { from: '2020-01-01', until: null };

/** Somebody with one role in one unit, since 2020 unless `more` says otherwise. */
export const officer = (id: string, role: Role, unit: string, more: Partial<Assignment> = {}): Person => ({
  ...{ kind: 'person', id, name: id, account: id, sample: false, mustChange: false },
  assignments: [
    {
      ...{ id: `r-${id}`, role, unit, organisation: null, producers: [], revoked: false, verbs: null, source: null, basis: 'b' },
      ...SINCE,
      ...more,
    },
  ],
});

/** Somebody who speaks for one producer. */
export const makerOf = (producer: string, unit = '08'): Person =>
  officer(`a-${producer}`, 'producer', unit, { producers: [{ id: producer, ...SINCE }] });

/** Somebody who buys for one organisation. */
export const buyerFor = (id: string): Person => officer(`b-${id}`, 'buyer', 'VN', { organisation: { id, name: `Chuỗi ${id}` } });

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
