// Who keeps an event, and who speaks for a participant.
import { type Actor, assertMay, type Ground, inEffect, isPerson, may, verbsOf } from '#server/modules/identity/index.ts';
import { AppError } from '#server/platform/errors.ts';

/** The organisations the actor speaks for as a buyer on a day: that right is bound to an organisation, not to a territory. */
export function buyersOf(ground: Ground, actor: Actor, day: string): { id: string; name: string; unit: string }[] {
  if (!isPerson(actor) || (actor.scopes && !actor.scopes.includes('sourcing'))) return [];
  const held = actor.assignments.filter((a) => a.organisation && inEffect(ground, a, day) && verbsOf(a).includes('buy'));
  return held.flatMap((a) => (a.organisation ? [{ ...a.organisation, unit: a.unit }] : []));
}

export const assertKeeps = (ground: Ground, actor: Actor, unit: string, day: string): void =>
  assertMay(ground, actor, 'promote', { unit }, day);

export type Speaker = { producer_id: string | null; organisation_id: string | null };

/** May the actor speak for this participant? */
export function speaksFor(ground: Ground, actor: Actor, who: Speaker, day: string): boolean {
  // a producer's right hangs on the producer alone; the unit does not matter
  if (who.producer_id !== null) return may(ground, actor, 'act_for_producer', { unit: 'VN', producer: who.producer_id }, day);
  return buyersOf(ground, actor, day).some((o) => o.id === who.organisation_id);
}

/** Throws 401 for nobody and 403 for whoever neither speaks for one of the participants nor keeps the event. */
export function assertSpeaks(ground: Ground, actor: Actor, who: readonly Speaker[], event: { unit: string }, day: string): void {
  if (who.some((w) => speaksFor(ground, actor, w, day)) || may(ground, actor, 'promote', { unit: event.unit }, day)) return;
  if (actor.kind === 'public') throw new AppError('unauthorized', { vi: 'Cần đăng nhập.', en: 'Please sign in.' });
  throw new AppError('forbidden', {
    vi: 'Bạn không làm thay đơn vị tham gia này và không phụ trách sự kiện.',
    en: 'You neither act for this participant nor keep the event.',
  });
}
