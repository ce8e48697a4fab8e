import './tables.ts';

export { forgetScans, KEPT_DAYS, listAlarms, noteScan } from './commands/note-scan.ts';
export { assertMayLabel, endGtin, setGtin } from './commands/set-gtin.ts';
export { findItem, type ItemView } from './queries/find-item.ts';
export { type GtinView, listGtins } from './queries/list-gtins.ts';
export { readScan, type ScanView, type Verdict } from './queries/scan-view.ts';
export { type Code, readCode } from './resolver.ts';
export type { Alarm } from './rules/clone-alarm.ts';
export { isMark, scanPath } from './rules/native-path.ts';
