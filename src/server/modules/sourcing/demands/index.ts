export { addStore, type BuyerInput, type StoreInput, stateBuyer, verifyBuyer } from './commands/buyers.ts';
export { makeOffer, withdrawOffer } from './commands/make-offer.ts';
export { cancelDemand, postDemand } from './commands/post-demand.ts';
export { type BuyerView, listBuyers, listStores, type StoreView } from './queries/list-buyers.ts';
export {
  countDemands,
  type DeliveryView,
  type DemandView,
  getDemand,
  listDemands,
  listOffers,
  type OfferView,
} from './queries/list-demands.ts';
export { listProfiles, type Profile, profileOf } from './queries/profiles.ts';
export { answers } from './rules/matching.ts';
export type { DemandInput, OfferInput } from './schema.ts';
