import './tables.ts';

export { declareWrong } from '../lots/commands/declare-wrong.ts';
export { type Recorded, recordStep } from '../lots/commands/record-step.ts';
export { findLotStory, isLotMade, type LotStory, type StoryStep, type StoryTest } from '../lots/queries/find-lot-story.ts';
export { findPartners } from '../lots/queries/find-partners.ts';
export {
  findLot,
  type HistoryView,
  hadLot,
  type LotFilter,
  type LotView,
  listHistory,
  listLots,
  listParties,
  listWarnings,
} from '../lots/queries/list-lots.ts';
export { type Direction, type Trace, type TraceEdge, type TraceLot, traceLot } from '../lots/queries/trace-lot.ts';
export type { StepKind } from '../lots/rules/step-kind.ts';
export { type Box, type Picture, type PictureLot, tracePicture } from '../lots/rules/trace-picture.ts';
export { STEPS, type Step } from '../lots/schema.ts';
export { answerRecall, closeRecall, noteAnswer } from '../recall/commands/follow-recall.ts';
export { openRecall } from '../recall/commands/open-recall.ts';
export { findRecalls, type RecallNotice } from '../recall/queries/find-recalls.ts';
export {
  getRecall,
  type HolderView,
  listHolders,
  listRecallLots,
  listRecalls,
  listRecallsFor,
  type RecallLotView,
  type RecallView,
} from '../recall/queries/list-recalls.ts';
export { recallReport } from '../recall/report.ts';
export { RECALL_LEVELS } from '../recall/schema.ts';
export { captureEvents } from './commands/capture-events.ts';
export { FORM_UNITS } from './rules/units.ts';
