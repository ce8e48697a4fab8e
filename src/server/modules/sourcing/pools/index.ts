export { answerPool, type PoolAnswer, producerOfLink } from './commands/answer-pool.ts';
export { makeLinks } from './commands/make-links.ts';
export { type Explained, proposePool, type Strategy } from './commands/propose-pool.ts';
export { sendPool } from './commands/send-pool.ts';
export { type Settled, settlePool } from './commands/settle-pool.ts';
export { actorOfLink } from './link-actor.ts';
export { listPools, listShares, type PoolView, type ShareView } from './queries/get-pool.ts';
export { listPriceViews, type PriceView } from './queries/price-views.ts';
export { type Round, readRound, readRounds } from './queries/read-pools.ts';
