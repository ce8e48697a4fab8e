import { inEffect, isPerson, NATION, verbsOf } from '#server/modules/identity/index.ts';
import { dayOf } from '#shared/dates.ts';
import { closed } from '../../dang-nhap/session.ts';

/** The units in which the official may recall lots today; the page is closed to everybody else. */
export function recallUnits(locals: App.Locals): string[] {
  const { app, actor, lang } = locals;
  const day = dayOf(app.clock());
  const units = isPerson(actor)
    ? actor.assignments.filter((a) => inEffect(app.territory, a, day) && verbsOf(a).includes('recall')).map((a) => a.unit)
    : [];
  if (units.length === 0) closed(lang);
  return [...new Set(units)];
}
export const coversProvince = (units: readonly string[], province: string): boolean => units.includes(NATION) || units.includes(province);
