// The menu of signed-in people: their doors of today.
import { inEffect, unitsKept, verbsOf } from '#server/modules/identity/index.ts';
import { dayOf } from '#shared/dates.ts';
import { identityWords } from '#shared/messages/identity.ts';
import type { Work } from '#ui/work.ts';
import { closed, isOfficial } from './dang-nhap/session.ts';
import { DESK_DOORS, type Door, doorsFor, MY_DOORS } from './doors.ts';
import { personOf } from './my/person.ts';

const heldBy = (locals: App.Locals) =>
  personOf(locals).assignments.filter((a) => inEffect(locals.app.territory, a, dayOf(locals.app.clock())));

/** Closes a page of the desk to everybody whose roles of today do not open its door. */
export function behindDoor(locals: App.Locals, path: string): void {
  const door = DESK_DOORS.filter((d) => d.path === path);
  if (!heldBy(locals).some((a) => doorsFor(door, verbsOf(a), a.unit).length > 0)) closed(locals.lang);
}

/** Who is signed in and where they go from here; `area` is the part of the site they stand in. */
export function workOf(locals: App.Locals, area: 'my' | 'desk'): Work {
  const { app, lang } = locals;
  const person = personOf(locals);
  const today = dayOf(app.clock());
  const words = identityWords(lang);
  const held = heldBy(locals);
  const all = area === 'desk' ? DESK_DOORS : MY_DOORS;
  const open = new Set<Door>(held.flatMap((a) => doorsFor(all, verbsOf(a), a.unit)));
  const official = isOfficial(person, app.territory, today);
  const link = (d: Door) => ({ path: d.path, label: (d.short ?? d.label)[lang] });
  return {
    name: person.name,
    home: area === 'desk' ? { path: '/desk', label: words.desk.title } : { path: '/my', label: words.my.title },
    links: [
      ...all.filter((d) => open.has(d)).map(link),
      ...(area === 'desk' && unitsKept(app.territory, person, today).length > 0
        ? [{ path: '/desk/nguoi', label: words.people.short }]
        : []),
      ...(area === 'desk' ? [{ path: '/my', label: words.my.title }] : official ? [{ path: '/desk', label: words.desk.title }] : []),
    ],
  };
}
