// Whose key attests a recognition today, and which body made the decision then.
import type { ProductFacts, RecognitionFacts } from '#server/modules/registry/index.ts';
import type { Territory, Unit } from '#server/modules/territory/index.ts';
import { CENTRE, type Level, lawOn, levelOf, ministryOn, PLATFORM } from './authorities.ts';

export type Attested = {
  /** Key holder of today. */
  authority: string;
  authorityName: string;
  level: Level;
  /** The deciding body as text, as the decision names it or as the law of the day does. */
  body: string;
  /** True when that body is gone, or no longer the one that attests. */
  succeeded: boolean;
  instrument: string;
};

const lower = (fullName: string): string => fullName.charAt(0).toLowerCase() + fullName.slice(1);
const committee = (fullName: string): string => `Ủy ban nhân dân ${lower(fullName)}`;

const provinces = new WeakMap<Territory, Map<string, Unit[]>>();
/** All spans of the province of a code, worked out once for each snapshot of units. */
function spansOf(territory: Territory, code: string): readonly Unit[] {
  let byCode = provinces.get(territory);
  if (!byCode) {
    byCode = Map.groupBy(
      territory.units.filter((u) => u.level === 'province'),
      (u) => u.code,
    );
    provinces.set(territory, byCode);
  }
  return byCode.get(code) ?? [];
}

/** The full name of a province on a day; of today when the code was not in force then. */
function provinceOn(territory: Territory, code: string, day: string): string | undefined {
  const named = spansOf(territory, code);
  const then = named.find((u) => (u.validFrom === null || u.validFrom <= day) && (u.validUntil === null || day <= u.validUntil));
  return (then ?? named.find((u) => u.validUntil === null))?.fullName;
}

/** The name of an authority today; undefined when there is none of that key. */
export function nameOf(territory: Territory, authority: string, today: string): string | undefined {
  if (authority === PLATFORM) return 'Sản Vật';
  if (authority === CENTRE) return ministryOn(today);
  const province = territory.province(authority, 34);
  return province && committee(province.fullName);
}

/** The last day of the three-tier time (Nghị quyết 202/2025/QH15). */
const LAST_OLD_MAP = '2025-06-30';

export function attestedBy(territory: Territory, facts: ProductFacts, recognition: RecognitionFacts, today: string): Attested {
  const day = recognition.decidedOn ?? recognition.validFrom;
  const level = levelOf(recognition.star, day);
  const authority = level === 'centre' ? CENTRE : facts.place.provinceCode;
  const authorityName = nameOf(territory, authority, today) ?? authority;
  const old = facts.place.oldProvinceCode;
  const seat = day <= LAST_OLD_MAP && old !== null ? provinceOn(territory, old, day) : provinceOn(territory, facts.place.provinceCode, day);
  const then = level === 'centre' ? ministryOn(day) : level === 'district' ? 'Ủy ban nhân dân cấp huyện' : committee(seat ?? '');
  return {
    authority,
    authorityName,
    level,
    body: recognition.issuer ?? then,
    succeeded: then !== authorityName,
    instrument: lawOn(day).instrument,
  };
}
