// Which unit does a written place mean? Says when a person must choose; never guesses.
import { compact, kindAgrees, lookUp, marksAgree, type Piece } from './names.ts';
import { type Around, cuts, type Reading, readAround, readParts, readPieces } from './read-address.ts';
import { inForceOn, isOld, type Territory } from './territory.ts';
import type { Unit } from './unit.ts';

export type PlaceInput = {
  address?: string | undefined;
  commune?: string | undefined;
  district?: string | undefined;
  province?: string | undefined;
};
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

type Hit = { unit: Unit; score: number; confidence: number };
type Found = { reading: Reading; provinces: Unit[]; districts: Unit[]; hits: Hit[] };

/** Below this a person has to look. */
const SURE = 0.6;

/**
 * The units a written place may mean, best first; `asOf`: on a past day. More than one, or a doubtful one, is `ambiguous` and needs a
 * person.
 */
export function resolvePlace(territory: Territory, input: PlaceInput, asOf?: string): Resolved {
  const { address, ...parts } = input;
  const { names } = territory;
  const all = [parts.commune, parts.district, parts.province];
  let best: Found | undefined;
  const consider = (reading: Reading) => {
    const found = match(territory, reading, asOf);
    if (!best || rank(found) > rank(best)) best = found;
  };
  if (all.some((p) => p?.trim())) {
    const own = readParts(names, clean(parts));
    const around = address?.trim() && own.communes.length > 0 ? aroundOf(territory, address) : undefined;
    const reading = around ? { ...own, ...placed(own, around) } : own;
    if (reading.unknownProvince) return unknown(reading);
    consider(reading);
    const sure = around?.sure && !parts.province?.trim();
    if (around && !best?.hits.length && !sure) consider(own); // 'Hòa Bình' may have been a hamlet
    // A cell may hold more than its heading says: 'xã A, huyện B' under xã, or less: 'TP Cà Mau' with the ward in the address.
    const done = reading.communes.length > 0 ? best?.hits.length : reading.districts.length === 0 || best?.districts.length;
    if (!done && !sure) for (const texts of cuts(join(all))) consider(readPieces(names, texts));
    const noCommune = own.communes.every((p) => p.kind === null);
    if (!done && around && noCommune)
      for (const texts of cuts(join([address, parts.district, parts.province]))) consider(readPieces(names, texts));
  }
  if (address?.trim() && !parts.commune?.trim()) {
    for (const texts of cuts(join([address, parts.district, parts.province]))) consider(readPieces(names, texts));
  }
  if (!best || (best.provinces.length === 0 && (best.reading.unknownProvince || (best.hits.length === 0 && best.districts.length === 0)))) {
    return unknown(best?.reading);
  }
  return answer(territory, best, asOf);
}

/** The reading of the address that says most. */
function aroundOf({ names }: Territory, address: string): Around {
  const readings = cuts(address).map((texts) => readAround(names, texts));
  const weight = (a: Around) =>
    (a.provinces.length > 0 ? 4 : 0) + (a.sure ? 2 : 0) + (a.unknownProvince ? 1 : 0) + (a.districts.length > 0 ? 1 : 0);
  return readings.reduce((best, a) => (weight(a) > weight(best) ? a : best));
}

/** The province and the district that stand in columns of their own count before those of the address. */
const placed = (own: Reading, around: Around): Pick<Reading, 'provinces' | 'unknownProvince' | 'districts'> => {
  const { provinces, unknownProvince } = own.provinces.length > 0 || own.unknownProvince ? own : around;
  return {
    provinces,
    unknownProvince: unknownProvince && provinces.length === 0,
    districts: own.districts.length > 0 ? own.districts : around.districts,
  };
};

const join = (texts: (string | undefined)[]): string => texts.filter((p) => p?.trim()).join(', ');

