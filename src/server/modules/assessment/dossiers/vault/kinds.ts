// What a paper is, as Mẫu 02 ticks them off and the list of evidence names them (QĐ 26/2026, Phụ lục III).
export const PAPER_KINDS = [
  'licence',
  'declaration',
  'food_safety',
  'mandatory',
  'ip',
  'quality',
  'test',
  'contract',
  'environment',
  'accounts',
  'story',
  'photo',
  'other',
] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];
/** Is it the name of a kind of paper? */
export const isPaperKind = (text: string): text is PaperKind => (PAPER_KINDS as readonly string[]).includes(text);

/** No reminder for what expired longer ago. */
export const TOO_LATE = -14;

/** The reminder due with so many days left: 60 at 60…31, 30 at 30…1, 0 on the last day and shortly after; undefined otherwise. */
export function paperReminder(daysLeft: number): 60 | 30 | 0 | undefined {
  if (daysLeft > 60 || daysLeft < TOO_LATE) return undefined;
  return daysLeft > 30 ? 60 : daysLeft > 0 ? 30 : 0;
}
