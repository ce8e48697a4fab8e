// What passes from hand to hand while a batch is stored: as it came, as it was understood, with its row, and its lots.
import type { Obj } from './rules/checks.ts';
import type { Effects } from './rules/effects.ts';
import type { Prefixes } from './rules/hash-id.ts';

export type Incoming = { event: Obj; path: string; prefixes: Prefixes };
export type Batch = {
  owner: string;
  /** Commune and province of the owner as text, for the public story. */
  place: string | null;
  events: readonly Incoming[];
  origin: string | undefined;
  /** Refuse what a machine's report would only be warned about: nobody can send what is not there. */
  strict: boolean;
  sample?: boolean;
};
export type Prepared = Incoming & { id: string; declaresError: boolean; hash: Buffer; effects: Effects; time: Date };
export type Stored = Prepared & { no: number };

export type LotRow = {
  no: number;
  epc: string;
  product_id: string | null;
  maker: string | null;
  unit: string | null;
  made_on: string | null;
  group: string | null;
};
