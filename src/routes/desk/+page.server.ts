import { inEffect, NATION, unitsKept, type Verb, verbsOf } from '#server/modules/identity/index.ts';
import { dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { dossierWords } from '#shared/messages/dossiers.ts';
import { identityWords } from '#shared/messages/identity.ts';
import { SUPERVISION } from '#shared/messages/supervision.ts';
import { isOfficial } from '../dang-nhap/session.ts';
import { DESK_DOORS, doorsFor } from '../doors.ts';
import { personOf } from '../my/person.ts';
import type { PageServerLoad } from './$types';
import { unitName } from './units.ts';

/** An official's roles of today, each with its unit and the pages that serve it. */
export const load: PageServerLoad = ({ locals }) => {
  const { app, lang } = locals;
  const person = personOf(locals);
  const today = dayOf(app.clock());
  const words = identityWords(lang);
  /** Only doors that exist; a commune is shown within its province. */
  const doors = (unit: string, verbs: readonly Verb[]) => {
    const watches = verbs.includes('view_dossiers');
    const sits: Verb[] = [
      'score',
      'score_centre',
      'chair_council',
      'chair_centre',
      'decide',
      'decide_centre',
      'check_dossier',
      'check_centre',
    ];
    const province = app.territory.commune(unit)?.provinceCode ?? unit;
    const of = (path: string, query: Record<string, string>) => {
      const search = new URLSearchParams({ ...query, ...(province === NATION ? {} : { province }) }).toString();
      return `${localPath(path, lang)}${search ? `?${search}` : ''}`;
    };
    return [
      ...(watches ? [{ label: dossierWords(lang).queue, href: localPath('/desk/ho-so', lang) }] : []),
      ...(verbs.some((v) => sits.includes(v)) ? [{ label: dossierWords(lang).councils, href: localPath('/desk/hoi-dong', lang) }] : []),
      ...doorsFor(DESK_DOORS, verbs).map((d) => ({ label: d.label[lang], href: localPath(d.path, lang) })),
      { label: words.desk.products, href: of('/tim', {}) },
      watches
        ? { label: SUPERVISION[lang].title, href: `${localPath('/desk/giam-sat', lang)}?don-vi=${unit}` }
        : { label: words.desk.expiring, href: of('/tim', { status: 'expiring' }) },
      { label: words.desk.figures, href: of('/thong-ke', {}) },
    ];
  };
  const keeps = unitsKept(app.territory, person, today).length > 0;
  const official = isOfficial(person, app.territory, today);
  return {
    keeps,
    roles: official
      ? person.assignments
          .filter((a) => inEffect(app.territory, a, today))
          .map((a) => ({
            id: a.id,
            role: words.role[a.role],
            lent: a.source !== null,
            unit: unitName(app.territory, a.unit, lang),
            organisation: a.organisation?.name,
            until: a.until,
            verbs: verbsOf(a).map((v) => words.verb[v]),
            doors: doors(a.unit, verbsOf(a)),
          }))
      : [],
  };
};
