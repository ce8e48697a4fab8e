// What a genuine claim is worth on a day, against what the register says of that recognition. The offline page and docs/verify decide the same.
import type { Star } from '#shared/vocabulary.ts';

export type Verdict = 'valid' | 'not_yet_valid' | 'expired' | 'revoked' | 'superseded' | 'unknown';
/** One recognition as the register knows it; `until` with a late-filing extension. */
export type Known = { star: Star; validFrom: string; until: string; endedOn: string | null; endedBy: 'revoked' | 'superseded' | null };

/** Endings count from their day; a star other than the register's was corrected since. */
export function verdictOf(claimedStar: number, known: Known | undefined, day: string): Verdict {
  if (!known) return 'unknown';
  if (known.endedOn !== null && known.endedOn <= day) return known.endedBy === 'superseded' ? 'superseded' : 'revoked';
  if (known.star !== claimedStar) return 'superseded';
  if (day < known.validFrom) return 'not_yet_valid';
  return day > known.until ? 'expired' : 'valid';
}
