// Which unit's councils, in which days: ?don-vi=&tu=&den=
import { may, NATION } from '#server/modules/identity/index.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { closed } from '../../dang-nhap/session.ts';
import { personOf } from '../../my/person.ts';
import { unitName } from '../units.ts';

export function questionOf(locals: App.Locals, url: URL) {
  const { app, lang } = locals;
  const person = personOf(locals);
  const today = dayOf(app.clock());
  const all = [NATION, ...app.territory.provinces(34).map((p) => p.code)];
  const units = all.filter((unit) => may(app.territory, person, 'view_grading', { unit }, today));
  const first = units[0];
  if (first === undefined) closed(lang);
  const asked = url.searchParams.get('don-vi') ?? first;
  const day = (name: string) => {
    const text = url.searchParams.get(name) ?? '';
    return isDay(text) ? text : undefined;
  };
  return {
    question: { unit: units.includes(asked) ? asked : first, from: day('tu'), until: day('den') },
    units: units.map((value) => ({ value, label: unitName(app.territory, value, lang) })),
    ctx: app.ctx(person),
  };
}
