// The product's day, for training and trials over sample data: years pass between a certificate and its renewal.
import { dayOf, daysBetween } from '#shared/dates.ts';

const DAY = 86_400_000;

/** A clock that reads `day` (Asia/Ho_Chi_Minh) now and runs on from there; the hour stays the real one. Throws for a day gone by. */
export function clockFrom(day: string, clock = () => new Date()): () => Date {
  const ahead = daysBetween(dayOf(clock()), day) * DAY;
  if (ahead < 0) throw new Error('settings: SANVAT_SAMPLE_DAY lies before today: browsers would drop every session');
  return () => new Date(clock().getTime() + ahead);
}
