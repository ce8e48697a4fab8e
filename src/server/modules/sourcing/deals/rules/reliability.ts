// How far a producer can be relied on: sums of facts, each of which can be shown and contested. No weights, no mark.
export type FactKind = 'accepted' | 'declined' | 'lapsed' | 'on_time' | 'late' | 'overdue' | 'checked';
export type Fact = {
  kind: FactKind;
  /** The day it speaks of. */
  day: string;
  demand: string;
  /** Whose demand it was. */
  organisationId: string;
  shareId: string;
  deliveryId: string | null;
  /** Of a check: accepted and received. */
  accepted: number | null;
  received: number | null;
  /** A contest of it was upheld: it counts no more. */
  struck: boolean;
};
/** A part of a whole; the part is null when the whole is 0. */
export type Part = { of: number; n: number };
export type Reliability = { answered: Part; taken: Part; onTime: Part; quality: Part };

/** Four parts: answered of invited, accepted of answered, on time of due, accepted quantity of received. */
export function reliability(facts: readonly Fact[]): Reliability {
  const counted = facts.filter((f) => !f.struck);
  const count = (...kinds: FactKind[]) => counted.filter((f) => kinds.includes(f.kind)).length;
  const sum = (pick: (f: Fact) => number | null) => counted.reduce((n, f) => n + (f.kind === 'checked' ? (pick(f) ?? 0) : 0), 0);
  return {
    answered: { n: count('accepted', 'declined'), of: count('accepted', 'declined', 'lapsed') },
    taken: { n: count('accepted'), of: count('accepted', 'declined') },
    onTime: { n: count('on_time'), of: count('on_time', 'late', 'overdue') },
    quality: { n: sum((f) => f.accepted), of: sum((f) => f.received) },
  };
}
