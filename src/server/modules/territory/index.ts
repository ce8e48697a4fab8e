// Administrative units over time: the only door.
import './tables.ts';

export type { Candidate, Resolved } from './answer-place.ts';
export { importUnits, type UnitsReport } from './import-units.ts';
export { loadTerritory } from './load-territory.ts';
export { loadUnits } from './load-units.ts';
export { LAST_THREE_TIERS } from './reference.ts';
export { type PlaceInput, resolvePlace } from './resolve.ts';
export type { Commune, OldCommune, Province, Region, Territory } from './territory.ts';
export type { Unit } from './unit.ts';
