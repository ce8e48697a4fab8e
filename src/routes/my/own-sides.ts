import { buyersOf } from '#server/modules/promotion/index.ts';
import { dayOf } from '#shared/dates.ts';
import { ownProducers } from './own-producers.ts';
import { personOf } from './person.ts';

/** The producers and buyers the person may speak for at an event. */
export function ownSides(locals: App.Locals): { producers: string[]; organisations: { id: string; name: string }[] } {
  const { app } = locals;
  return { producers: ownProducers(locals), organisations: buyersOf(app.territory, personOf(locals), dayOf(app.clock())) };
}
