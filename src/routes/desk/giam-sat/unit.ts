import { inEffect, isPerson, may, NATION, type Verb, verbsOf } from '#server/modules/identity/index.ts';
import { dayOf } from '#shared/dates.ts';
import { behindDoor } from '../../work.ts';
import { unitName } from '../units.ts';

export type Choice = { value: string; label: string };

/** The units the person watches over today, and the one asked for (?don-vi=), else the first. */
export function watching(locals: App.Locals, url: URL): { day: string; unit: string | undefined; units: Choice[] } {
  behindDoor(locals, '/desk/giam-sat');
  const { app, actor, lang } = locals;
  const day = dayOf(app.clock());
  const held = isPerson(actor)
    ? actor.assignments.filter((a) => inEffect(app.territory, a, day) && verbsOf(a).includes('view_dossiers'))
    : [];
  const units = [...new Set(held.map((a) => a.unit))];
  const asked = url.searchParams.get('don-vi');
  const unit = asked && may(app.territory, actor, 'view_dossiers', { unit: asked }, day) ? asked : units[0];
  const shown = unit && !units.includes(unit) ? [unit, ...units] : units;
  // the nation contains every province: whoever watches over it may look at each
  const more = units.includes(NATION) ? app.territory.provinces(34).map((p) => p.code) : [];
  const all = [...new Set([...shown, ...more])];
  return { day, unit, units: all.map((value) => ({ value, label: unitName(app.territory, value, lang) })) };
}

export const mayHere = (locals: App.Locals, verb: Verb, unit: string): boolean =>
  may(locals.app.territory, locals.actor, verb, { unit }, dayOf(locals.app.clock()));
