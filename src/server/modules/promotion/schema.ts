// What officers and participants hand in.
import { z } from 'zod';
import { NOT_A_DAY } from '#server/platform/refusal.ts';
import { isDay } from '#shared/dates.ts';
import { isClock } from './rules/slots.ts';
import { OUTCOMES, RESULTS } from './tables.ts';

const line = (most: number) => z.string().trim().normalize('NFC').max(most);
const day = z.string().refine(isDay, NOT_A_DAY);
const clock = z.string().refine(isClock, { message: 'Must be a time (HH:MM).', params: { vi: 'Phải là giờ (giờ:phút).' } });
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
  .refine((e) => e.startsOn <= e.endsOn, {
    path: ['endsOn'],
    message: 'The last day comes before the first.',
    params: { vi: 'Ngày cuối trước ngày đầu.' },
  })
  .refine((e) => e.registerUntil <= e.endsOn, {
    path: ['registerUntil'],
    message: 'Registration ends after the event.',
    params: { vi: 'Hạn đăng ký sau khi sự kiện kết thúc.' },
  })
  .refine((e) => e.startsOn <= e.meetOn && e.meetOn <= e.endsOn, {
    path: ['meetOn'],
    message: 'The meetings are on a day of the event.',
    params: { vi: 'Ngày gặp gỡ phải là một ngày của sự kiện.' },
  })
  .refine((e) => e.dayStart < e.dayEnd, {
    path: ['dayEnd'],
    message: 'The day ends before it begins.',
    params: { vi: 'Giờ xong trước giờ bắt đầu.' },
  })
  .refine((e) => e.breaks.every((b) => b.from < b.until), {
    path: ['breaks'],
    message: 'A break ends before it begins.',
    params: { vi: 'Giờ nghỉ kết thúc trước khi bắt đầu.' },
  })
  .refine((e) => e.householdLeast <= e.firmMost, {
    path: ['householdLeast'],
    message: 'More is promised than anybody may have.',
    params: { vi: 'Mức tối thiểu cao hơn mức nhiều nhất.' },
  });
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
    message: 'A producer or a buyer, one of them.',
    params: { vi: 'Chọn một chủ thể hoặc một người mua.' },
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
    message: 'An agreement belongs to a memorandum, a contract or a delivery.',
    params: { vi: 'Số hợp đồng, biên bản chỉ đi với ghi nhớ, hợp đồng hoặc giao hàng.' },
  });
export type FollowUpInput = z.infer<typeof followUpInput>;

export const programmeInput = z.strictObject({
  eventId: z.string(),
  items: z
    .array(
      z
        .strictObject({ day, starts: clock, ends: clock, titleVi: line(200).min(1), titleEn: line(200).min(1), place: line(200) })
        .refine((i) => i.starts <= i.ends, {
          path: ['ends'],
          message: 'It ends before it begins.',
          params: { vi: 'Kết thúc trước khi bắt đầu.' },
        }),
    )
    .max(200),
});
export type ProgrammeInput = z.infer<typeof programmeInput>;
