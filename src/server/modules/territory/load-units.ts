import { sql } from 'kysely';
import { type Db, type Tx, transact } from '#server/platform/db.ts';
import { readRegions, referenceUnits, type SuccessionRow, type UnitRow } from './reference.ts';
import './tables.ts';

/** Fills the territory tables when they are empty; says whether it did. */
export async function loadUnits(db: Db): Promise<boolean> {
  const [first] = await db.selectFrom('territory.unit').select('id').limit(1).execute();
  if (first) return false;
  const { units, successions } = referenceUnits();
  await transact(db, async (tx) => {
    await insertUnits(tx, units);
    await insertSuccessions(tx, successions);
    await insertRegions(tx);
  });
  return true;
}

/** One statement for all rows: the list travels as JSON. */
export async function insertUnits(tx: Tx, units: UnitRow[]): Promise<void> {
  await sql`
    insert into territory.unit
      (code, level, name, full_name, kind, parent_code, district_code, province_code, folded, valid_from, valid_until, source)
    select code, level, name, full_name, kind, parent_code, district_code, province_code, folded, valid_from, valid_until, source
    from json_to_recordset(${JSON.stringify(units)}::json) as u (code text, level text, name text, full_name text, kind text,
      parent_code text, district_code text, province_code text, folded text, valid_from date, valid_until date, source text)`.execute(tx);
}

/** The old unit is the one that ends on the eve of the day, the new one the one in force on it. */
export async function insertSuccessions(tx: Tx, rows: SuccessionRow[]): Promise<void> {
  await sql`
    insert into territory.succession (old_unit, new_unit, share, divided, effective, source)
    select o.id, n.id, s.share, s.divided, s.effective, s.source
    from json_to_recordset(${JSON.stringify(rows)}::json) as s (level text, old text, new text, new_level text, effective date,
      divided boolean, share numeric, source text)
    join territory.unit o on o.level = s.level and o.code = s.old and o.valid_until = s.effective - 1
    join territory.unit n on n.level = s.new_level and n.code = s.new and n.valid_from = s.effective
    on conflict do nothing`.execute(tx);
}

async function insertRegions(tx: Tx): Promise<void> {
  const { source, regions } = readRegions();
  const rows = regions.map((r, sort) => ({ map: r.map, key: r.key, name_vi: r.vi, name_en: r.en, sort, source: source[r.map] }));
  await tx.insertInto('territory.region').values(rows).execute();
  const members = regions.flatMap((r) => r.provinces.map((p) => ({ map: r.map, province_code: p, region_key: r.key })));
  await tx.insertInto('territory.region_member').values(members).execute();
}
