import type { Db, Tx } from '#server/platform/db.ts';
import { readCentres } from './reference.ts';
import type { MapOf } from './tables.ts';
import { buildTerritory, type Region, type Territory } from './territory.ts';
import type { Unit } from './unit.ts';

/** Every unit of every time. */
export async function readUnits(db: Db | Tx): Promise<Unit[]> {
  return db
    .selectFrom('territory.unit')
    .select(['id', 'code', 'level', 'name', 'kind', 'folded', 'lat', 'lng'])
    .select(['full_name as fullName', 'parent_code as parent', 'district_code as districtCode', 'province_code as provinceCode'])
    .select(['valid_from as validFrom', 'valid_until as validUntil'])
    .orderBy('code')
    .orderBy('valid_from', (o) => o.asc().nullsFirst())
    .execute();
}

/** Reads all units of all times into memory. */
export async function loadTerritory(db: Db): Promise<Territory> {
  const [units, successions, regions, members] = await Promise.all([
    readUnits(db),
    db.selectFrom('territory.succession').select(['old_unit as old', 'new_unit as new', 'share', 'divided']).orderBy('old_unit').execute(),
    db.selectFrom('territory.region').selectAll().orderBy('sort').execute(),
    db.selectFrom('territory.region_member').selectAll().orderBy('province_code').execute(),
  ]);
  const of = (map: MapOf): Region[] =>
    regions
      .filter((r) => r.map === map)
      .map((r) => ({
        key: r.key,
        nameVi: r.name_vi,
        nameEn: r.name_en,
        provinces: members.filter((m) => m.map === map && m.region_key === r.key).map((m) => m.province_code),
      }));
  return buildTerritory(units, successions, { 34: of(34), 63: of(63) }, readCentres());
}
