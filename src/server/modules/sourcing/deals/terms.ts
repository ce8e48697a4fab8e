// What a contract says, frozen on the day it is drawn: a name changed later changes no contract.
import type { Unit } from '../tables.ts';

export type TermLine = {
  deliveryId: string;
  dueOn: string;
  place: string;
  productId: string;
  product: string;
  producerId: string;
  producer: string;
  quantity: number;
  unitPrice: number;
};
export type Terms = {
  title: string;
  buyer: string;
  taxCode: string | null;
  lead: string | null;
  unit: Unit;
  specification: string;
  packing: string;
  /** Drawn although a delivery is not filled, as the buyer said. */
  short: boolean;
  /** The first contract of the demand, when this one adds to it. */
  addsTo: string | null;
  lines: TermLine[];
};
