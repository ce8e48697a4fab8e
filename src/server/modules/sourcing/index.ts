// Pooled sourcing: the only door.
import './tables.ts';

export * from './engine/index.ts';
export * from './supply/index.ts';
export { PAPERS, type PaperKind, UNITS, type Unit } from './tables.ts';
