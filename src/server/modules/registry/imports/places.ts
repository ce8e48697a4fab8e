// Where a row's producer sits: the written place resolved once per distinct text.
import { resolvePlace, type Territory } from '#server/modules/territory/index.ts';
import { issuerProvince } from '../rules/decisions.ts';
import type { Choice } from './notes.ts';
import type { RowFacts } from './read-row.ts';

export type Located =
  | {
      kind: 'known';
      communeCode: string | null;
      provinceCode: string;
      oldProvinceCode: string | null;
      key: string;
      fromIssuer: boolean;
      /** The province of the issuer, where the row names another one. */
      issuerElsewhere?: string;
      unrecognised: string[];
    }
  | { kind: 'several'; key: string; candidates: Choice[] }
  | { kind: 'unknown' };

/** Answers by the written texts; the same texts are resolved once. */
export function createLocator(territory: Territory): (facts: RowFacts) => Located {
  const answers = new Map<string, Located>();
  return ({ place, rounds }) => {
    const issuer = rounds.at(-1)?.issuer ?? null;
    const key = JSON.stringify([
      place.address,
      place.commune,
      place.district,
      place.province,
      place.unitCode,
      place.province ? null : issuer,
    ]);
    let answer = answers.get(key);
    if (!answer) {
      answer = locate(territory, place, issuer);
      answers.set(key, answer);
    }
    return answer;
  };
}

function locate(territory: Territory, place: RowFacts['place'], issuer: string | null): Located {
  const { address, commune, district, province, unitCode } = place;
  if (unitCode && !address && !commune && !province) return byCode(territory, unitCode);
  const texts = {
    address: address ?? undefined,
    commune: commune ?? undefined,
    district: district ?? undefined,
    province: province ?? undefined,
  };
  const written = address || commune || district || province;
  const first = written ? read(territory, texts) : NOWHERE;
  if (province || first.says === 'unknown') return first.located;
  const named = issuerProvince(issuer);
  if (!named) return first.located;
  const home = read(territory, { province: named }).located;
  const apart = first.located.kind === 'known' && home.kind === 'known' && home.provinceCode !== first.located.provinceCode;
  if (first.says === 'known') return first.located.kind === 'known' && apart ? { ...first.located, issuerElsewhere: named } : first.located;
  if (first.located.kind === 'known' && !apart) return first.located;
  // A list of one province seldom repeats its name in every row: the issuer has it.
  const second = read(territory, { ...texts, province: named }).located;
  // the only unit of that name stands in another province than the issuer's: somebody has to look
  if (apart) return { kind: 'several', key: first.key, candidates: first.candidates };
  if (second.kind === 'known') return { ...second, fromIssuer: true };
  return second.kind === 'unknown' ? first.located : second;
}

type Read = { located: Located; says: 'known' | 'unknown' | 'no'; key: string; candidates: Choice[] };
const NOWHERE: Read = { located: { kind: 'unknown' }, says: 'no', key: '', candidates: [] };

function read(territory: Territory, texts: Parameters<typeof resolvePlace>[1]): Read {
  const found = resolvePlace(territory, texts);
  const units = new Map<string, Choice>();
  for (const candidate of found.candidates) {
    for (const c of candidate.current) units.set(c.code, { kind: 'unit', id: c.code, name: c.name, place: c.provinceName });
  }
  const said = { says: found.provinceWritten, key: found.placeKey, candidates: [...units.values()] };
  if (found.place) {
    const located = { kind: 'known', ...found.place, key: found.placeKey, fromIssuer: false, unrecognised: found.unrecognised } as const;
    return { ...said, located };
  }
  if (found.candidates.length === 0) return { ...said, located: { kind: 'unknown' } };
  return { ...said, located: { kind: 'several', key: said.key, candidates: said.candidates } };
}

/** A place given by its code, as a list or a person names it. */
export function byCode(territory: Territory, code: string): Located {
  const commune = territory.commune(code);
  const known = { kind: 'known', fromIssuer: false, unrecognised: [] as string[] } as const;
  if (commune) {
    const oldProvinceCode = territory.oldProvinceOf(code) ?? null;
    return { ...known, communeCode: code, provinceCode: commune.provinceCode, oldProvinceCode, key: `commune:${code}` };
  }
  if (territory.province(code, 34)) {
    const before = territory.predecessorsOf(code);
    return {
      ...known,
      communeCode: null,
      provinceCode: code,
      oldProvinceCode: before.length === 1 ? (before[0] ?? null) : null,
      key: `province:${code}`,
    };
  }
  if (territory.province(code, 63)) {
    const provinceCode = territory.successorProvince(code);
    return { ...known, communeCode: null, provinceCode, oldProvinceCode: code, key: `province:${provinceCode}/${code}` };
  }
  const old = territory.units.find((u) => u.code === code && u.level === 'commune');
  const now = old ? territory.currentOf(old) : [];
  const [only] = now;
  if (old && only && now.length === 1) {
    return {
      ...known,
      communeCode: only.unit.code,
      provinceCode: only.unit.provinceCode,
      oldProvinceCode: old.provinceCode,
      key: `commune:${only.unit.code}`,
    };
  }
  if (now.length === 0) return { kind: 'unknown' };
  const candidates = now.map(
    ({ unit }) =>
      ({ kind: 'unit', id: unit.code, name: unit.fullName, place: territory.province(unit.provinceCode, 34)?.name ?? '' }) as const,
  );
  return { kind: 'several', key: `unit:${code}`, candidates };
}
