export { checkDelivery, receiveDelivery, type Shipping, shipDelivery } from './commands/deliveries.ts';
export { drawContract } from './commands/draw-contract.ts';
export { drawMemorandum, linkMemorandum, type MemorandumInput } from './commands/memoranda.ts';
export { type PaymentInput, recordPayment, stateAccountNumber } from './commands/payments.ts';
export { endAgreement, type Party, signAgreement } from './commands/sign-agreement.ts';
export {
  type AccountNumber,
  type AgreementDetail,
  type AgreementView,
  type Drawable,
  getAgreement,
  listAccountNumbers,
  listAgreements,
  listDrawable,
  type PaymentView,
  type ShipmentView,
} from './queries/list-agreements.ts';
export { BANKS, bankName } from './rules/banks.ts';
export type { TermLine, Terms } from './terms.ts';
