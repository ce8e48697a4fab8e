// The register's only door.
export type { ProductFacts, RecognitionFacts } from './facts.ts';
export { changedSince, currentChange } from './queries/changes.ts';
export { readFacts } from './queries/read-facts.ts';
export { EXPIRING_DAYS, inForce, isInForce, known, lastDay, nextTurn, standing, type Term } from './rules/validity.ts';
