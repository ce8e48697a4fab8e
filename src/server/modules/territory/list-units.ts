import { fold, foldUnit } from '#shared/text/fold.ts';
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

/** Units in force on a day, provinces first, each level in the order of its codes. `q`: words of the name, marks or not. */
export function listUnits(territory: Territory, query: UnitQuery): UnitView[] {
  let units = sorted.get(territory);
  if (!units) {
    units = [...territory.units].sort((a, b) => RANK[a.level] - RANK[b.level] || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
    sorted.set(territory, units);
  }
  const { q } = query;
  const starts = q === undefined ? undefined : [...new Set([fold(q), foldUnit(q)])].filter((w) => w !== '');
  const keys = q === undefined ? [] : (pieceOf(q)?.keys ?? []);
  return units
    .filter(
      (u) =>
        (!query.level || u.level === query.level) &&
        (!query.parent || u.parent === query.parent || (u.level !== 'province' && u.provinceCode === query.parent)) &&
        inForceOn(u, query.asOf) &&
        (!starts || starts.some((w) => ` ${u.folded}`.includes(` ${w}`)) || keys.some((k) => compact(u.folded).startsWith(k))),
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
