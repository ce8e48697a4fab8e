import './tables.ts';

export { issueSerials } from './commands/issue-serials.ts';
export { forgetScans, KEPT_DAYS, listAlarms, noteScan } from './commands/note-scan.ts';
export { listGlns, setGln } from './commands/set-gln.ts';
export { assertMayLabel, endGtin, setGtin } from './commands/set-gtin.ts';
export { warnOfCopies } from './commands/warn-of-copies.ts';
export { codePath, printCodes, printKit } from './prints/print.ts';
export { qrPng } from './prints/share-kit.ts';
export { findItem, type ItemView } from './queries/find-item.ts';
export { type GtinView, listGtins } from './queries/list-gtins.ts';
export { readScan, type ScanView, type Verdict } from './queries/scan-view.ts';
export { type Code, readCode } from './resolver.ts';
export type { Alarm } from './rules/clone-alarm.ts';
export { LABELS, POSTERS } from './rules/formats.ts';
export { markRefusal } from './rules/mark.ts';
export { isMark, nativePath } from './rules/native-path.ts';
export { codeText, qrSvg } from './rules/qr.ts';
