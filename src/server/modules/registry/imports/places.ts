// Where a row's producer sits: the written place resolved once per distinct text.
import { LAST_THREE_TIERS, resolvePlace, type Territory } from '#server/modules/territory/index.ts';
import { issuerDistrict, issuerProvince } from '../rules/decisions.ts';
import type { Choice } from './notes.ts';
import type { RowFacts } from './read-row.ts';

export type Located =
  | {
      kind: 'known';
      communeCode: string | null;
      provinceCode: string;
      oldProvinceCode: string | null;
      key: string;
      /** Whose province it is, where the row itself names none. */
      homeOf: Home['from'] | null;
      /** The province of the issuer, where the row names another one. */
      issuerElsewhere?: string;
      unrecognised: string[];
    }
  | { kind: 'several'; key: string; candidates: Choice[] }
  | { kind: 'unknown' };

/** Answers by the written texts; the same texts are resolved once. `listIssuer`: who issued the list, for rows whose issuers name no province. */
export function createLocator(territory: Territory, listIssuer: string | null = null): (facts: RowFacts) => Located {
  const answers = new Map<string, Located>();
  return ({ place, rounds, listProvince }) => {
    const issuers = [...rounds.map((r) => r.issuer).reverse(), listIssuer].filter((i) => i !== null);
    const ofIssuer = firstOf(issuers, issuerProvince);
    const threeTiers = rounds.every((r) => r.validFrom !== null && r.validFrom <= LAST_THREE_TIERS);
    const home: Home = {
      province: ofIssuer ?? listProvince,
      district: firstOf(issuers, issuerDistrict),
      from: ofIssuer === null && listProvince !== null ? 'title' : 'issuer',
      threeTiers,
    };
    const key = JSON.stringify([
      place.address,
      place.commune,
      place.district,
      place.province,
      place.unitCode,
      home.province,
      home.district,
      home.from,
      threeTiers,
    ]);
    let answer = answers.get(key);
    if (!answer) {
      answer = locate(territory, place, home);
      answers.set(key, answer);
    }
    return answer;
  };
}

/** Where the issuers of a row are at home, as they are written; or the list, by its title. */
type Home = {
  province: string | null;
  district: string | null;
  from: 'issuer' | 'title';
  /** Every day of the row is of the time of districts. */
  threeTiers: boolean;
};
const firstOf = (texts: string[], read: (text: string) => string | null): string | null => {
  for (const text of texts) {
    const found = read(text);
    if (found !== null) return found;
  }
  return null;
};

function locate(territory: Territory, place: RowFacts['place'], home: Home): Located {
  const { address, commune, district, province, unitCode } = place;
  if (unitCode && !address && !commune && !province) return byCode(territory, unitCode);
  const texts = {
    address: address ?? undefined,
    commune: commune ?? undefined,
    district: district ?? undefined,
    province: province ?? undefined,
  };
  const read = (more: Partial<typeof texts>) => readPlace(territory, { ...texts, ...more }, home.threeTiers);
  const written = address || commune || district || province;
  const first = written ? read({}) : NOWHERE;
  if (first.says === 'unknown' || (province && first.located.kind !== 'several')) return first.located;
  if (home.province === null && home.district === null) return first.located;
  // A list of one province seldom repeats its name in every row: the issuer has it, and the district of a decision on three stars.
  const hints = { province: province ?? home.province ?? undefined, district: district ?? home.district ?? undefined };
  const seat = readPlace(territory, { province: hints.province, ...(district ? {} : { district: hints.district }) }, false).located;
  const apart = first.located.kind === 'known' && seat.kind === 'known' && seat.provinceCode !== first.located.provinceCode;
  if (first.says === 'known' && first.located.kind === 'known') {
    return apart && home.from === 'issuer' ? { ...first.located, issuerElsewhere: home.province ?? home.district ?? '' } : first.located;
  }
  if (first.located.kind === 'known' && !apart) return first.located;
  // the only unit of that name stands in another province than the issuer's: somebody has to look
  if (apart) return { kind: 'several', key: first.key, candidates: first.candidates };
  const further = [{ province: hints.province }, hints].filter((h) => Object.values(h).some((t) => t !== undefined));
  const found = further.map((hint) => read(hint).located);
  const known = found.filter((l) => l.kind === 'known');
  const best = known.find((l) => l.communeCode !== null || !commune) ?? known[0];
  if (best) return { ...best, homeOf: home.from };
  return found.find((l) => l.kind === 'several') ?? first.located;
}

type Read = { located: Located; says: 'known' | 'unknown' | 'no'; key: string; candidates: Choice[] };
const NOWHERE: Read = { located: { kind: 'unknown' }, says: 'no', key: '', candidates: [] };

function readPlace(territory: Territory, texts: Parameters<typeof resolvePlace>[1], threeTiers: boolean): Read {
  const found = resolvePlace(territory, texts);
  const units = new Map<string, Choice>();
  for (const candidate of found.candidates) {
    for (const c of candidate.current) units.set(c.code, { kind: 'unit', id: c.code, name: c.name, place: c.provinceName });
  }
  const said = { says: found.provinceWritten, key: found.placeKey, candidates: [...units.values()] };
  // 'xã Tân Tiến, tỉnh Tuyên Quang' in a decision of 2022 was another commune than the one of that name today: nobody guesses which is meant
  const chosen = found.place?.communeCode;
  const rivals = threeTiers && chosen && found.candidates.some((c) => c.level === 'commune' && c.current.every((u) => u.code !== chosen));
  if (rivals && resolvePlace(territory, texts, LAST_THREE_TIERS).place?.communeCode !== chosen) {
    return { ...said, located: { kind: 'several', key: said.key, candidates: said.candidates } };
  }
  if (found.place) {
    const located = { kind: 'known', ...found.place, key: found.placeKey, homeOf: null, unrecognised: found.unrecognised } as const;
    return { ...said, located };
  }
  if (found.candidates.length === 0) return { ...said, located: { kind: 'unknown' } };
  return { ...said, located: { kind: 'several', key: said.key, candidates: said.candidates } };
}

/** A place given by its code, as a list or a person names it. */
export function byCode(territory: Territory, code: string): Located {
  const commune = territory.commune(code);
  const known = { kind: 'known', homeOf: null, unrecognised: [] as string[] } as const;
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
