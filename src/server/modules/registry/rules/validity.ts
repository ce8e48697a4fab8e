// The one place that says whether a recognition is in force on a day. QĐ 26/2026 điều 3–4: 36 months; điều 12.3: late filing.
import { addDays, addMonths, daysBetween } from '#shared/dates.ts';
import type { Status } from '#shared/vocabulary.ts';

export const MONTHS_VALID = 36;
/** "Expiring" covers the last 180 days: from the opening of the re-assessment window. */
export const EXPIRING_DAYS = 180;

export type Term = {
  validFrom: string;
  validUntil: string;
  extendedUntil: string | null;
  /** The day on which the extension was granted, where it is recorded. */
  extendedOn?: string | null;
  endedOn: string | null;
  endedBy: 'revoked' | 'superseded' | null;
};

/** Last day of a recognition that begins on `validFrom`: same day number 36 months on, else that month's last day. */
export const lastDay = (validFrom: string): string => addMonths(validFrom, MONTHS_VALID);

/** In force on `day`: validFrom ≤ day ≤ validUntil (or the extension), and not ended on or before that day. */
export function inForce(term: Term, day: string): boolean {
  return term.validFrom <= day && day <= (term.extendedUntil ?? term.validUntil) && (term.endedOn === null || day < term.endedOn);
}

/** What was known on `day`: later recognitions are out of sight, later endings and extensions not yet written. */
export function known<T extends Term>(terms: readonly T[], day: string): T[] {
  return terms
    .filter((t) => t.validFrom <= day)
    .map((t) => (t.endedOn !== null && t.endedOn > day ? { ...t, endedOn: null, endedBy: null, cause: null } : t))
    .map((t) => (t.extendedOn && t.extendedOn > day ? withoutExtension(t) : t));
}

function withoutExtension<T extends Term>(term: T): T {
  const { extendedOn: _, ...others } = term;
  return { ...others, extendedUntil: null } as T;
}

/**
 * The standing of a product on `day`: its governing recognition and status; undefined before its first recognition.
 * The latest recognition in force governs; with none in force, the latest one that began.
 */
export function standing<T extends Term>(terms: readonly T[], day: string): { status: Status; current: T } | undefined {
  let current: T | undefined;
  for (const t of terms) if (inForce(t, day) && (!current || t.validFrom >= current.validFrom)) current = t;
  if (current) {
    if (day > current.validUntil) return { status: 'extended', current };
    return { status: daysBetween(day, current.validUntil) < EXPIRING_DAYS ? 'expiring' : 'valid', current };
  }
  for (const t of terms) if (t.validFrom <= day && (!current || t.validFrom >= current.validFrom)) current = t;
  if (!current) return undefined;
  if (current.endedOn !== null && current.endedOn <= day && current.endedBy) return { status: current.endedBy, current };
  return { status: 'expired', current };
}

/** Statuses under which a star may be shown as true. */
export const isInForce = (status: Status): boolean => status === 'valid' || status === 'expiring' || status === 'extended';

/** The next day after `day` on which the standing, or what is known, can change by the calendar alone; undefined when never. */
export function nextTurn(terms: readonly Term[], day: string): string | undefined {
  let next: string | undefined;
  const consider = (d: string | null | undefined) => {
    if (d && d > day && (next === undefined || d < next)) next = d;
  };
  for (const t of terms) {
    consider(t.validFrom);
    consider(addDays(t.validUntil, 1 - EXPIRING_DAYS));
    consider(addDays(t.validUntil, 1));
    if (t.extendedUntil) consider(addDays(t.extendedUntil, 1));
    consider(t.extendedOn);
    consider(t.endedOn);
  }
  return next;
}
