// When to remind before a recognition ends. Điều 7: the re-assessment dossier is filed between 180 and 120 days before.
export const REMINDERS = [210, 180, 120, 60, 30, 0] as const;
export type Reminder = (typeof REMINDERS)[number];
/** A reminder of the last day may be this late; after that it is no reminder any more. */
const GRACE = 7;

/** The reminder due with so many days left: the nearest threshold already reached. One that was slept through is not made up for. */
export function reminderDue(daysLeft: number): Reminder | undefined {
  if (daysLeft < -GRACE) return undefined;
  if (daysLeft <= 0) return 0;
  return REMINDERS.findLast((r) => r >= daysLeft);
}

export const FILE_FROM = 180;
export const FILE_UNTIL = 120;
export const LIGHTS = ['over', 'late', 'file', 'wait'] as const;
export type Light = (typeof LIGHTS)[number];
/** The traffic light of a term: window not open, open, closed, term over. */
export const lightOf = (daysLeft: number): Light =>
  daysLeft < 0 ? 'over' : daysLeft < FILE_UNTIL ? 'late' : daysLeft <= FILE_FROM ? 'file' : 'wait';
