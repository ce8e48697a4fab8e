import { inEffect, verbsOf } from '#server/modules/identity/index.ts';
import { dayOf } from '#shared/dates.ts';
import { personOf } from '../../my/person.ts';

/** The units whose events the person keeps today. */
export function promotedUnits(locals: App.Locals): string[] {
  const { territory, clock } = locals.app;
  const day = dayOf(clock());
  const held = personOf(locals).assignments.filter((a) => inEffect(territory, a, day) && verbsOf(a).includes('promote'));
  return [...new Set(held.map((a) => a.unit))];
}
