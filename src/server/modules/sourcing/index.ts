// Pooled sourcing: the only door.
import './tables.ts';

export * from './deals/index.ts';
export * from './demands/index.ts';
export * from './engine/index.ts';
export * from './pools/index.ts';
export { buysFor } from './rights.ts';
export * from './supply/index.ts';
export { PAPERS, type PaperKind, UNITS, type Unit } from './tables.ts';
