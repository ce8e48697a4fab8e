// The units in memory: loaded once, replaced as a whole after an import.
import { foldMarks } from '#shared/text/fold.ts';
import { buildNames, type Names } from './names.ts';
import { LAST_THREE_TIERS } from './reference.ts';
import type { MapOf } from './tables.ts';
import type { Unit } from './unit.ts';

export type Succession = { old: number; new: number; share: number | null; divided: boolean };
export type Region = { key: string; nameVi: string; nameEn: string; provinces: string[] };
export type Province = { code: string; name: string; fullName: string; region: { key: string; nameVi: string; nameEn: string } };
export type Commune = { code: string; name: string; fullName: string; provinceCode: string; lat: number | null; lng: number | null };
export type Point = { lat: number; lng: number };
export type OldCommune = { code: string; name: string; fullName: string; district: string; successors: string[] };

export type Territory = {
  province(code: string, map: MapOf): Province | undefined;
  /** In the order of the official codes. */
  provinces(map: MapOf): Province[];
  regions(map: MapOf): Region[];
  /** Of today. */
  commune(code: string): Commune | undefined;
  communesOf(provinceCode: string): Commune[];
  /** The middle of the province's communes; while no official centres are imported, our own estimate (reference/territory/centres.json). */
  centreOf(provinceCode: string): Point | undefined;
  oldCommunes(oldProvinceCode: string): OldCommune[];
  /** Code on the map of 63 → code on the map of 34. */
  successorProvince(oldCode: string): string;
  /** The province on the map of 63 that a commune of today lies in; undefined where it joins several. */
  oldProvinceOf(communeCode: string): string | undefined;
  /** Codes of the districts that a commune of today lay in. */
  districtsBefore(communeCode: string): ReadonlySet<string>;
  /** Provinces on the map of 63 that became this one. */
  predecessorsOf(provinceCode: string): string[];
  /** Units in force today that took over (part of) a unit; itself when it is in force. */
  currentOf(unit: Unit): { unit: Unit; share: number | null }[];
  /** Communes of today that took over (part of) the communes of an old district. */
  currentOfDistrict(unit: Unit): { unit: Unit; share: null }[];
  /** All units of all times, and their names folded. */
  readonly units: readonly Unit[];
  readonly names: Names;
};

export const inForceOn = (unit: Unit, day: string): boolean =>
  (unit.validFrom === null || unit.validFrom <= day) && (unit.validUntil === null || unit.validUntil >= day);

/** A unit of the three-tier time. */
export const isOld = (unit: Unit): boolean => unit.validUntil !== null && unit.validUntil <= LAST_THREE_TIERS;

type Regions = Record<MapOf, Region[]>;

