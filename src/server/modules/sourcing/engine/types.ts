// What the engine reads and answers. The contract's fields first; what the pools of our own pages add stands apart and is optional.
import type { Bilingual } from '#server/platform/errors.ts';
import type { ProducerType } from '#shared/vocabulary.ts';

/** `YYYY-MM` or `YYYY-MM-DD`; one request uses one of the two forms. */
export type Period = string;

export type Demand = { id: string; quantity: number; period?: Period };

/** From this total in one period on, every unit of that period costs `unitPrice`. */
export type PriceTier = { from: number; unitPrice: number };

export type Supplier = {
  id: string;
  type?: ProducerType;
  /** Overall total, in the unit of the demands. */
  capacity: number;
  /** Binds as well; a period that is not listed is bound by `capacity` alone. */
  capacityByPeriod?: Record<Period, number>;
  /** VND a unit. */
  unitPrice: number;
  /** VND, once, when the supplier delivers anything. */
  fixedCost?: number;
  /** A period's total is 0 or at least this. */
  minLot?: number;
  /** A period's total is minLot + k × lotStep (multiples of lotStep without a minLot). */
  lotStep?: number;
  /** Last day of its recognition; before a period's last day = nothing in that period. */
  validUntil?: string;
  star?: number;
  // Beyond the contract's endpoint: pools only.
  /** Lower prices from a period total on; below the first tier `unitPrice` holds. */
  tiers?: PriceTier[];
  /** Papers held, with the last day each is good for. */
  papers?: Record<string, string>;
  /** Issues invoices, so may lead a pool. */
  invoices?: boolean;
  /** VND a unit added while choosing (never paid): turns of past pools, see `rotationHandicaps`. */
  handicap?: number;
};

export type Rules = {
  maxSuppliers?: number;
  /** Largest fraction of each demand that one supplier may fill, 0…1. */
  maxShare?: number;
  /** Least fraction of all delivered quantity that comes from small producers, 0…1. */
  smallProducerShare?: number;
  minStar?: number;
  allowShort?: boolean;
  /** VND a unit not delivered; without it one unit short costs more than any unit offered, see `defaultPenalty`. */
  shortPenalty?: number;
  // Beyond the contract's endpoint: pools only.
  /** Every supplier must hold these on the last day of each period it delivers in. */
  papers?: string[];
  /** At least one chosen supplier issues invoices. */
  needInvoice?: boolean;
};

export type Limits = {
  /** Wall-clock seconds, default 5, at most 60. */
  seconds?: number;
  /** Relative gap at which an answer counts as optimal, default 1e-6. */
  gap?: number;
};

export type Instance = {
  demands: Demand[];
  suppliers: Supplier[];
  /** VND a unit from a supplier to a demand; what is not listed costs nothing. */
  unitTransport?: Record<string, Record<string, number>>;
  rules?: Rules;
  limits?: Limits;
};

export type Allocation = { supplier: string; demand: string; quantity: number; unitCost: number };

export type RefusalReason =
  | 'noCapacity' // none offered, or none in the periods asked for
  | 'expired' // recognition ends before every period's last day
  | 'star'
  | 'papers'
  | 'lotAboveCapacity'
  | 'lotAboveDemand'
  | 'minLot' // at this price it would enter with a smaller lot
  | 'lotStep'
  | 'price' // would enter at the price in wouldNeed
  | 'fixedCost' // even free of charge by the unit it costs more than it saves
  | 'transport' // even free of charge it is too far
  | 'maxSuppliers' // enters only instead of another: the price in wouldNeed does that
  | 'smallProducerShare'
  | 'noDemand' // nothing is asked for
  | 'infeasible'; // the order cannot be met as asked, nobody gets anything

/** What would have to hold so that the supplier gets something, everything else unchanged; null = nothing in its own hands. */
export type WouldNeed = Partial<
  Pick<Supplier, 'unitPrice' | 'fixedCost' | 'minLot' | 'lotStep' | 'capacity' | 'validUntil' | 'star'> & { papers: string[] }
>;

export type Refused = {
  supplier: string;
  reason: RefusalReason;
  /** One sentence. */
  detail: Bilingual;
  wouldNeed: WouldNeed | null;
};

/** `at` = the demand or supplier the condition belongs to, or the present value of a condition of the whole order; `from` = present value. */
export type Relaxation = { rule: string; at: string | number; from: number | string; to: number | string };

export type Answer = {
  status: 'optimal' | 'feasible' | 'infeasible';
  /** VND, penalties of what stays short included; null when infeasible. */
  objective: number | null;
  /** No allocation can cost less. */
  bound: number | null;
  /** (objective − bound) / objective. */
  gap: number | null;
  allocations: Allocation[];
  refused: Refused[];
  short: { demand: string; quantity: number }[];
  seconds: number;
  /** The part of the objective that nobody pays; only where suppliers carry handicaps. */
  handicaps?: number;
  /** Only when infeasible: the smallest set of changes that makes the order possible. */
  relax?: Relaxation[];
  /** Proved that no fewer changes suffice; otherwise the fewest found in time. */
  relaxProved?: boolean;
  /** The changes in a sentence or two, however many they are. */
  relaxSummary?: Bilingual;
};