function clean(parts: Omit<PlaceInput, 'address'>): { commune?: string; district?: string; province?: string } {
  return Object.fromEntries(Object.entries(parts).filter(([, v]) => v?.trim())) as Record<string, string>;
}

const rank = (f: Found): number =>
  (f.hits[0] ? 100 + 10 * f.hits[0].score : 0) + (f.districts.length > 0 ? 20 : 0) + (f.provinces.length > 0 ? 20 : 0);

function unknown(reading: Reading | undefined): Resolved {
  const words = [...(reading?.communes ?? []), ...(reading?.districts ?? [])].map((p) => p.keys[0]).join(':');
  const provinceWritten = reading?.unknownProvince ? 'unknown' : 'no';
  return { candidates: [], ambiguous: false, placeKey: `unknown:${words}`, provinceKnown: false, provinceWritten, unrecognised: [] };
}

/** Units of the day asked for; all of them when that day knows none (people go on writing old names). */
const preferDay = (units: Unit[], asOf: string | undefined): Unit[] => {
  const then = asOf ? units.filter((u) => inForceOn(u, asOf)) : units;
  return then.length > 0 ? then : units;
};

function match(territory: Territory, reading: Reading, asOf: string | undefined): Found {
  const { names } = territory;
  const provinces = preferDay(reading.provinces, asOf);
  const sameEra = new Set(provinces.flatMap((p) => (p.validUntil === null || !isOld(p) ? [`new ${p.code}`] : [])));
  for (const p of provinces) if (isOld(p) || (p.validFrom ?? '') <= '2025-06-30') sameEra.add(`old ${p.code}`);
  const todays = new Set(provinces.map((p) => (isOld(p) ? territory.successorProvince(p.code) : p.code)));
  const olds = new Set(provinces.filter(isOld).map((p) => p.code));

  /** 2: in the province named; 1: in one that it became or came from; 0: elsewhere. */
  const relation = (u: Unit): number => {
    if (sameEra.has(`${isOld(u) ? 'old' : 'new'} ${u.provinceCode}`)) return 2;
    if (isOld(u)) return sameEra.has(`new ${territory.successorProvince(u.provinceCode)}`) ? 1 : 0;
    if (!todays.has(u.provinceCode)) return 0;
    const from = territory.oldProvinceOf(u.code);
    return from === undefined || olds.has(from) ? 1 : 0;
  };

  let districts = reading.districts.flatMap((piece) => lookUp(names, 'district', piece).map((unit) => ({ unit, piece })));
  if (provinces.length > 0) districts = keepBest(districts, (d) => relation(d.unit));
  districts = keepBest(districts, (d) => agreement(d.piece, d.unit) + 4);
  const districtCodes = new Set(reading.either ? [] : districts.map((d) => d.unit.code));

  const hits = new Map<Unit, Hit>();
  for (const piece of reading.communes) {
    for (const unit of lookUp(names, 'commune', piece)) {
      const near = provinces.length > 0 ? relation(unit) : 0;
      if (provinces.length > 0 && near === 0) continue;
      const hit = weigh(unit, piece, near, provinces.length > 0);
      const known = hits.get(unit);
      if (!known || known.score < hit.score) hits.set(unit, hit);
    }
  }
  // 'xã An Vĩnh, huyện Lý Sơn': a district named outright is in its province, whatever other provinces have of that name
  const named = districts.filter((d) => d.piece.kind !== null);
  const homes = new Set(provinces.length > 0 || reading.either ? [] : named.map((d) => todaysProvince(d.unit)));
  // 'Phú Quốc, Kiên Giang' names a province of the old map, so the old district, not the commune of today.
  const oldOnly = reading.either && provinces.every(isOld) && provinces.length > 0;
  const all = [...hits.values()]
    .filter((h) => (!oldOnly || isOld(h.unit)) && (homes.size === 0 || homes.has(todaysProvince(h.unit))))
    .sort((a, b) => b.score - a.score || a.unit.code.localeCompare(b.unit.code));
  const top = all[0]?.score ?? 0;
  return { reading, provinces, districts: districts.map((d) => d.unit), hits: all.filter((h) => h.score > top - 1) };

  function todaysProvince(unit: Unit): string {
    return isOld(unit) ? territory.successorProvince(unit.provinceCode) : unit.provinceCode;
  }
  function weigh(unit: Unit, piece: Piece, near: number, withProvince: boolean): Hit {
    let score = near === 2 ? 4 : near === 1 ? 2.5 : 0;
    let confirmed = false;
    let doubt = withProvince ? (near === 2 ? 0 : 0.15) : 0.3;
    if (districtCodes.size > 0 && isOld(unit)) {
      const inside = districtCodes.has(unit.districtCode ?? '');
      confirmed = inside;
      score += inside ? 4 : -4;
      doubt += inside ? (withProvince ? 0 : -0.2) : 0.5;
    } else if (districtCodes.size > 0) {
      const inside = [...territory.districtsBefore(unit.code)].some((d) => districtCodes.has(d));
      confirmed = inside;
      score += inside ? 1.5 : 0;
      doubt += inside ? (withProvince ? 0 : -0.2) : 0.45;
    }
    // An address without a district is written the two-tier way: today's unit is meant when there is one. There are no townships today.
    else if (withProvince && !asOf && reading.districts.length === 0 && !isOld(unit)) score += piece.kind === 'thi tran' ? 0 : 0.75;
    else if (reading.districts.length > 0 && isOld(unit)) score += 0.75;
    // Names of the day asked for come first, but an old district beside an old name is stronger.
    if (asOf && inForceOn(unit, asOf)) score += 2.5;
    score += agreement(piece, unit) + (piece.kind ? 1 : 0);
    if (kindAgrees(piece, unit) === false) doubt += 0.1;
    // Other marks make another name, unless the district confirms it.
    if (marksAgree(piece, unit) === false) doubt += confirmed ? 0.2 : 0.45;
    return { unit, score, confidence: Math.max(0.1, 1 - doubt) };
  }
}

