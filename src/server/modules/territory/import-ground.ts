// What the steps of an import of lists share: the plan they write into, the units that stand, and how units are found by name.
import { foldMarks } from '#shared/text/fold.ts';
import type { RowFault } from './import-files.ts';
import { compact } from './names.ts';
import { LAST_THREE_TIERS, nameParts, type UnitRow, unitKey } from './reference.ts';
import type { Level } from './tables.ts';
import { inForceOn } from './territory.ts';
import type { Unit } from './unit.ts';

export type Pair = { level: Level; old: string; new: string; divided: boolean };
type Change = Pick<UnitRow, 'code' | 'name' | 'full_name' | 'kind' | 'parent_code' | 'district_code' | 'province_code' | 'folded'> & {
  id: number;
};
export type Plan = {
  inserts: UnitRow[];
  updates: Change[];
  unchanged: number;
  /** Districts that get their official code in place of a stand-in. */
  districtCodes: { old: string; new: string }[];
  pairs: Pair[];
  centres: { code: string; lat: number; lng: number }[];
  rejected: RowFault[];
  warnings: RowFault[];
};

export type ByCode = Map<string, Unit>;
/** By level and code, as of today and of the last day of the three tiers. */
export type Known = { now: Record<Level, ByCode>; before: Record<Level, ByCode> };

/** The units that stand, as the steps of an import look for them. */
export function knownUnits(current: readonly Unit[]): Known {
  const byCode = (units: Unit[], level: Level): ByCode => new Map(units.filter((u) => u.level === level).map((u) => [u.code, u]));
  const byLevel = (units: Unit[]) => ({
    province: byCode(units, 'province'),
    district: byCode(units, 'district'),
    commune: byCode(units, 'commune'),
  });
  return {
    now: byLevel(current.filter((u) => u.validUntil === null)),
    before: byLevel(current.filter((u) => inForceOn(u, LAST_THREE_TIERS))),
  };
}

export const marksKey = (province: string, fullName: string): string => `${province} ${foldMarks(fullName)}`;

/** The communes of today, those of the register and those of the list; the names of the list count more. */
export class CommunesNow {
  readonly codes = new Set<string>();
  readonly #byName = new Map<string, string>();

  add(code: string, province: string, fullName: string): void {
    this.codes.add(code);
    this.#byName.set(marksKey(province, fullName), code);
  }
  named(province: string, fullName: string): string | undefined {
    return this.#byName.get(marksKey(province, fullName));
  }
}

/** A district by name and kind: Cai Lậy was a district and a town. */
export const withKind = (fullName: string): string => `${compact(unitKey(fullName))} ${nameParts(fullName).kind.toLowerCase()}`;
