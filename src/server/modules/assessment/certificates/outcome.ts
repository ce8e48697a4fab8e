// What a council's result becomes (Điều 4, 7): the province gives 3 and 4 stars, 90 points and all gates go up, the centre gives 5.
import type { State } from '../dossiers/rules/states.ts';
import type { Kind } from '../rules/ruleset-on.ts';
import type { Outcome } from '../tables.ts';

export type Verdict = {
  to: State;
  outcome: Outcome | 'approved_for_centre' | 'back_to_province';
  /** The recognition to grant; undefined = none. */
  grant: { star: 3 | 4 | 5; potentialFive: boolean } | undefined;
};

type Question = { state: State; kind: Kind; star: number; currentStar: number | undefined };
const NONE: Verdict = { to: 'decided', outcome: 'none', grant: undefined };

/** `star` is the council's; `currentStar` what the product holds on the day. Below 3 there is no decision and no certificate. */
export function verdictOf({ state, kind, star, currentStar }: Question): Verdict {
  if (state === 'central_council')
    return star === 5
      ? { to: 'decided', outcome: '5', grant: { star: 5, potentialFive: false } }
      : { to: 'back_to_province', outcome: 'back_to_province', grant: undefined };
  if (star < 3) return NONE;
  if (state === 'council') {
    // a five under re-assessment keeps its five until the centre has spoken
    if (star === 5)
      return {
        to: 'approved_for_centre',
        outcome: 'approved_for_centre',
        grant: currentStar === 5 ? undefined : { star: 4, potentialFive: true },
      };
    // an upgrade that does not rise leaves the recognition in force as it is
    if (kind === 'upgrade' && currentStar !== undefined && star <= currentStar) return NONE;
  }
  const given = star >= 4 ? 4 : 3;
  return { to: 'decided', outcome: given === 4 ? '4' : '3', grant: { star: given, potentialFive: false } };
}
