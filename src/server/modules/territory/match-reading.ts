// Which units a reading may mean, weighed: by the province and district beside them, by kind, marks and day.
import { kindAgrees, lookUp, marksAgree, type Piece } from './names.ts';
import type { Reading } from './read-address.ts';
import { LAST_THREE_TIERS } from './reference.ts';
import { inForceOn, isOld, type Territory } from './territory.ts';
import type { Unit } from './unit.ts';

export type Hit = { unit: Unit; score: number; confidence: number };
export type Found = { reading: Reading; provinces: Unit[]; districts: Unit[]; hits: Hit[] };

/** What a commune is weighed by, besides its own name. */
type Clues = {
  reading: Reading;
  asOf: string | undefined;
  withProvince: boolean;
  /** 2: in the province named; 1: in one that it became or came from; 0: elsewhere. */
  relation: (unit: Unit) => number;
  /** Of the districts named. */
  districtCodes: ReadonlySet<string>;
};

/** The units of one reading, best first; `asOf`: names of that day count more. */
export function matchReading(territory: Territory, reading: Reading, asOf: string | undefined): Found {
  const { names } = territory;
  const provinces = preferDay(reading.provinces, asOf);
  const withProvince = provinces.length > 0;
  const relation = relationTo(territory, provinces);

  let districts = reading.districts.flatMap((piece) => lookUp(names, 'district', piece).map((unit) => ({ unit, piece })));
  if (withProvince) districts = keepBest(districts, (d) => relation(d.unit));
  districts = keepBest(districts, (d) => agreement(d.piece, d.unit) + 4);
  const districtCodes = new Set(reading.either ? [] : districts.map((d) => d.unit.code));

  const clues = { reading, asOf, withProvince, relation, districtCodes };
  const hits = new Map<Unit, Hit>();
  for (const piece of reading.communes) {
    for (const unit of lookUp(names, 'commune', piece)) {
      if (withProvince && relation(unit) === 0) continue;
      const hit = weigh(territory, clues, piece, unit);
      const known = hits.get(unit);
      if (!known || known.score < hit.score) hits.set(unit, hit);
    }
  }
  const todaysProvince = (unit: Unit) => (isOld(unit) ? territory.successorProvince(unit.provinceCode) : unit.provinceCode);
  // 'xã An Vĩnh, huyện Lý Sơn': a district named outright is in its province, whatever other provinces have of that name
  const named = districts.filter((d) => d.piece.kind !== null);
  const homes = new Set(withProvince || reading.either ? [] : named.map((d) => todaysProvince(d.unit)));
  // 'Phú Quốc, Kiên Giang' names a province of the old map, so the old district, not the commune of today.
  const oldOnly = reading.either && withProvince && provinces.every(isOld);
  const all = [...hits.values()]
    .filter((h) => (!oldOnly || isOld(h.unit)) && (homes.size === 0 || homes.has(todaysProvince(h.unit))))
    .sort((a, b) => b.score - a.score || a.unit.code.localeCompare(b.unit.code));
  const top = all[0]?.score ?? 0;
  return { reading, provinces, districts: districts.map((d) => d.unit), hits: all.filter((h) => h.score > top - 1) };
}

/** Units of the day asked for; all of them when that day knows none (people go on writing old names). */
function preferDay(units: Unit[], asOf: string | undefined): Unit[] {
  const then = asOf ? units.filter((u) => inForceOn(u, asOf)) : units;
  return then.length > 0 ? then : units;
}

function relationTo(territory: Territory, provinces: Unit[]): Clues['relation'] {
  const sameEra = new Set(provinces.flatMap((p) => (p.validUntil === null || !isOld(p) ? [`new ${p.code}`] : [])));
  for (const p of provinces) if (isOld(p) || (p.validFrom ?? '') <= LAST_THREE_TIERS) sameEra.add(`old ${p.code}`);
  const todays = new Set(provinces.map((p) => (isOld(p) ? territory.successorProvince(p.code) : p.code)));
  const olds = new Set(provinces.filter(isOld).map((p) => p.code));
  return (unit) => {
    if (sameEra.has(`${isOld(unit) ? 'old' : 'new'} ${unit.provinceCode}`)) return 2;
    if (isOld(unit)) return sameEra.has(`new ${territory.successorProvince(unit.provinceCode)}`) ? 1 : 0;
    if (!todays.has(unit.provinceCode)) return 0;
    const from = territory.oldProvinceOf(unit.code);
    return from === undefined || olds.has(from) ? 1 : 0;
  };
}

function weigh(territory: Territory, { reading, asOf, withProvince, relation, districtCodes }: Clues, piece: Piece, unit: Unit): Hit {
  const near = withProvince ? relation(unit) : 0;
  const old = isOld(unit);
  let score = near === 2 ? 4 : near === 1 ? 2.5 : 0;
  let doubt = withProvince ? (near === 2 ? 0 : 0.15) : 0.3;
  let confirmed = false;
  if (districtCodes.size > 0) {
    confirmed = old
      ? districtCodes.has(unit.districtCode ?? '')
      : [...territory.districtsBefore(unit.code)].some((d) => districtCodes.has(d));
    if (confirmed) {
      score += old ? 4 : 1.5;
      doubt -= withProvince ? 0 : 0.2;
    } else {
      score -= old ? 4 : 0;
      doubt += old ? 0.5 : 0.45;
    }
  }
  // An address without a district is written the two-tier way: today's unit is meant when there is one. There are no townships today.
  else if (withProvince && !asOf && reading.districts.length === 0 && !old) score += piece.kind === 'thi tran' ? 0 : 0.75;
  else if (reading.districts.length > 0 && old) score += 0.75;
  // Names of the day asked for come first, but an old district beside an old name is stronger.
  if (asOf && inForceOn(unit, asOf)) score += 2.5;
  score += agreement(piece, unit) + (piece.kind ? 1 : 0);
  if (kindAgrees(piece, unit) === false) doubt += 0.1;
  // Other marks make another name, unless the district confirms it.
  if (marksAgree(piece, unit) === false) doubt += confirmed ? 0.2 : 0.45;
  return { unit, score, confidence: Math.max(0.1, 1 - doubt) };
}

function agreement(piece: Piece, unit: Unit): number {
  const of = (agrees: boolean | null) => (agrees === null ? 0 : agrees ? 1 : -1);
  return of(kindAgrees(piece, unit)) + of(marksAgree(piece, unit));
}

function keepBest<T>(list: T[], score: (item: T) => number): T[] {
  const best = Math.max(...list.map(score));
  return best > 0 ? list.filter((item) => score(item) === best) : [];
}
