import './tables.ts';

export { findLotStory, type LotStory, type StoryStep, type StoryTest } from '../lots/queries/find-lot-story.ts';
export { STEP_KINDS, type StepKind } from '../lots/rules/step-kind.ts';
export { findRecalls, type RecallNotice } from '../recall/queries/find-recalls.ts';
