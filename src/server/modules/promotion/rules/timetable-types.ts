// One-to-one meetings of a supply–demand conference: who may meet whom, and when. Slots are numbered from 0.

/** `least`: meetings the firm is promised (households and groups); `most`: what it can bear; `away`: slots it cannot attend. */
export type Firm = { id: string; least: number; most: number; away: readonly number[] };
/** `tables`: people of the buyer that receive at the same time; `most`: meetings in all. */
export type Buyer = { id: string; tables: number; most: number; away: readonly number[] };
/** Somebody asks to meet somebody of the other side; weight 1 (would like) to 3 (above all). */
export type Wish = { from: string; to: string; weight: number };
export type Instance = { slots: number; firms: readonly Firm[]; buyers: readonly Buyer[]; wishes: readonly Wish[] };

/** `table` counts from 0 within the buyer's own tables. */
export type Meeting = { firm: string; buyer: string; slot: number; table: number };

/** Why a firm gets fewer meetings than promised. */
export type Shortfall = {
  firm: string;
  least: number;
  got: number;
  /**
   * `no_wishes`: too few pairs contain it · `no_slots`: it attends too few slots · `full`: the buyers it could meet have no more places,
   * those taken by other promises alone · `slots`: places are left, but never at a time when both are free.
   */
  why: 'no_wishes' | 'no_slots' | 'full' | 'slots';
  /** Pairs that contain it, slots it attends. */
  pairs: number;
  slots: number;
  /** Of `full`: the buyers concerned, their places, and the firms whose promises compete for them. */
  buyers: string[];
  places: number;
  rivals: string[];
};

export type Timetable = {
  meetings: Meeting[];
  /** Value of the met pairs; no timetable with the same promises kept can have more than `bound`. `gap` = (bound − value) / bound. */
  value: number;
  bound: number;
  gap: number;
  /** Meetings missing to promises, and the least number any timetable must miss. */
  missed: number;
  missedAtLeast: number;
  short: Shortfall[];
  mutual: { met: number; wished: number };
  oneSided: { met: number; wished: number };
};

/** What a mutual wish counts beside the weights: always more than any one-sided wish. */
export const MUTUAL = 10;
/** The value of a met pair; 0 = nobody asked. */
export const worth = (ofFirm: number, ofBuyer: number): number => ofFirm + ofBuyer + (ofFirm > 0 && ofBuyer > 0 ? MUTUAL : 0);
