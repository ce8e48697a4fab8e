// The engine's functions for the rest of sourcing: all of them run in the solver's threads.

import type { Alternative, ConditionPrices } from './compare.ts';
import { solvers } from './solvers.ts';
import type { Answer, Instance } from './types.ts';

export type { Alternative, AlternativeKind, ConditionPrice, ConditionPrices } from './compare.ts';
export type {
  Allocation,
  Answer,
  Demand,
  Instance,
  PriceTier,
  RefusalReason,
  Refused,
  Relaxation,
  Rules,
  Supplier,
  WouldNeed,
} from './types.ts';

type Options = { signal?: AbortSignal };

/** Solves one instance. Throws AppError too_many_requests (queue full) or not_ready (neither answer nor proof in time). */
export const solve = async (instance: Instance, o: Options = {}): Promise<Answer> =>
  (await solvers().run({ kind: 'solve', instance }, o.signal)) as Answer;

/** What each condition of the order costs, in VND. */
export const priceOfConditions = async (instance: Instance, o: Options = {}): Promise<ConditionPrices> =>
  (await solvers().run({ kind: 'prices', instance }, o.signal)) as ConditionPrices;

/** The order four ways: cheapest, nearest, fewest suppliers, widest benefit. */
export const alternatives = async (instance: Instance, o: Options = {}): Promise<Alternative[]> =>
  (await solvers().run({ kind: 'alternatives', instance }, o.signal)) as Alternative[];
