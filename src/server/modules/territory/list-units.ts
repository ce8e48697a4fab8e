import { fold } from '#shared/text/fold.ts';
import { compact, pieceOf } from './names.ts';
import type { Level } from './tables.ts';
import { inForceOn, type Territory, type Unit } from './territory.ts';

export type UnitView = {
  code: string;
  name: string;
  fullName: string;
  level: Level;
  parent: string | null;
  validFrom: string | null;
  validUntil: string | null;
};
export type UnitQuery = { asOf: string; level?: Level | undefined; parent?: string | undefined; q?: string | undefined };

const RANK: Record<Level, number> = { province: 0, district: 1, commune: 2 };
const sorted = new WeakMap<Territory, Unit[]>();

/** Units in force on a day, provinces first, each level in the order of its codes. `q` is any part of the name, marks or not. */
export function listUnits(territory: Territory, query: UnitQuery): UnitView[] {
  let units = sorted.get(territory);
  if (!units) {
    units = [...territory.units].sort((a, b) => RANK[a.level] - RANK[b.level] || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
    sorted.set(territory, units);
  }
  const words = query.q === undefined ? undefined : [fold(query.q), ...(pieceOf(query.q)?.keys ?? [])];
  return units
    .filter(
      (u) =>
        (!query.level || u.level === query.level) &&
        (!query.parent || u.parent === query.parent || (u.level !== 'province' && u.provinceCode === query.parent)) &&
        inForceOn(u, query.asOf) &&
        (!words || words.some((w) => w !== '' && (u.folded.includes(w) || compact(u.folded).includes(w)))),
    )
    .map(({ code, name, fullName, level, parent, validFrom, validUntil }) => ({
      code,
      name,
      fullName,
      level,
      parent,
      validFrom,
      validUntil,
    }));
}

/** A code that was ever in use on that level or above. */
export const knownParent = (territory: Territory, code: string): boolean =>
  territory.units.some((u) => u.code === code && u.level !== 'commune');
