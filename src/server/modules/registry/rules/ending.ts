// Which recognitions a revocation ends. Pure. QĐ 26/2026 điều 8.
import { isInForce, standing, type Term } from './validity.ts';

export type Ending<T> = { terms: { term: T; endedOn: string }[] } | { refused: 'never' | 'not_begun' | 'ended' | 'expired' };

/**
 * A revocation takes the star from the product on `day`, as known on `today`: every recognition that would still run on its day, or begin after it, ends.
 * One that has not begun ends on its own first day, so that it is never in force. A product that is no longer recognised has nothing to take.
 */
export function endingOn<T extends Term>(terms: readonly T[], day: string, today: string): Ending<T> {
  if (terms.some((t) => t.endedBy === 'revoked' && t.endedOn !== null && t.endedOn > day && t.endedOn <= today))
    return { refused: 'ended' };
  const now = standing(terms, day);
  if (!now) return { refused: terms.length === 0 ? 'never' : 'not_begun' };
  if (!isInForce(now.status)) return { refused: now.status === 'expired' ? 'expired' : 'ended' };
  return {
    terms: terms
      .filter((t) => (t.extendedUntil ?? t.validUntil) >= day && (t.endedOn === null || t.endedOn > day))
      .filter((t) => t.endedOn === null || t.endedOn > t.validFrom)
      .map((term) => ({ term, endedOn: term.validFrom > day ? term.validFrom : day })),
  };
}
