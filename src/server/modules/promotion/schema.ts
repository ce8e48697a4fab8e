// What officers and participants hand in.
import { z } from 'zod';
import { isDay } from '#shared/dates.ts';
import { isClock } from './rules/slots.ts';
import { OUTCOMES, RESULTS } from './tables.ts';

const line = (most: number) => z.string().trim().normalize('NFC').max(most);
const day = z.string().refine(isDay, 'a day, YYYY-MM-DD');
const clock = z.string().refine(isClock, 'a time, HH:MM');
export const MAX_SLOTS = 60;

export const eventInput = z
  .strictObject({
    kind: z.enum(['conference', 'fair']),
    nameVi: line(200).min(3),
    nameEn: line(200).min(3),
    aboutVi: line(4000),
    aboutEn: line(4000),
    place: line(300).min(3),
    unit: line(5).min(2),
    startsOn: day,
    endsOn: day,
    registerUntil: day,
    meetOn: day,
    dayStart: clock,
    dayEnd: clock,
    slotMinutes: z.number().int().min(5).max(120),
    pauseMinutes: z.number().int().min(0).max(60),
    breaks: z.array(z.strictObject({ from: clock, until: clock })).max(6),
    tables: z.number().int().min(1).max(500),
    householdLeast: z.number().int().min(0).max(20),
    firmMost: z.number().int().min(1).max(60),
    booths: z.number().int().min(0).max(2000),
    smallShare: z.number().min(0).max(1),
  })
  .refine((e) => e.startsOn <= e.endsOn, { path: ['endsOn'], message: 'the last day comes before the first' })
  .refine((e) => e.registerUntil <= e.endsOn, { path: ['registerUntil'], message: 'registration ends after the event' })
  .refine((e) => e.startsOn <= e.meetOn && e.meetOn <= e.endsOn, { path: ['meetOn'], message: 'the meetings are on a day of the event' })
  .refine((e) => e.dayStart < e.dayEnd, { path: ['dayEnd'], message: 'the day ends before it begins' })
  .refine((e) => e.breaks.every((b) => b.from < b.until), { path: ['breaks'], message: 'a break ends before it begins' })
  .refine((e) => e.householdLeast <= e.firmMost, { path: ['householdLeast'], message: 'more is promised than anybody may have' });
export type EventInput = z.infer<typeof eventInput>;

export const registration = z
  .strictObject({
    eventId: z.string(),
    producer: line(20).min(1).optional(),
    organisation: line(40).min(1).optional(),
    tables: z.number().int().min(1).max(20),
    most: z.number().int().min(1).max(400).nullable(),
    away: z.array(z.number().int().min(0).max(MAX_SLOTS)).max(MAX_SLOTS),
    wantsBooth: z.boolean(),
  })
  .refine((r) => (r.producer === undefined) !== (r.organisation === undefined), {
    path: ['producer'],
    message: 'a producer or a buyer, one of them',
  });
export type Registration = z.infer<typeof registration>;

export const MAX_WISHES = 100;
export const wishesInput = z.strictObject({
  participant: z.string(),
  wishes: z.array(z.strictObject({ to: z.string(), weight: z.number().int().min(1).max(3) })).max(MAX_WISHES),
});
export type WishesInput = z.infer<typeof wishesInput>;

export const resultInput = z.strictObject({ meeting: z.string(), result: z.enum(RESULTS), note: line(1000) });
export type ResultInput = z.infer<typeof resultInput>;

export const followUpInput = z
  .strictObject({
    meeting: z.string(),
    afterDays: z.union([z.literal(30), z.literal(90)]),
    outcome: z.enum(OUTCOMES),
    agreement: line(60),
  })
  .refine((f) => f.agreement === '' || ['memorandum', 'contract', 'delivered'].includes(f.outcome), {
    path: ['agreement'],
    message: 'an agreement belongs to a memorandum, a contract or a delivery',
  });
export type FollowUpInput = z.infer<typeof followUpInput>;

export const programmeInput = z.strictObject({
  eventId: z.string(),
  items: z
    .array(
      z
        .strictObject({ day, starts: clock, ends: clock, titleVi: line(200).min(1), titleEn: line(200).min(1), place: line(200) })
        .refine((i) => i.starts <= i.ends, { path: ['ends'], message: 'it ends before it begins' }),
    )
    .max(200),
});
export type ProgrammeInput = z.infer<typeof programmeInput>;
