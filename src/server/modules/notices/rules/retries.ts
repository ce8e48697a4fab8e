// When a mail that was refused is tried again: after 1, 2, 4, … minutes, at most six hours apart.
const MINUTE = 60_000;
const FURTHEST = 360 * MINUTE;
/** Tries before a mail is given up; it stays readable in the app. */
export const GIVEN_UP = 12;
/** A mail nobody could send for so long is no longer news. */
export const TOO_OLD = 3 * 24 * 60 * MINUTE;

export const nextTry = (now: Date, tries: number): Date => new Date(now.getTime() + Math.min(2 ** (tries - 1) * MINUTE, FURTHEST));
