export { importSupply, type SupplyImport } from './commands/import-supply.ts';
export { endPaper, statePaper } from './commands/papers.ts';
export { stateSupply } from './commands/state-supply.ts';
export { listPapers, listSupply, type PaperView, type SupplyView } from './queries/list-supply.ts';
export type { PaperInput, SupplyInput } from './schema.ts';
