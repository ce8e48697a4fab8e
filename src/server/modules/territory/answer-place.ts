// What to say of the units found: candidates with how sure they are, the place where nobody is needed, what was not recognised.

import type { Found, Hit } from './match-reading.ts';
import { compact, type Piece } from './names.ts';
import { TWO_TIERS } from './reference.ts';
import { inForceOn, isOld, type Territory } from './territory.ts';
import type { Unit } from './unit.ts';

export type Current = { code: string; name: string; province: string; provinceName: string; share?: number };
export type Candidate = {
  code: string;
  name: string;
  level: Unit['level'];
  province: string;
  provinceName: string;
  /** A day on which the unit is in force: the day asked for, else its last or first one. */
  asOf: string;
  current: Current[];
  confidence: number;
};
export type Resolved = {
  candidates: Candidate[];
  ambiguous: boolean;
  /** Set when the answer needs no person; a commune code of null: only the province is sure. */
  place?: { communeCode: string | null; provinceCode: string; oldProvinceCode: string | null };
  /** The same written place gives the same key. */
  placeKey: string;
  provinceKnown: boolean;
  /** What the texts say of the province: a known one, one that nobody knows, or nothing. */
  provinceWritten: 'known' | 'unknown' | 'no';
  /** Parts that were written but are not in the lists; the place is then only as exact as the rest. */
  unrecognised: ('commune' | 'district')[];
};

/** Below this a person has to look. */
const SURE = 0.6;

/** The answer to the best reading of a text. */
export function answerPlace(territory: Territory, found: Found, asOf: string | undefined): Resolved {
  return found.hits.length > 0 ? communeAnswer(territory, found, asOf) : widerAnswer(territory, found, asOf);
}

function communeAnswer(territory: Territory, found: Found, asOf: string | undefined): Resolved {
  const { reading, provinces, districts, hits } = found;
  const top = hits.filter((h) => h.score > (hits[0]?.score ?? 0) - 0.01);
  const currents = new Map(top.flatMap((h) => territory.currentOf(h.unit)).map((c) => [c.unit.code, c.unit]));
  const sameOutcome = (unit: Unit) => {
    const to = territory.currentOf(unit);
    return to.length > 0 && to.every((c) => currents.has(c.unit.code));
  };
  const sure = (top[0]?.confidence ?? 0) >= SURE;
  const ambiguous = currents.size > 1 || !sure || (reading.either && districts.some((d) => !sameOutcome(d)));

  const units = reading.either ? [...hits, ...districts.map((unit) => ({ unit, score: 0, confidence: hits[0]?.confidence ?? 1 }))] : hits;
  // what came second is no equal of the answer, and says so
  const second = (h: Hit) => !top.includes(h) && !sameOutcome(h.unit);
  const candidates = units.map((h) => candidate(territory, h, asOf, ambiguous ? Math.max(1, currents.size) : second(h) ? 2 : 1));
  const [only] = currents.size === 1 && !ambiguous ? [...currents.values()] : [];
  const place = only && { communeCode: only.code, provinceCode: only.provinceCode, oldProvinceCode: oldProvinceOf(territory, top, only) };
  const homes = new Set([...currents.values()].map((u) => u.provinceCode));
  return {
    candidates,
    ambiguous,
    ...(place ? { place } : {}),
    placeKey: place ? `commune:${place.communeCode}` : writtenKey(territory, found),
    provinceKnown: provinces.length > 0 || homes.size === 1,
    provinceWritten: provinces.length > 0 ? 'known' : 'no',
    unrecognised: unrecognised(found),
  };
}

/** No commune is known: the district or the province is all there is to say. */
function widerAnswer(territory: Territory, found: Found, asOf: string | undefined): Resolved {
  const { provinces, districts } = found;
  const missing = unrecognised(found);
  // part of what was written is not answered
  const confidence = (provinces.length > 0 ? 1 : 0.7) * (missing.length > 0 ? 0.5 : 1);
  const units = districts.length > 0 ? districts : latest(provinces);
  const island = onlyCommune(territory, districts);
  const place = island ?? provinceOnly(territory, found);
  return {
    candidates: units.map((unit) => candidate(territory, { unit, score: 0, confidence }, asOf, 1)),
    ambiguous: !place,
    ...(place ? { place } : {}),
    placeKey: island ? `commune:${island.communeCode}` : writtenKey(territory, found),
    provinceKnown: true,
    provinceWritten: provinces.length > 0 ? 'known' : 'no',
    unrecognised: missing,
  };
}

