import { fold, foldUnit } from '#shared/text/fold.ts';
import { compact, pieceOf } from './names.ts';
import type { Level } from './tables.ts';
import { inForceOn, type Territory } from './territory.ts';
import type { Unit } from './unit.ts';

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
type Entry = { unit: Unit; view: UnitView; words: string; key: string };
const lists = new WeakMap<Territory, Entry[]>();

/** Provinces first, each level in the order of its codes; made once per snapshot. */
function entriesOf(territory: Territory): Entry[] {
  let entries = lists.get(territory);
  if (!entries) {
    entries = territory.units
      .map((unit) => ({ unit, view: viewOf(unit), words: ` ${unit.folded}`, key: compact(unit.folded) }))
      .sort((a, b) => RANK[a.unit.level] - RANK[b.unit.level] || (a.unit.code < b.unit.code ? -1 : a.unit.code > b.unit.code ? 1 : 0));
    lists.set(territory, entries);
  }
  return entries;
}
const viewOf = ({ code, name, fullName, level, parent, validFrom, validUntil }: Unit): UnitView => ({
  code,
  name,
  fullName,
  level,
  parent,
  validFrom,
  validUntil,
});

/** Units in force on a day. `q`: words of the name, marks or not. */
export function listUnits(territory: Territory, query: UnitQuery): UnitView[] {
  const { q, level, parent, asOf } = query;
  const starts = q === undefined ? undefined : [...new Set([fold(q), foldUnit(q)])].filter((w) => w !== '').map((w) => ` ${w}`);
  const keys = q === undefined ? [] : (pieceOf(q)?.keys ?? []);
  return entriesOf(territory)
    .filter(
      ({ unit, words, key }) =>
        (!level || unit.level === level) &&
        (!parent || unit.parent === parent || (unit.level !== 'province' && unit.provinceCode === parent)) &&
        inForceOn(unit, asOf) &&
        (!starts || starts.some((w) => words.includes(w)) || keys.some((k) => key.startsWith(k))),
    )
    .map((e) => e.view);
}

/** A code that was ever in use on that level or above. */
export const knownParent = (territory: Territory, code: string): boolean =>
  territory.units.some((u) => u.code === code && u.level !== 'commune');
