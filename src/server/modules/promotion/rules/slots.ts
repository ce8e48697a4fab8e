// The slots of a meeting day by the clock.
const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
const clock = (n: number): string => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`;

export type Day = {
  start: string;
  end: string;
  slotMinutes: number;
  pauseMinutes: number;
  breaks: readonly { from: string; until: string }[];
};
export type Slot = { from: string; until: string };

/** `HH:MM` of a day that exists. */
export const isClock = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** The slots of a day, none reaching into a break. A slot that would meet a break begins after it. */
export function slotsOf(day: Day): Slot[] {
  const breaks = day.breaks.map((b) => ({ from: minutes(b.from), until: minutes(b.until) })).sort((a, b) => a.from - b.from);
  const end = minutes(day.end);
  const slots: Slot[] = [];
  for (let at = minutes(day.start); at + day.slotMinutes <= end; ) {
    const start = at;
    const hit = breaks.find((b) => b.from < start + day.slotMinutes && start < b.until);
    if (hit) {
      at = hit.until;
      continue;
    }
    slots.push({ from: clock(start), until: clock(start + day.slotMinutes) });
    at = start + day.slotMinutes + day.pauseMinutes;
  }
  return slots;
}
