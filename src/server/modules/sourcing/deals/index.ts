export { answerContest, contestFact } from './commands/contests.ts';
export { checkDelivery, receiveDelivery, type Shipping, shipDelivery } from './commands/deliveries.ts';
export { drawContract } from './commands/draw-contract.ts';
export { drawMemorandum, linkMemorandum, type MemorandumInput } from './commands/memoranda.ts';
export { type PaymentInput, recordPayment, stateAccountNumber } from './commands/payments.ts';
export { endAgreement, type Party, signAgreement } from './commands/sign-agreement.ts';
export { contractPaper, memorandumPaper } from './papers/contract.ts';
export { payoutPaper } from './papers/payout.ts';
export { pickListPaper, poolAgreementPaper } from './papers/pool-agreement.ts';
export {
  type AccountNumber,
  type AgreementDetail,
  type AgreementView,
  countAgreements,
  type Drawable,
  getAgreement,
  listAccountNumbers,
  listAgreements,
  listDrawable,
  type PaymentView,
  type ShipmentView,
} from './queries/list-agreements.ts';
export { listTurns, type Turn } from './queries/list-turns.ts';
export { FIGURE_WORDS, type FigureRow, readDealFigures, readShownFigures, STAGES, type Stage } from './queries/read-figures.ts';
export {
  type ContestView,
  listContests,
  readReliabilities,
  readReliability,
  type SeenFact,
  showReliability,
} from './queries/read-reliability.ts';
export { BANKS } from './rules/banks.ts';
export { totalOf } from './rules/money.ts';
export type { Fact, FactKind, Reliability } from './rules/reliability.ts';
export type { TermLine, Terms } from './terms.ts';