function agreement(piece: Piece, unit: Unit): number {
  const of = (agrees: boolean | null) => (agrees === null ? 0 : agrees ? 1 : -1);
  return of(kindAgrees(piece, unit)) + of(marksAgree(piece, unit));
}

function keepBest<T>(list: T[], score: (item: T) => number): T[] {
  const best = Math.max(...list.map(score));
  return best > 0 ? list.filter((item) => score(item) === best) : [];
}

function answer(territory: Territory, found: Found, asOf: string | undefined): Resolved {
  const { reading, provinces, districts, hits } = found;
  const top = hits.filter((h) => h.score > (hits[0]?.score ?? 0) - 0.01);
  const currents = new Map(top.flatMap((h) => territory.currentOf(h.unit)).map((c) => [c.unit.code, c.unit]));
  const sure = (top[0]?.confidence ?? 0) >= SURE;
  const ambiguous = hits.length > 0 && (currents.size > 1 || !sure || (reading.either && districts.some((d) => !sameOutcome(d))));
  function sameOutcome(unit: Unit): boolean {
    const to = territory.currentOf(unit);
    return to.length > 0 && to.every((c) => currents.has(c.unit.code));
  }
  const provinceWritten = provinces.length > 0 ? 'known' : 'no';
  const unrecognised: Resolved['unrecognised'] = [];
  if (hits.length === 0 && !reading.either && reading.communes.some((p) => p.kind !== null || reading.communes.length === 1))
    unrecognised.push('commune');
  if (districts.length === 0 && reading.districts.length > 0) unrecognised.push('district');

  const units: Hit[] =
    hits.length > 0
      ? [...hits]
      : (districts.length > 0 ? districts : latest(provinces)).map((unit) => ({
          unit,
          score: 0,
          // part of what was written is not answered
          confidence: (provinces.length > 0 ? 1 : 0.7) * (unrecognised.length > 0 ? 0.5 : 1),
        }));
  if (reading.either && hits.length > 0) units.push(...districts.map((unit) => ({ unit, score: 0, confidence: hits[0]?.confidence ?? 1 })));
  // what came second is no equal of the answer, and says so
  const second = (h: Hit) => !ambiguous && hits.length > 0 && !top.includes(h) && !sameOutcome(h.unit);
  const candidates = units.map((h) => candidate(territory, h, asOf, ambiguous ? Math.max(1, currents.size) : second(h) ? 2 : 1));

  const [only] = currents.size === 1 ? [...currents.values()] : [];
  if (hits.length > 0) {
    const place =
      only && !ambiguous ? { communeCode: only.code, provinceCode: only.provinceCode, oldProvinceCode: oldProvince(top, only) } : undefined;
    const placeKey = place ? `commune:${place.communeCode}` : written();
    const homes = new Set([...currents.values()].map((u) => u.provinceCode));
    return {
      candidates,
      ambiguous,
      ...(place ? { place } : {}),
      placeKey,
      provinceKnown: provinces.length > 0 || homes.size === 1,
      provinceWritten,
      unrecognised,
    };
  }
  const island = districts.length === 1 && districts[0] ? territory.currentOf(districts[0]) : [];
  if (island.length === 1 && island[0]) {
    const { code, provinceCode } = island[0].unit;
    const place = { communeCode: code, provinceCode, oldProvinceCode: districts[0]?.provinceCode ?? null };
    return { candidates, ambiguous: false, place, placeKey: `commune:${code}`, provinceKnown: true, provinceWritten, unrecognised };
  }
  const place = provinceOnly();
  return {
    candidates,
    ambiguous: !place,
    ...(place ? { place } : {}),
    placeKey: written(),
    provinceKnown: true,
    provinceWritten,
    unrecognised,
  };

  function oldProvince(list: Hit[], unit: Unit): string | null {
    const from = new Set(list.filter((h) => isOld(h.unit)).map((h) => h.unit.provinceCode));
    return from.size === 1 ? ([...from][0] ?? null) : (territory.oldProvinceOf(unit.code) ?? null);
  }
  function provinceOnly(): Resolved['place'] {
    const base = provinces.length > 0 ? provinces : districts;
    const codes = new Set(base.map((u) => (isOld(u) ? territory.successorProvince(u.provinceCode) : u.provinceCode)));
    const [provinceCode] = [...codes];
    if (codes.size !== 1 || !provinceCode) return undefined;
    const before = territory.predecessorsOf(provinceCode);
    const from = new Set(districts.map((d) => d.provinceCode));
    if (before.length === 1) from.clear();
    for (const p of base) if (from.size === 0 && base.every(isOld)) from.add(p.provinceCode);
    const oldProvinceCode = before.length === 1 ? (before[0] ?? null) : from.size === 1 ? ([...from][0] ?? null) : null;
    return { communeCode: null, provinceCode, oldProvinceCode };
  }
  function written(): string {
    const where = provinceOnly();
    const province = where
      ? `${where.provinceCode}${where.oldProvinceCode && provinces.every(isOld) ? `/${where.oldProvinceCode}` : ''}`
      : '';
    const key = (pieces: Piece[]) => pieces.map((p) => compact(p.keys[0] ?? '')).join('+');
    const commune = reading.communes.filter((p) => p.kind !== null || reading.communes.length === 1);
    if (commune.length > 0) return `commune:${province}:${key(reading.districts)}:${key(commune)}`;
    if (reading.districts.length > 0) return `district:${province}:${key(reading.districts)}`;
    return `province:${province}`;
  }
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
  const day = asOf && inForceOn(unit, asOf) ? asOf : (unit.validUntil ?? unit.validFrom ?? '2025-07-01');
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
