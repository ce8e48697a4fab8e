// The register's only door.
export { type Ended, type EndRecognition, endRecognition } from './commands/end-recognition.ts';
export { type ExtendRecognition, endExtension, extendRecognition, MAX_EXTENSION } from './commands/extend-recognition.ts';
export { grantRecognition, type Recognition } from './commands/grant-recognition.ts';
export { lockProduct } from './commands/lock-product.ts';
export { type NewProduct, registerProduct } from './commands/register-product.ts';
export { touchProducers, touchProducts } from './commands/touch-products.ts';
export { exportProducts, guard } from './exports/export-products.ts';
export type { ProductFacts, RecognitionFacts } from './facts.ts';
export {
  answerList,
  enterList,
  getList,
  handInList,
  type ListOptions,
  type ListView,
  listLists,
  putAwayList,
  type Question,
  questionsOf,
} from './lists.ts';
export { changedSince, currentChange } from './queries/changes.ts';
export { findProducer } from './queries/find-producer.ts';
export { findUnrecorded, type Unrecorded } from './queries/find-unrecorded.ts';
export { holdsRealData } from './queries/holds-real-data.ts';
export { readFacts } from './queries/read-facts.ts';
export { certificateId, readCertificateId } from './rules/certificate-id.ts';
export { readDecision } from './rules/decisions.ts';
export { isInForce, known, lastDay, nextTurn, standing, type Term } from './rules/validity.ts';