function unrecognised({ reading, districts, hits }: Found): Resolved['unrecognised'] {
  const commune = hits.length === 0 && !reading.either && communesWritten(reading).length > 0;
  const district = districts.length === 0 && reading.districts.length > 0;
  return [...(commune ? (['commune'] as const) : []), ...(district ? (['district'] as const) : [])];
}

/** The parts that are surely meant as a commune: named as one, or the only ones. */
const communesWritten = ({ communes }: Found['reading']): Piece[] => communes.filter((p) => p.kind !== null || communes.length === 1);

/** An island district is one commune today. */
function onlyCommune(territory: Territory, districts: Unit[]): Resolved['place'] {
  const [district, another] = districts;
  const [commune, ...more] = district && !another ? territory.currentOf(district) : [];
  if (!district || !commune || more.length > 0) return undefined;
  return { communeCode: commune.unit.code, provinceCode: commune.unit.provinceCode, oldProvinceCode: district.provinceCode };
}

function oldProvinceOf(territory: Territory, top: Hit[], commune: Unit): string | null {
  const [from, another] = new Set(top.filter((h) => isOld(h.unit)).map((h) => h.unit.provinceCode));
  return from !== undefined && another === undefined ? from : (territory.oldProvinceOf(commune.code) ?? null);
}

function provinceOnly(territory: Territory, { provinces, districts }: Found): Resolved['place'] {
  const base = provinces.length > 0 ? provinces : districts;
  const codes = new Set(base.map((u) => (isOld(u) ? territory.successorProvince(u.provinceCode) : u.provinceCode)));
  const [provinceCode] = codes;
  if (codes.size !== 1 || !provinceCode) return undefined;
  const before = territory.predecessorsOf(provinceCode);
  const written = districts.length > 0 ? districts : base.every(isOld) ? base.slice(0, 1) : [];
  const [from, another] = before.length === 1 ? before : new Set(written.map((u) => u.provinceCode));
  return { communeCode: null, provinceCode, oldProvinceCode: another === undefined ? (from ?? null) : null };
}

/** The same written place gives the same key. */
function writtenKey(territory: Territory, found: Found): string {
  const { reading, provinces } = found;
  const where = provinceOnly(territory, found);
  const old = where?.oldProvinceCode && provinces.every(isOld) ? `/${where.oldProvinceCode}` : '';
  const province = where ? `${where.provinceCode}${old}` : '';
  const key = (pieces: Piece[]) => pieces.map((p) => compact(p.keys[0] ?? '')).join('+');
  const commune = communesWritten(reading);
  if (commune.length > 0) return `commune:${province}:${key(reading.districts)}:${key(commune)}`;
  if (reading.districts.length > 0) return `district:${province}:${key(reading.districts)}`;
  return `province:${province}`;
}

/** One line per province code: its name of the latest day. */
const latest = (units: Unit[]): Unit[] => {
  const open = units.filter((u) => u.validUntil === null);
  return open.length > 0 ? open : units.slice(-1);
};

function candidate(territory: Territory, hit: Hit, asOf: string | undefined, choices: number): Candidate {
  const { unit } = hit;
  const map = isOld(unit) ? 63 : 34;
  const provinceName = territory.province(unit.provinceCode, map)?.name ?? '';
  const day = asOf && inForceOn(unit, asOf) ? asOf : (unit.validUntil ?? unit.validFrom ?? TWO_TIERS);
  const became = territory.currentOf(unit);
  const current = (became.length > 0 ? became : territory.currentOfDistrict(unit)).map(({ unit: u, share }) => ({
    code: u.code,
    name: u.fullName,
    province: u.provinceCode,
    provinceName: territory.province(u.provinceCode, 34)?.name ?? '',
    ...(share === null ? {} : { share }),
  }));
  const confidence = Math.round((hit.confidence / choices) * 100) / 100;
  return {
    code: unit.code,
    name: unit.fullName,
    level: unit.level,
    province: unit.provinceCode,
    provinceName,
    asOf: day,
    current,
    confidence,
  };
}
