import { listRulesets, sheetsOn } from '#server/modules/assessment/index.ts';
import { GROUPS } from '#shared/vocabulary.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { app, lang } }) => {
  const live = listRulesets().find((r) => r.id === sheetsOn(app.catalogue.day));
  const sets = live?.sets.map((s) => ({ no: s.no, group: s.group, name: s.name[lang] })) ?? [];
  return {
    instrument: live?.instrument ?? '',
    groups: GROUPS.map((group) => ({ group, sets: sets.filter((s) => s.group === group) })),
  };
};
