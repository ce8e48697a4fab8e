import { inEffect, verbsOf } from '#server/modules/identity/index.ts';
import { dayOf } from '#shared/dates.ts';
import { personOf } from './person.ts';

/** The producers the person acts for today. */
export function ownProducers(locals: App.Locals): string[] {
  const { app } = locals;
  const today = dayOf(app.clock());
  const held = personOf(locals).assignments.filter((a) => inEffect(app.territory, a, today) && verbsOf(a).includes('act_for_producer'));
  return [
    ...new Set(held.flatMap((a) => a.producers.filter((p) => p.from <= today && (p.until === null || today <= p.until)).map((p) => p.id))),
  ];
}
