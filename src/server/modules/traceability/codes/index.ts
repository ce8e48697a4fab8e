import './tables.ts';

export { assertMayLabel, endGtin, setGtin } from './commands/set-gtin.ts';
export { findItem, type ItemView } from './queries/find-item.ts';
export { type GtinView, listGtins } from './queries/list-gtins.ts';
export { type Code, readCode } from './resolver.ts';
export { isMark, scanPath } from './rules/native-path.ts';