/** Pure: the same rows give the same snapshot. `centres`: estimated middle of each province on the map of 63. */
export function buildTerritory(
  units: readonly Unit[],
  successions: readonly Succession[],
  regions: Regions,
  centres: Readonly<Record<string, Point>>,
): Territory {
  const byId = new Map(units.map((u) => [u.id, u]));
  const next = new Map<number, Succession[]>();
  for (const s of successions) (next.get(s.old) ?? next.set(s.old, []).get(s.old))?.push(s);

  function currentOf(unit: Unit): { unit: Unit; share: number | null }[] {
    if (unit.validUntil === null) return [{ unit, share: null }];
    const found = new Map<string, { unit: Unit; share: number | null }>();
    for (const s of next.get(unit.id) ?? []) {
      const to = byId.get(s.new);
      if (!to) continue;
      for (const c of currentOf(to)) found.set(c.unit.code, { unit: c.unit, share: s.share });
    }
    return [...found.values()];
  }

  const provinceUnits = units.filter((u) => u.level === 'province').sort((a, b) => a.code.localeCompare(b.code));
  const provinceMaps = { 34: new Map<string, Province>(), 63: new Map<string, Province>() };
  for (const map of [34, 63] as const) {
    const regionOf = new Map(regions[map].flatMap((r) => r.provinces.map((p) => [p, r] as const)));
    for (const u of provinceUnits) {
      if (map === 34 ? u.validUntil !== null : !inForceOn(u, LAST_THREE_TIERS)) continue;
      const r = regionOf.get(u.code);
      const region = { key: r?.key ?? '', nameVi: r?.nameVi ?? '', nameEn: r?.nameEn ?? '' };
      provinceMaps[map].set(u.code, { code: u.code, name: u.name, fullName: u.fullName, region });
    }
  }
  const successor = new Map<string, string>();
  for (const u of provinceUnits) {
    if (!inForceOn(u, LAST_THREE_TIERS)) continue;
    const to = currentOf(u)[0];
    if (to) successor.set(u.code, to.unit.code);
  }
  const merged = new Map<string, string[]>();
  for (const [from, to] of successor) merged.set(to, [...(merged.get(to) ?? []), from]);

  const communes = new Map<string, Unit>();
  const communesOf = new Map<string, Commune[]>();
  const oldProvinces = new Map<string, Set<string>>();
  const oldDistricts = new Map<string, Set<string>>();
  const oldCommunes = new Map<string, OldCommune[]>();
  const ofDistrict = new Map<string, Set<string>>();
  const districts = new Map(units.filter((u) => u.level === 'district').map((u) => [u.code, u]));
  for (const u of units) {
    if (u.level === 'commune' && u.validUntil === null) {
      communes.set(u.code, u);
      communesOf.set(u.provinceCode, [...(communesOf.get(u.provinceCode) ?? []), view(u)]);
    }
    if (u.level === 'province' || !isOld(u)) continue;
    const successors = currentOf(u).map((c) => c.unit.code);
    for (const code of successors) {
      setIn(oldProvinces, code).add(u.provinceCode);
      setIn(oldDistricts, code).add(u.level === 'district' ? u.code : (u.districtCode ?? ''));
    }
    if (u.level === 'district') continue;
    for (const code of successors) setIn(ofDistrict, u.districtCode ?? '').add(code);
    const district = districts.get(u.districtCode ?? '')?.fullName ?? '';
    const list = oldCommunes.get(u.provinceCode) ?? [];
    list.push({ code: u.code, name: u.name, fullName: u.fullName, district, successors });
    oldCommunes.set(u.provinceCode, list);
  }
  const middles = new Map<string, Point | undefined>();
  for (const code of provinceMaps[34].keys())
    middles.set(
      code,
      meanOf((communesOf.get(code) ?? []).flatMap(({ lat, lng }) => (lat === null || lng === null ? [] : [{ lat, lng }]))) ??
        meanOf((merged.get(code) ?? []).flatMap((old) => centres[old] ?? [])),
    );
  const today = new Map([...communes].map(([code, u]) => [code, view(u)]));

  return {
    province: (code, map) => provinceMaps[map].get(code),
    provinces: (map) => [...provinceMaps[map].values()],
    regions: (map) => regions[map],
    commune: (code) => today.get(code),
    communesOf: (code) => communesOf.get(code) ?? [],
    centreOf: (code) => middles.get(code),
    oldCommunes: (code) => oldCommunes.get(code) ?? [],
    successorProvince: (code) => successor.get(code) ?? code,
    predecessorsOf: (code) => merged.get(code) ?? [],
    oldProvinceOf: (code) => {
      const unit = communes.get(code);
      const before = merged.get(unit?.provinceCode ?? '') ?? [];
      if (before.length === 1) return before[0];
      const found = oldProvinces.get(code);
      return found?.size === 1 ? [...found][0] : undefined;
    },
    districtsBefore: (code) => oldDistricts.get(code) ?? NONE,
    currentOf,
    currentOfDistrict: (unit) =>
      unit.level !== 'district'
        ? []
        : [...(ofDistrict.get(unit.code) ?? NONE)].sort().flatMap((code) => {
            const found = communes.get(code);
            return found ? [{ unit: found, share: null }] : [];
          }),
    units,
    names: buildNames(units),
  };
}

const NONE: ReadonlySet<string> = new Set();
function setIn(map: Map<string, Set<string>>, key: string): Set<string> {
  const set = map.get(key) ?? new Set();
  map.set(key, set);
  return set;
}
function meanOf(points: readonly Point[]): Point | undefined {
  if (points.length === 0) return undefined;
  const mean = (pick: (p: Point) => number) => points.reduce((sum, p) => sum + pick(p), 0) / points.length;
  return { lat: mean((p) => p.lat), lng: mean((p) => p.lng) };
}
const view = (u: Unit): Commune => ({
  code: u.code,
  name: u.name,
  fullName: u.fullName,
  provinceCode: u.provinceCode,
  lat: u.lat,
  lng: u.lng,
});

/** True when two names are the same word for word, whatever the placement of tones. */
export const sameMarks = (a: string, b: string): boolean => foldMarks(a) === foldMarks(b);
