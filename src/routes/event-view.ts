// An event as the pages show it.
import type { EventView } from '#server/modules/promotion/index.ts';
import { showDays } from '#shared/dates.ts';
import { unitName } from './desk/units.ts';

export function showEvent(locals: App.Locals, e: EventView) {
  const { lang, app } = locals;
  return {
    ...e,
    name: e.name[lang],
    about: e.about[lang],
    unitName: unitName(app.territory, e.unit, lang),
    days: showDays(e.startsOn, e.endsOn, lang),
    slotNames: e.slots.map((s) => `${s.from}–${s.until}`),
  };
}
export type ShownEvent = ReturnType<typeof showEvent>;
